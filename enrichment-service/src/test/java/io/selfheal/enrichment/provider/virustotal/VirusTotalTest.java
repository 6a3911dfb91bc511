package io.selfheal.enrichment.provider.virustotal;

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
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the shapes of docs.virustotal.com: "IP addresses", "Errors". */
class VirusTotalTest {
    private static final int MAX_BODY = 256 << 10;

    private static final IpAddress ADDRESS = IpAddress.parse("45.155.205.233");
    private static final Instant ANALYSED = Instant.parse("2026-11-20T08:00:00Z");

    private final SteppedTime time = new SteppedTime("2026-11-21T22:00:00Z");
    private final FakeServer server = new FakeServer(asked -> Answer.json(500, "{}"));
    private final Vertx vertx = Vertx.vertx();
    private final HttpExchange http = new HttpExchange(vertx, "test", Duration.ofSeconds(5), MAX_BODY);

    @AfterEach
    void close() {
        http.close();
        vertx.closeAndAwait();
        server.close();
    }

    @Test
    void sendsTheKeyInItsHeaderAndTheAddressInThePath() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(0, 0, 60, 30, ANALYSED)));

        ask(virusTotal(Map.of()));

        FakeServer.Asked asked = server.asked().getFirst();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.path()).isEqualTo("/api/v3/ip_addresses/45.155.205.233");
        assertThat(asked.header("x-apikey")).isEqualTo("the-key");
    }

    @Test
    void asksForIpv6InCanonicalForm() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(0, 0, 60, 30, ANALYSED)));

        virusTotal(Map.of()).ask(List.of(IpAddress.parse("2001:4860:4860:0::8888")));

        assertThat(server.asked().getFirst().path()).isEqualTo("/api/v3/ip_addresses/2001:4860:4860::8888");
    }

    @Test
    void isMaliciousFromThreeEnginesOnWithPointsInProportion() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(7, 2, 55, 30, ANALYSED)));

        Said said = said(ask(virusTotal(Map.of())));

        assertThat(said)
                .isEqualTo(new Said(
                        Opinion.MALICIOUS,
                        14,
                        "7 of 94 engines call it malicious, 2 suspicious",
                        "https://www.virustotal.com/gui/ip-address/45.155.205.233"));
    }

    @Test
    void givesTwentyPointsAtMostAndNoneBelowThreeEngines() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(40, 0, 40, 14, ANALYSED)));
        assertThat(said(ask(virusTotal(Map.of()))).points()).isEqualTo(20);

        server.answers(asked -> Answer.json(200, report(2, 0, 60, 30, ANALYSED)));
        Said clean = said(ask(virusTotal(Map.of())));

        assertThat(clean.opinion()).isEqualTo(Opinion.CLEAN);
        assertThat(clean.points()).isZero();
    }

    @Test
    void anOldAnalysisProvesNothingCleanAndIsNoted() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(0, 0, 60, 30, Instant.parse("2024-01-02T03:04:05Z"))));
        Said old = said(ask(virusTotal(Map.of())));
        assertThat(old.opinion()).isEqualTo(Opinion.UNKNOWN);
        assertThat(old.summary()).endsWith("last analysed 2024-01-02");

        server.answers(asked -> Answer.json(200, report(9, 0, 60, 30, Instant.parse("2024-01-02T03:04:05Z"))));
        assertThat(said(ask(virusTotal(Map.of()))).opinion()).isEqualTo(Opinion.MALICIOUS);
    }

    @Test
    void nobodyHavingLookedIsUnknown() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(0, 0, 0, 0, ANALYSED)));

        assertThat(said(ask(virusTotal(Map.of()))).opinion()).isEqualTo(Opinion.UNKNOWN);
    }

    @Test
    void notFoundIsUnknownButOnlyInVirusTotalsOwnWords() throws InterruptedException {
        server.answers(asked -> Answer.json(404, error("NotFoundError")));
        assertThat(said(ask(virusTotal(Map.of()))).opinion()).isEqualTo(Opinion.UNKNOWN);

        server.answers(asked -> new Answer(404, "text/html", "<h1>Not Found</h1>", 0, List.of()));
        assertThat(ask(virusTotal(Map.of()))).isInstanceOf(Reply.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedKeyIsNoAnswer(int status) throws InterruptedException {
        server.answers(asked -> Answer.json(status, error("WrongCredentialsError")));

        Reply reply = ask(virusTotal(Map.of()));

        assertThat(reply).isInstanceOf(Reply.Refused.class);
        assertThat(reply.toString()).doesNotContain("the-key");
    }

    @Test
    void aUsedUpQuotaWaitsUntilMidnightUtc() throws InterruptedException {
        server.answers(asked -> Answer.json(429, error("QuotaExceededError")));

        assertThat(ask(virusTotal(Map.of())))
                .isEqualTo(new Reply.Limited(Duration.ofHours(2), "VirusTotal's quota is used up until 00:00 UTC"));
    }

    @Test
    void tooManyRequestsWaitsAMinuteOrWhatItIsTold() throws InterruptedException {
        server.answers(asked -> Answer.json(429, error("TooManyRequestsError")));
        assertThat(ask(virusTotal(Map.of())))
                .isEqualTo(new Reply.Limited(Duration.ofMinutes(1), "VirusTotal's rate limit"));

        server.answers(asked -> Answer.json(429, error("TooManyRequestsError")).withHeader("Retry-After", "7"));
        assertThat(ask(virusTotal(Map.of())))
                .isEqualTo(new Reply.Limited(Duration.ofSeconds(7), "VirusTotal's rate limit"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 302, 204})
    void otherStatusesMayBeAskedAgain(int status) throws InterruptedException {
        server.answers(asked -> Answer.json(status, status == 204 ? "" : error("TransientError")));

        assertThat(ask(virusTotal(Map.of()))).isEqualTo(new Reply.Failed("status " + status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "\"text\"",
                "{\"data\":7}",
                "{\"data\":{\"attributes\":[]}}",
                "{\"data\":{\"attributes\":{\"last_analysis_stats\":\"none\"}}}",
                "<html>maintenance</html>"
            })
    void brokenJsonIsAFailureAndNeverClean(String body) throws InterruptedException {
        server.answers(asked -> Answer.json(200, body));

        assertThat(ask(virusTotal(Map.of()))).isInstanceOf(Reply.Failed.class);
    }

    @Test
    void jsonNestedWithoutEndIsAFailure() throws InterruptedException {
        server.answers(asked -> Answer.json(200, "[".repeat(200_000)));

        assertThat(ask(virusTotal(Map.of()))).isInstanceOf(Reply.Failed.class);
    }

    @Test
    void aWrongContentTypeDoesNotMatterAsLongAsItIsJson() throws InterruptedException {
        server.answers(asked -> new Answer(200, "text/plain", report(5, 0, 50, 39, ANALYSED), 0, List.of()));

        assertThat(said(ask(virusTotal(Map.of()))).opinion()).isEqualTo(Opinion.MALICIOUS);
    }

    @Test
    void aHugeAnswerIsCutOff() throws InterruptedException {
        server.answers(asked -> Answer.json(200, "x".repeat(MAX_BODY + 1)));

        assertThat(ask(virusTotal(Map.of())))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.reason()).contains("longer than"));
    }

    @Test
    void aSlowAnswerEndsAtTheTimeLimit() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(5, 0, 50, 39, ANALYSED)).after(5_000));

        Reply reply = ask(virusTotal(Map.of("timeout", "200ms")));

        assertThat(reply).isEqualTo(new Reply.Failed("no answer within 200 ms"));
    }

    @Test
    void aServerThatIsNotThereIsAFailure() throws InterruptedException {
        VirusTotal provider = virusTotal(Map.of());
        server.close();

        assertThat(ask(provider)).isInstanceOf(Reply.Failed.class);
    }

    @Test
    void usesANewKeyFromItsFileWithoutARestart(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("key"), "old-key");
        server.answers(asked -> Answer.json(200, report(0, 0, 60, 30, ANALYSED)));
        VirusTotal provider = new VirusTotal(
                TestConfig.of(Map.of(
                                "selfheal.enrichment.virustotal.base-url",
                                server.url() + "/api/v3",
                                "selfheal.enrichment.virustotal.api-key-file",
                                file.toString()))
                        .virustotal(),
                http,
                time);
        ask(provider);

        Files.writeString(file, "the-newer-key");
        ask(provider);

        assertThat(server.asked())
                .extracting(asked -> asked.header("x-apikey"))
                .containsExactly("old-key", "the-newer-key");
    }

    @Test
    void isOffWithoutAKey() {
        VirusTotal provider = new VirusTotal(TestConfig.of(Map.of()).virustotal(), http, time);

        assertThat(provider.isConfigured()).isFalse();
    }

    private static Reply ask(VirusTotal provider) throws InterruptedException {
        return provider.ask(List.of(ADDRESS));
    }

    private VirusTotal virusTotal(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>();
        properties.put("selfheal.enrichment.virustotal.base-url", server.url() + "/api/v3");
        properties.put("selfheal.enrichment.virustotal.api-key", "the-key");
        more.forEach((name, value) -> properties.put("selfheal.enrichment.virustotal." + name, value));
        return new VirusTotal(TestConfig.of(properties).virustotal(), http, time);
    }

    private static Said said(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Answered.class);
        return ((Reply.Answered) reply).said().get(ADDRESS);
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"in VirusTotal's words\"}}";
    }

    private static String report(int malicious, int suspicious, int undetected, int harmless, Instant analysed) {
        return """
                {"data":{"id":"45.155.205.233","type":"ip_address","attributes":{
                "last_analysis_stats":{"malicious":%d,"suspicious":%d,"undetected":%d,"harmless":%d,"timeout":0},
                "last_analysis_date":%d,"reputation":-12,"as_owner":"Evil Corp","country":"RU"}}}""".formatted(malicious, suspicious, undetected, harmless, analysed.getEpochSecond());
    }
}
