package io.selfheal.enrichment.provider.zscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.enrichment.SteppedTime;
import io.selfheal.enrichment.TestConfig;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.service.http.HttpExchange;
import io.selfheal.test.http.FakeServer;
import io.selfheal.test.http.FakeServer.Answer;
import io.selfheal.test.http.FakeServer.Asked;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers in the shapes of help.zscaler.com; see ZscalerAnswers. */
class ZscalerTest {
    private static final int MAX_BODY = 256 << 10;

    private static final IpAddress A = IpAddress.parse("45.155.205.233");
    private static final IpAddress B = IpAddress.parse("8.8.8.8");
    private static final IpAddress C = IpAddress.parse("2001:4860:4860::8888");

    private final SteppedTime time = new SteppedTime("2026-11-21T22:00:00Z");
    private final AtomicInteger tokens = new AtomicInteger();
    private final FakeServer server = new FakeServer(asked -> Answer.json(500, "{}"));
    private final Vertx vertx = Vertx.vertx();
    private final HttpExchange http = new HttpExchange(vertx, "test", Duration.ofSeconds(5), MAX_BODY);
    private Zscaler zscaler;

    @BeforeEach
    void configure() {
        zscaler = new Zscaler(
                TestConfig.of(Map.of(
                                "selfheal.enrichment.zscaler.base-url", server.url() + "/zia/api/v1",
                                "selfheal.enrichment.zscaler.token-url", server.url() + "/oauth2/v1/token",
                                "selfheal.enrichment.zscaler.client-id", "client",
                                "selfheal.enrichment.zscaler.client-secret", "geheim&more=1",
                                "selfheal.enrichment.zscaler.timeout", "1s"))
                        .zscaler(),
                http,
                time);
    }

    @AfterEach
    void close() {
        http.close();
        vertx.closeAndAwait();
        server.close();
    }

    @Test
    void asksForATokenWithClientCredentialsThenLooksUpAllAddressesAtOnce() throws InterruptedException {
        lookups(asked -> Answer.json(200, "[]"));

        zscaler.ask(List.of(A, B, C));

        assertThat(server.asked()).hasSize(2);
        Asked token = server.asked().get(0);
        assertThat(token.path()).isEqualTo("/oauth2/v1/token");
        assertThat(token.body().split("&"))
                .containsExactlyInAnyOrder(
                        "grant_type=client_credentials",
                        "client_id=client",
                        "client_secret=geheim%26more%3D1",
                        "audience=https%3A%2F%2Fapi.zscaler.com");
        Asked lookup = server.asked().get(1);
        assertThat(lookup.path()).isEqualTo("/zia/api/v1/urlLookup");
        assertThat(lookup.header("Authorization")).isEqualTo("Bearer token-1");
        assertThat(new JsonArray(lookup.body())).containsExactly("45.155.205.233", "8.8.8.8", "2001:4860:4860::8888");
    }

    @Test
    void readsMaliciousCleanAndUnknown() throws InterruptedException {
        lookups(asked -> Answer.json(200, """
                [{"url":"45.155.205.233","urlClassifications":["OTHER_MISC"],"urlClassificationsWithSecurityAlert":["BOTNET","MALWARE_SITE"]},
                 {"url":"8.8.8.8","urlClassifications":["INTERNET_SERVICES"],"urlClassificationsWithSecurityAlert":[]},
                 {"url":"[2001:4860:4860::8888]","urlClassifications":["MISCELLANEOUS_OR_UNKNOWN"],"urlClassificationsWithSecurityAlert":[]}]"""));

        Map<IpAddress, Said> said = said(zscaler.ask(List.of(A, B, C)));

        assertThat(said.get(A))
                .isEqualTo(new Said(Opinion.MALICIOUS, 20, "Zscaler security alert: BOTNET, MALWARE_SITE", null));
        assertThat(said.get(B).opinion()).isEqualTo(Opinion.CLEAN);
        assertThat(said.get(C).opinion()).isEqualTo(Opinion.UNKNOWN);
    }

    @Test
    void whatTheAnswerLeavesOutIsAnErrorAndStrangersInItAreIgnored() throws InterruptedException {
        lookups(asked -> Answer.json(200, """
                [{"url":"9.9.9.9","urlClassifications":["X"]},{"url":7},"nonsense",null,
                 {"url":"evil.example","urlClassificationsWithSecurityAlert":["BOTNET"]}]"""));

        Map<IpAddress, Said> said = said(zscaler.ask(List.of(A)));

        assertThat(said).containsOnlyKeys(A);
        assertThat(said.get(A).opinion()).isEqualTo(Opinion.ERROR);
    }

