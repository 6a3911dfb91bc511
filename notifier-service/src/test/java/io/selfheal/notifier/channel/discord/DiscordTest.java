package io.selfheal.notifier.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.notifier.Alerts;
import io.selfheal.notifier.SteppedTime;
import io.selfheal.notifier.TestConfig;
import io.selfheal.notifier.channel.Delivery;
import io.selfheal.notifier.incident.IncidentBook;
import io.selfheal.notifier.message.Composer;
import io.selfheal.notifier.message.Letter;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.service.http.HttpExchange;
import io.selfheal.test.http.FakeServer;
import io.selfheal.test.http.FakeServer.Answer;
import io.selfheal.test.http.FakeServer.Asked;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the shapes of discord.com/developers: webhooks, rate limits. */
class DiscordTest {
    private static final int MAX_BODY = 256 << 10;

    private static final String SENT = "{\"id\":\"1174\",\"content\":\"…\"}";

    private final FakeServer server = new FakeServer(asked -> Answer.json(200, SENT));
    private final Vertx vertx = Vertx.vertx();
    private final HttpExchange http = new HttpExchange(vertx, "test", Duration.ofSeconds(5), MAX_BODY);
    private final IncidentBook book =
            new IncidentBook(TestConfig.of(Map.of()).session(), new SteppedTime("2026-11-21T10:00:00Z"));
    private Discord discord;

    @BeforeEach
    void configure() {
        discord = discord("webhook", server.url() + "/api/webhooks/42/geheim");
    }

    @AfterEach
    void close() {
        http.close();
        vertx.closeAndAwait();
        server.close();
    }

    @Test
    void postsAndLearnsTheMessageId() throws InterruptedException {
        Delivery delivery = discord.send(letter(Alerts.blocked("ssh", "203.0.113.7")));

        assertThat(delivery).isEqualTo(new Delivery.Accepted("1174", Duration.ZERO));
        Asked asked = server.asked().getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.path()).isEqualTo("/api/webhooks/42/geheim?wait=true");
        JsonObject body = new JsonObject(asked.body());
        assertThat(body.getJsonObject("allowed_mentions").getJsonArray("parse")).isEmpty();
        assertThat(body.getString("content"))
                .startsWith("[CRITICAL] Attacker blocked\nAbout: 203.0.113.7 (score 92, 65 % sure)")
                .endsWith("\nUndo: selfheal unblock 203.0.113.7");
    }

    @Test
    void patchesAMessageInPlace() throws InterruptedException {
        discord.edit("1174", letter(Alerts.blocked("ssh", "203.0.113.7")));

        Asked asked = server.asked().getFirst();
        assertThat(asked.method()).isEqualTo("PATCH");
        assertThat(asked.path()).isEqualTo("/api/webhooks/42/geheim/messages/1174");
        assertThat(new JsonObject(asked.body())
                        .getJsonObject("allowed_mentions")
                        .getJsonArray("parse"))
                .isEmpty();
    }

    @Test
    void waitsAsTheBodyOfA429Says() throws InterruptedException {
        server.answers(asked -> Answer.json(
                429, "{\"message\":\"You are being rate limited.\",\"retry_after\":0.65,\"global\":false}"));

        assertThat(discord.send(letter(Alerts.blocked("ssh", "203.0.113.7"))))
                .isEqualTo(new Delivery.TooMany(Duration.ofMillis(650)));
    }

    @Test
    void waitsAsTheHeaderOfA429SaysWhenTheBodyIsNotDiscords() throws InterruptedException {
        server.answers(asked -> new Answer(429, "text/html", "<h1>slow down</h1>", 0, List.of("Retry-After", "12")));

        assertThat(discord.send(letter(Alerts.blocked("ssh", "203.0.113.7"))))
                .isEqualTo(new Delivery.TooMany(Duration.ofSeconds(12)));
    }

    @Test
    void restsWhenTheBucketIsEmpty() throws InterruptedException {
        server.answers(asked -> Answer.json(200, SENT)
                .withHeader("X-RateLimit-Remaining", "0")
                .withHeader("X-RateLimit-Reset-After", "1.25"));

        assertThat(discord.send(letter(Alerts.blocked("ssh", "203.0.113.7"))))
                .isEqualTo(new Delivery.Accepted("1174", Duration.ofMillis(1250)));
    }

    @Test
    void tellsAMessageThatIsGoneFromAWebhookThatIsGone() throws InterruptedException {
        Letter letter = letter(Alerts.blocked("ssh", "203.0.113.7"));
        server.answers(asked -> Answer.json(404, "{\"message\":\"Unknown Message\",\"code\":10008}"));
        assertThat(discord.edit("1174", letter)).isEqualTo(new Delivery.Gone());

        server.answers(asked -> Answer.json(404, "{\"message\":\"Unknown Webhook\",\"code\":10015}"));
        assertThat(discord.edit("1174", letter)).isInstanceOf(Delivery.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void aRefusalIsPermanent(int status) throws InterruptedException {
        server.answers(asked -> Answer.json(status, "{\"message\":\"no\",\"code\":0}"));

        Delivery delivery = discord.send(letter(Alerts.blocked("ssh", "203.0.113.7")));

        assertThat(delivery).isEqualTo(new Delivery.Refused("status " + status + ": no"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"id\":7}", "{\"id\":\"../../evil\"}", "<html>"})
    void anUnreadableAnswerMayBeTriedAgain(String body) throws InterruptedException {
        server.answers(asked -> Answer.json(200, body));

        assertThat(discord.send(letter(Alerts.blocked("ssh", "203.0.113.7")))).isInstanceOf(Delivery.Failed.class);
    }

    @Test
    void aHugeAnswerMayBeTriedAgain() throws InterruptedException {
        server.answers(asked -> Answer.json(200, "x".repeat(MAX_BODY + 1)));

        assertThat(discord.send(letter(Alerts.blocked("ssh", "203.0.113.7")))).isInstanceOf(Delivery.Failed.class);
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void hostileTextBecomesHarmless(String evil) throws InterruptedException {
        discord.send(letter(Alerts.hostile(evil)));

        String text = new JsonObject(server.asked().getFirst().body()).getString("content");
        assertThat(text).hasSizeLessThanOrEqualTo(2000).endsWith("Undo: selfheal unblock ADDRESS");
        assertThat(text).doesNotContain("\u001b").doesNotContain("\u202E").doesNotContain("\u0000");
        assertThat(text).doesNotContainPattern("@[a-zA-Z&0-9]").doesNotContainPattern("://");
        String body = text.substring(text.indexOf('\n'));
        assertThat(body).as("no markup without a backslash").doesNotContainPattern("(?<!\\\\)[*_~`|<>#\\[]");
        assertThat(text.lines().count()).isLessThan(20);
    }

    static List<String> hostileTexts() {
        return Alerts.HOSTILE;
    }

    @Test
    void readsTheWebhookFromItsFileAndIsOffWhileItHoldsSomethingElse(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("webhook"), "http://example.com/api/webhooks/1/x");
        Discord fromFile = discord("webhook-file", file.toString());
        assertThat(fromFile.isConfigured()).isFalse();

        Files.writeString(file, server.url() + "/api/webhooks/42/rotated\n");

        assertThat(fromFile.isConfigured()).isTrue();
    }

    private Letter letter(Alert alert) {
        return Composer.compose(book.add(alert));
    }

    private Discord discord(String name, String value) {
        return new Discord(
                TestConfig.of(Map.of("selfheal.notifier.discord." + name, value))
                        .discord(),
                http);
    }
}
