package io.selfheal.notifier.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfheal.notifier.Alerts;
import io.selfheal.notifier.SteppedTime;
import io.selfheal.notifier.TestConfig;
import io.selfheal.notifier.channel.Channel;
import io.selfheal.notifier.channel.Delivery;
import io.selfheal.notifier.config.NotifierConfig;
import io.selfheal.notifier.incident.IncidentBook;
import io.selfheal.notifier.incident.IncidentView;
import io.selfheal.notifier.message.Letter;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChannelLaneTest {
    private static final Delivery SENT = new Delivery.Accepted("1", Duration.ZERO);

    private final SteppedTime time = new SteppedTime("2026-11-21T10:00:00Z");
    private final NotifierConfig config = TestConfig.of(Map.of());
    private final IncidentBook book = new IncidentBook(config.session(), time);
    private final Scripted channel = new Scripted();
    private final List<String> given = new ArrayList<>();
    private final ChannelLane lane = new ChannelLane(
            channel,
            config,
            RateLimit.of(Duration.ofSeconds(1), 20, time),
            new LaneMetrics(new SimpleMeterRegistry(), "scripted"),
            time);
    private int told;

    @Test
    void aDigestIsWantedOfHoweverLittleSeverityItIs() {
        assertThat(lane.wants(book.add(digest()))).isTrue();
        assertThat(lane.wants(book.add(Alerts.blocked("ssh", "203.0.113.7", Severity.LOW))))
                .isFalse();
        assertThat(lane.wants(book.add(Alerts.blocked("web", "203.0.113.7", Severity.MEDIUM))))
                .isTrue();
    }

    private static Alert digest() {
        return new Alert(
                "digest",
                Alerts.TIME,
                Severity.INFO,
                Alert.DAILY_DIGEST,
                "daily-digest/web-1/1",
                "Daily digest of a node",
                "nothing waits for you; since 2026-11-20T07:03:00Z",
                "web-1",
                "web-1",
                null,
                0,
                List.of(),
                Map.of("blocks", "12× done"),
                "responder-agent");
    }

    @Test
    void tellsTheFirstAlertAtOnce() throws InterruptedException {
        tell(Alerts.blocked("ssh", "203.0.113.7"));

        lane.turn();

        assertThat(channel.calls).hasSize(1);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void aFloodIsOneMessageAndFewEditsAndEveryAlertIsTold() throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            tell(Alerts.blocked("ssh", "203.0.113." + i % 250));
            run(Duration.ofMillis(200));
        }
        run(Duration.ofMinutes(1));

        assertThat(channel.calls.stream().filter(Call::isNew)).hasSize(1);
        assertThat(channel.calls).hasSizeLessThanOrEqualTo(9);
        assertThat(told).isEqualTo(500);
        assertThat(channel.calls.getLast().text).contains("500 alerts");
    }

    @Test
    void manyIncidentsKeepWithinTheRateLimit() throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            tell(Alerts.blocked("key-" + i, "203.0.113." + i % 250));
        }
        run(Duration.ofMinutes(5));

        assertThat(channel.calls.stream().filter(Call::isNew)).hasSize(11);
        assertThat(told).isEqualTo(500);
        for (Call call : channel.calls) {
            assertThat(channel.calls.stream()
                            .filter(other -> !other.at.isBefore(call.at) && other.at.isBefore(call.at.plusSeconds(60))))
                    .hasSizeLessThanOrEqualTo(20);
        }
    }

    @Test
    void tellsTheWorstFirst() throws InterruptedException {
        tell(Alerts.blocked("a", "203.0.113.1", Severity.MEDIUM));
        tell(Alerts.blocked("b", "203.0.113.2", Severity.CRITICAL));

        lane.turn();

        assertThat(channel.calls.getFirst().text).contains("203.0.113.2");
    }

    @Test
    void aHigherSeverityIsANewMessageOnceAndLaterEditsGoThere() throws InterruptedException {
        tell(Alerts.blocked("ssh", "203.0.113.1", Severity.MEDIUM));
        run(Duration.ofSeconds(2));
        channel.says = () -> new Delivery.Accepted("2", Duration.ZERO);
        tell(Alerts.blocked("ssh", "203.0.113.1", Severity.CRITICAL));
        run(Duration.ofSeconds(2));
        tell(Alerts.blocked("ssh", "203.0.113.1", Severity.CRITICAL));
        run(Duration.ofMinutes(1));

        assertThat(channel.calls).extracting(call -> call.messageId).containsExactly(null, null, "2");
    }

    @Test
    void waitsAsToldAndLosesNothing() throws InterruptedException {
        channel.says = () -> new Delivery.TooMany(Duration.ofSeconds(37));
        tell(Alerts.blocked("ssh", "203.0.113.1"));
        run(Duration.ofSeconds(36));
        assertThat(channel.calls).hasSize(1);
        channel.says = () -> SENT;

        run(Duration.ofSeconds(2));

        assertThat(channel.calls).hasSize(2);
        assertThat(Duration.between(channel.calls.get(0).at, channel.calls.get(1).at))
                .isEqualTo(Duration.ofSeconds(37));
        assertThat(told).isEqualTo(1);
    }

    @Test
    void triesAgainWithGrowingPausesAndGivesUpAfterABoundedNumber() throws InterruptedException {
        channel.says = () -> new Delivery.Failed("status 502");
        tell(Alerts.blocked("ssh", "203.0.113.1"));
        tell(Alerts.blocked("ssh", "203.0.113.2"));

        run(Duration.ofMinutes(10));

        assertThat(channel.calls).hasSize(8);
        assertThat(given).hasSize(2).allMatch(cause -> cause.equals("scripted: given up after 8 attempts: status 502"));
        assertThat(told).isZero();
    }

    @Test
    void aRefusalGivesUpAtOnceAndTheNextIncidentIsTriedAgain() throws InterruptedException {
        channel.says = () -> new Delivery.Refused("status 403");
        tell(Alerts.blocked("ssh", "203.0.113.1"));
        run(Duration.ofSeconds(5));
        assertThat(given).containsExactly("scripted: status 403");
        assertThat(lane.state()).isEqualTo("degraded: status 403");
        channel.says = () -> SENT;

        tell(Alerts.blocked("web", "203.0.113.2"));
        run(Duration.ofSeconds(5));

        assertThat(told).isEqualTo(1);
        assertThat(lane.state()).isEqualTo("working");
    }

    @Test
    void aMessageThatSomebodyDeletedIsWrittenAnew() throws InterruptedException {
        tell(Alerts.blocked("ssh", "203.0.113.1"));
        run(Duration.ofSeconds(1));
        channel.says = () -> channel.calls.getLast().isNew() ? SENT : new Delivery.Gone();

        tell(Alerts.blocked("ssh", "203.0.113.1"));
        run(Duration.ofMinutes(1));

        assertThat(channel.calls).extracting(call -> call.messageId).containsExactly(null, "1", null);
        assertThat(told).isEqualTo(2);
    }

    @Test
    void anUnexpectedFailureIsTriedAgainToo() throws InterruptedException {
        channel.says = () -> {
            throw new IllegalStateException("bug");
        };
        tell(Alerts.blocked("ssh", "203.0.113.1"));
        run(Duration.ofSeconds(1));
        channel.says = () -> SENT;

        run(Duration.ofSeconds(10));

        assertThat(told).isEqualTo(1);
    }

    @Test
    void wantsOnlyWhatIsSevereEnough() {
        IncidentView low = book.add(Alerts.blocked("a", "203.0.113.1", Severity.LOW));

        assertThat(lane.wants(low)).isFalse();
        assertThat(lane.wants(book.add(Alerts.blocked("a", "203.0.113.1", Severity.HIGH))))
                .isTrue();
    }

    private void tell(Alert alert) {
        lane.tell(book.add(alert), new Receipt() {
            @Override
            public void told() {
                told++;
            }

            @Override
            public void givenUp(String cause) {
                given.add(cause);
            }
        });
    }

    /** Gives turns as its thread would, in stepped time. */
    private void run(Duration duration) throws InterruptedException {
        Instant end = time.instant().plus(duration);
        while (time.instant().isBefore(end)) {
            Duration rest = lane.turn();
            Duration left = Duration.between(time.instant(), end);
            time.pass(rest.isZero() ? Duration.ofMillis(1) : rest.compareTo(left) < 0 ? rest : left);
        }
    }

    private record Call(Instant at, @Nullable String messageId, String text) {
        boolean isNew() {
            return messageId == null;
        }
    }

    private final class Scripted implements Channel {
        private final List<Call> calls = new ArrayList<>();
        private Supplier<Delivery> says = () -> SENT;

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public boolean isConfigured() {
            return true;
        }

        @Override
        public Severity minSeverity() {
            return Severity.MEDIUM;
        }

        @Override
        public Delivery send(Letter letter) {
            calls.add(new Call(time.instant(), null, letter.write(4096, piece -> piece)));
            return says.get();
        }

        @Override
        public Delivery edit(String messageId, Letter letter) {
            calls.add(new Call(time.instant(), messageId, letter.write(4096, piece -> piece)));
            return says.get();
        }
    }
}