    @Test
    void keepsItsTokenUntilItsEndAndThenAsksForANewOne() throws InterruptedException {
        lookups(asked -> Answer.json(200, "[]"));

        zscaler.ask(List.of(A));
        zscaler.ask(List.of(A));
        assertThat(tokens).hasValue(1);
        time.pass(Duration.ofMinutes(60));
        zscaler.ask(List.of(A));

        assertThat(tokens).hasValue(2);
        assertThat(server.asked().getLast().header("Authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void replacesATokenThatIsNoLongerAcceptedOnce() throws InterruptedException {
        lookups(asked -> asked.header("Authorization").equals("Bearer token-1")
                ? Answer.json(401, "{\"code\":\"SESSION_NOT_VALID\"}")
                : Answer.json(200, "[]"));
        assertThat(zscaler.ask(List.of(A))).isInstanceOf(Reply.Answered.class);
        assertThat(tokens).hasValue(2);

        lookups(asked -> Answer.json(401, "{\"code\":\"SESSION_NOT_VALID\"}"));
        assertThat(zscaler.ask(List.of(A))).isInstanceOf(Reply.Refused.class);

        assertThat(tokens).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource({"0 seconds,1", "12 seconds,12", "3 minutes,180", "nonsense,60", "999999 hours,3600"})
    void takesTheWaitFromTheBody(String words, long seconds) throws InterruptedException {
        lookups(asked ->
                Answer.json(429, "{\"message\":\"Rate Limit (1/SECOND) exceeded\",\"Retry-After\":\"" + words + "\"}"));

        assertThat(zscaler.ask(List.of(A)))
                .isEqualTo(new Reply.Limited(Duration.ofSeconds(seconds), "Zscaler's rate limit"));
    }

    @Test
    void maintenanceIsALimitAndAnyOther403ARefusal() throws InterruptedException {
        lookups(asked -> Answer.json(403, "{\"code\":\"STATE_READONLY\"}"));
        assertThat(zscaler.ask(List.of(A))).isInstanceOf(Reply.Limited.class);

        lookups(asked -> Answer.json(403, "{\"code\":\"NOT_SUBSCRIBED\"}"));
        assertThat(zscaler.ask(List.of(A))).isInstanceOf(Reply.Refused.class);
    }

    @Test
    void refusedCredentialsAreARefusalThatDoesNotShowThem() throws InterruptedException {
        server.answers(asked -> Answer.json(401, "{\"error\":\"invalid_client\"}"));

        Reply reply = zscaler.ask(List.of(A));

        assertThat(reply).isInstanceOf(Reply.Refused.class);
        assertThat(reply.toString()).doesNotContain("geheim");
    }

    @Test
    void aTokenWithALineBreakIsNotUsed() throws InterruptedException {
        server.answers(asked -> Answer.json(200, "{\"access_token\":\"a\\r\\nX-Evil: 1\",\"expires_in\":60}"));

        assertThat(zscaler.ask(List.of(A))).isInstanceOf(Reply.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"500|{}", "200|{}", "200|[", "200|<html/>", "503|busy"})
    void whatIsNoAnswerIsAFailure(int status, String body) throws InterruptedException {
        lookups(asked -> Answer.json(status, body));

        assertThat(zscaler.ask(List.of(A))).isInstanceOf(Reply.Failed.class);
    }

    @Test
    void aSlowAnswerEndsAtTheTimeLimit() throws InterruptedException {
        lookups(asked -> Answer.json(200, "[]").after(5_000));

        assertThat(zscaler.ask(List.of(A))).isEqualTo(new Reply.Failed("no answer within 1000 ms"));
    }

    private void lookups(Function<Asked, Answer> script) {
        server.answers(asked -> asked.path().equals("/oauth2/v1/token")
                ? Answer.json(
                        200,
                        new JsonObject()
                                .put("access_token", "token-" + tokens.incrementAndGet())
                                .put("token_type", "Bearer")
                                .put("expires_in", 3600)
                                .encode())
                : script.apply(asked));
    }

    private static Map<IpAddress, Said> said(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Answered.class);
        return ((Reply.Answered) reply).said();
    }
}
