package io.selfheal.notifier.channel.telegram;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the shapes of core.telegram.org/bots/api. */
class TelegramTest {
    private static final int MAX_BODY = 256 << 10;

    private static final String SENT = "{\"ok\":true,\"result\":{\"message_id\":77,\"chat\":{\"id\":-100123}}}";

    private final FakeServer server = new FakeServer(asked -> Answer.json(200, SENT));
    private final Vertx vertx = Vertx.vertx();
    private final HttpExchange http = new HttpExchange(vertx, "test", Duration.ofSeconds(5), MAX_BODY);
    private final IncidentBook book =
            new IncidentBook(TestConfig.of(Map.of()).session(), new SteppedTime("2026-11-21T10:00:00Z"));
    private Telegram telegram;

    @BeforeEach
    void configure() {
        telegram = new Telegram(
                TestConfig.of(Map.of(
                                "selfheal.notifier.telegram.base-url",
                                        server.url().toString(),
                                "selfheal.notifier.telegram.bot-token", "123456:geheim",
                                "selfheal.notifier.telegram.chat-id", "-100123",
                                "selfheal.notifier.telegram.timeout", "1s"))
                        .telegram(),
                http);
    }

    @AfterEach
    void close() {
        http.close();
        vertx.closeAndAwait();
        server.close();
    }

    @Test
    void sendsPlainTextWithoutMarkupAndPreviews() throws InterruptedException {
        Delivery delivery = telegram.send(letter(Alerts.blocked("ssh", "203.0.113.7")));

        assertThat(delivery).isEqualTo(new Delivery.Accepted("77", Duration.ZERO));
        Asked asked = server.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/bot123456:geheim/sendMessage");
        JsonObject body = new JsonObject(asked.body());
        assertThat(body.getString("chat_id")).isEqualTo("-100123");
        assertThat(body.containsKey("parse_mode")).isFalse();
        assertThat(body.getJsonObject("link_preview_options").getBoolean("is_disabled"))
                .isTrue();
        assertThat(body.getString("text"))
                .startsWith("[CRITICAL] Attacker blocked\nAbout: 203.0.113.7 (score 92, 65 % sure)")
                .endsWith("\nUndo: selfheal unblock 203.0.113.7");
    }

    @Test
    void editsAMessageInPlace() throws InterruptedException {
        telegram.edit("77", letter(Alerts.blocked("ssh", "203.0.113.7")));

        Asked asked = server.asked().getFirst();
        assertThat(asked.path()).endsWith("/editMessageText");
        assertThat(new JsonObject(asked.body()).getLong("message_id")).isEqualTo(77);
    }

    @Test
    void buttonsCopyCommandsAndNoneActs() throws InterruptedException {
        telegram.send(letter(Alerts.blocked("ssh", "203.0.113.7")));

        assertThat(new JsonObject(server.asked().getFirst().body())
                        .getJsonObject("reply_markup")
                        .encode())
                .isEqualTo("""
                        {"inline_keyboard":[[{"text":"Copy: undo","copy_text":{"text":"selfheal unblock 203.0.113.7"}}]]}""");
    }

    @Test
    void anAlertArrivesWithoutButtonsWhereTheServerKnowsNone() throws InterruptedException {
        server.answers(asked -> asked.body().contains("reply_markup")
                ? error(400, "Bad Request: Text buttons are unallowed in the inline keyboard")
                : Answer.json(200, SENT));

        assertThat(telegram.send(letter(Alerts.blocked("ssh", "203.0.113.7"))))
                .isEqualTo(new Delivery.Accepted("77", Duration.ZERO));
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void anEditThatChangesNothingIsAccepted() throws InterruptedException {
        server.answers(asked -> error(400, "Bad Request: message is not modified: specified new message content"));

        assertThat(telegram.edit("77", letter(Alerts.blocked("ssh", "203.0.113.7"))))
                .isEqualTo(new Delivery.Accepted("77", Duration.ZERO));
    }

    @Test
    void aMessageThatIsGoneAsksForANewOne() throws InterruptedException {
        server.answers(asked -> error(400, "Bad Request: message to edit not found"));

        assertThat(telegram.edit("77", letter(Alerts.blocked("ssh", "203.0.113.7"))))
                .isEqualTo(new Delivery.Gone());
    }

    @Test
    void tooManyRequestsWaitsAsTold() throws InterruptedException {
        server.answers(asked -> Answer.json(429, """
                {"ok":false,"error_code":429,"description":"Too Many Requests: retry after 17","parameters":{"retry_after":17}}"""));

        assertThat(telegram.send(letter(Alerts.blocked("ssh", "203.0.113.7"))))
                .isEqualTo(new Delivery.TooMany(Duration.ofSeconds(17)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void aRefusalIsPermanentAndDoesNotShowTheToken(int status) throws InterruptedException {
        server.answers(asked -> error(status, "Forbidden: bot was blocked by the user"));

        Delivery delivery = telegram.send(letter(Alerts.blocked("ssh", "203.0.113.7")));

        assertThat(delivery).isInstanceOf(Delivery.Refused.class);
        assertThat(delivery.toString()).doesNotContain("geheim").contains("status " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"ok\":true}", "{\"ok\":false}", "<html>"})
    void anUnreadableAnswerMayBeTriedAgain(String body) throws InterruptedException {
        server.answers(asked -> Answer.json(200, body));

        assertThat(telegram.send(letter(Alerts.blocked("ssh", "203.0.113.7")))).isInstanceOf(Delivery.Failed.class);
    }

    @Test
    void serverErrorsSlownessAndSilenceMayBeTriedAgainAndDoNotShowTheToken() throws InterruptedException {
        Letter letter = letter(Alerts.blocked("ssh", "203.0.113.7"));
        server.answers(asked -> Answer.json(502, "bad gateway"));
        assertThat(telegram.send(letter)).isInstanceOf(Delivery.Failed.class);
        server.answers(asked -> Answer.json(200, SENT).after(5_000));
        assertThat(telegram.send(letter)).isEqualTo(new Delivery.Failed("no answer within 1000 ms"));
        server.close();

        Delivery delivery = telegram.send(letter);

        assertThat(delivery).isInstanceOf(Delivery.Failed.class);
        assertThat(delivery.toString()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void hostileTextBecomesHarmless(String evil) throws InterruptedException {
        telegram.send(letter(Alerts.hostile(evil)));

        String text = new JsonObject(server.asked().getFirst().body()).getString("text");
        assertThat(text).hasSizeLessThanOrEqualTo(4096).endsWith("Undo: selfheal unblock ADDRESS");
        assertThat(text).doesNotContain("\u001b").doesNotContain("\u202E").doesNotContain("\u0000");
        assertThat(text)
                .doesNotContainPattern("@[a-zA-Z]")
                .doesNotContainPattern("://")
                .doesNotContain("evil.example");
        assertThat(text.lines().count()).isLessThan(20);
    }

    static List<String> hostileTexts() {
        return Alerts.HOSTILE;
    }

    private Letter letter(Alert alert) {
        return Composer.compose(book.add(alert));
    }

    private static Answer error(int status, String description) {
        return Answer.json(
                status,
                new JsonObject()
                        .put("ok", false)
                        .put("error_code", status)
                        .put("description", description)
                        .encode());
    }
}
