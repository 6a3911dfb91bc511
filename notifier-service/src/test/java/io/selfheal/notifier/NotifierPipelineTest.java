package io.selfheal.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.topic.DeadLetter;
import io.selfheal.test.http.FakeServer;
import io.selfheal.test.http.FakeServer.Answer;
import io.selfheal.test.http.FakeServer.Asked;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wiring: channels in memory, real HTTP servers as Telegram and Discord. */
@QuarkusTest
@QuarkusTestResource(InMemoryChannels.class)
class NotifierPipelineTest {
    @Inject
    @Connector("smallrye-in-memory")
    InMemoryConnector channels;

    @Inject
    Event<PluginStatus> failing;

    private InMemorySink<byte[]> deadLetters;
    private final AtomicInteger acknowledged = new AtomicInteger();

    @BeforeEach
    void clear() {
        deadLetters = channels.sink("notifier-dead-letters");
        deadLetters.clear();
        InMemoryChannels.TELEGRAM.answers(asked -> Answer.json(200, "{\"ok\":true,\"result\":{\"message_id\":77}}"));
    }

    @Test
    void anAlertReachesBothChannelsAndOnlyThenIsAcknowledged() {
        InMemoryChannels.TELEGRAM.answers(asked ->
                Answer.json(200, "{\"ok\":true,\"result\":{\"message_id\":77}}").after(500));

        send(Codecs.ALERT.encode(Alerts.blocked("both", "203.0.113.7")));

        await().until(() -> told(InMemoryChannels.DISCORD, "content", "203.0.113.7"));
        assertThat(acknowledged).hasValue(0);
        await().until(() -> acknowledged.get() == 1);
        assertThat(told(InMemoryChannels.TELEGRAM, "text", "203.0.113.7")).isTrue();
        assertThat(deadLetters.received()).isEmpty();
    }

    @Test
    void aFloodOfBlocksIsOneMessageAndEdits() {
        int before = InMemoryChannels.TELEGRAM.asked().size();

        for (int i = 0; i < 500; i++) {
            send(Codecs.ALERT.encode(Alerts.blocked("flood", "198.51.100." + i % 250)));
        }

        await().until(() -> acknowledged.get() == 500);
        var calls = InMemoryChannels.TELEGRAM
                .asked()
                .subList(before, InMemoryChannels.TELEGRAM.asked().size());
        assertThat(calls.stream().filter(asked -> asked.path().endsWith("/sendMessage")))
                .hasSize(1);
        assertThat(calls).hasSizeLessThan(40);
        assertThat(new JsonObject(calls.getLast().body()).getString("text")).contains("500 alerts");
    }

    @Test
    void aChannelThatIsAPluginAndFailsIsToldByTheOthers() {
        failing.fire(
                new PluginStatus("pager", "1.0", PluginKind.NOTIFIER, "quarantined", 9, 5, 5, 0, 0, "took too long"));

        await().until(() -> told(InMemoryChannels.TELEGRAM, "text", "plugin pager (notifier) is quarantined"));
        await().until(() -> told(InMemoryChannels.DISCORD, "content", "is quarantined after 5 failures"));
    }

    @Test
    void aBrokenRecordGoesToTheDeadLettersAndTheStreamGoesOn() {
        send("not json".getBytes(StandardCharsets.UTF_8));
        send(Codecs.ALERT.encode(Alerts.blocked("after-broken", "203.0.113.77")));

        await().until(() -> told(InMemoryChannels.TELEGRAM, "text", "203.0.113.77"));
        assertThat(deadLetters.received())
                .singleElement()
                .satisfies(letter -> assertThat(letter.getPayload()).asString().isEqualTo("not json"));
    }

    @Test
    void whatAChannelRefusesGoesToTheDeadLettersWithTheCauseAndIsAcknowledged() {
        InMemoryChannels.TELEGRAM.answers(
                asked -> Answer.json(403, "{\"ok\":false,\"error_code\":403,\"description\":\"Forbidden\"}"));
        Alert alert = Alerts.blocked("refused", "203.0.113.99");

        send(Codecs.ALERT.encode(alert));

        await().until(() -> acknowledged.get() == 1);
        assertThat(deadLetters.received()).singleElement().satisfies(letter -> {
            assertThat(Codecs.ALERT.decode(letter.getPayload())).isEqualTo(alert);
            assertThat(letter.getMetadata(OutgoingKafkaRecordMetadata.class)
                            .orElseThrow()
                            .getHeaders()
                            .lastHeader(DeadLetter.EXCEPTION_MESSAGE)
                            .value())
                    .asString()
                    .isEqualTo("telegram: status 403: Forbidden");
        });
        assertThat(told(InMemoryChannels.DISCORD, "content", "203.0.113.99")).isTrue();
    }

    private static boolean told(FakeServer server, String field, String words) {
        return server.asked().stream()
                .map(Asked::body)
                .anyMatch(body -> new JsonObject(body).getString(field).contains(words));
    }

    private void send(byte[] record) {
        channels.<Message<byte[]>>source("notifier-alerts").send(Message.of(record, () -> {
            acknowledged.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }));
    }
}
