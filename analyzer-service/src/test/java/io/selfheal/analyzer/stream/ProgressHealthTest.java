package io.selfheal.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams.State;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names and tags are those of Kafka 4.1; that the service has such metrics is ServicesInstallTest's. */
class ProgressHealthTest {
    private static final String THREAD = "selfheal-analyzer-7f1c-StreamThread-";

    private final Map<MetricName, Metric> metrics = new LinkedHashMap<>();

    private record Value(MetricName metricName, Object metricValue) implements Metric {}

    private void pollAgo(String client, double seconds) {
        MetricName name = new MetricName("last-poll-seconds-ago", "consumer-metrics", "", Map.of("client-id", client));
        metrics.put(name, new Value(name, seconds));
    }

    private void connections(String client, double count) {
        MetricName name = new MetricName("connection-count", "consumer-metrics", "", Map.of("client-id", client));
        metrics.put(name, new Value(name, count));
    }

    @Test
    void liveWhileEachThreadAsksForMore() {
        pollAgo(THREAD + "1-consumer", 0);
        pollAgo(THREAD + "2-consumer", 300);

        HealthCheckResponse response = ProgressHealth.of(State.RUNNING, metrics);

        assertThat(response.getName()).isEqualTo("progress");
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(response.getData().orElseThrow()).containsEntry("seconds-since-poll", 300L);
    }

    @Test
    void notLiveWhenOneOfThemHangs() {
        pollAgo(THREAD + "1-consumer", 301);
        pollAgo(THREAD + "2-consumer", 0);
        connections(THREAD + "1-consumer", 2);

        assertThat(ProgressHealth.of(State.RUNNING, metrics).getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    /** A commit with brokers away waits a minute for each task, one after the other. */
    @Test
    void liveWhileAThreadWaitsForBrokersThatAreAway() {
        pollAgo(THREAD + "1-consumer", 720);
        connections(THREAD + "1-consumer", 0);
        connections("selfheal-analyzer-7f1c-StateUpdater-1-restore-consumer", 2);
        connections(THREAD + "1-producer", 1);

        assertThat(ProgressHealth.of(State.RUNNING, metrics).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING_SHUTDOWN", "NOT_RUNNING", "PENDING_ERROR", "ERROR"})
    void notLiveWhereKafkaStreamsHasGivenUp(State state) {
        assertThat(ProgressHealth.of(state, metrics).getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATED", "REBALANCING", "RUNNING"})
    void liveWhileItWaitsForBrokers(State state) {
        assertThat(ProgressHealth.of(state, metrics).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void whatRestoresAndWhatHasNotBegunIsNoReason() {
        pollAgo(THREAD + "1-restore-consumer", 86_400);
        pollAgo("selfheal-analyzer-7f1c-StateUpdater-1-restore-consumer", 86_400);
        connections(THREAD + "1-consumer", 2);
        pollAgo("selfheal-analyzer-fleet", 86_400);
        pollAgo(THREAD + "1-consumer", -1);
        MetricName other = new MetricName("poll-idle-ratio-avg", "g", "", Map.of("client-id", THREAD + "1-consumer"));
        metrics.put(other, new Value(other, Double.NaN));

        HealthCheckResponse response = ProgressHealth.of(State.RUNNING, metrics);

        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(response.getData().orElseThrow()).containsEntry("seconds-since-poll", 0L);
    }
}
