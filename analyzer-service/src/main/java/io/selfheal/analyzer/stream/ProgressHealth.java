package io.selfheal.analyzer.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether a restart would help: Kafka Streams has given up, or a stream thread does not come back for more records, which
 * shows nowhere else, since Kafka Streams calls itself running then. Brokers that are away are no reason: they are waited
 * for, by a thread with many tasks for minutes in one place. In place of Quarkus' own check, by which the service is dead
 * until the first broker answers.
 */
@Liveness
@ApplicationScoped
public class ProgressHealth implements HealthCheck {
    /** Kafka's {@code max.poll.interval.ms}, after which the group takes the thread for dead. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final KafkaStreams streams;

    ProgressHealth(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        return of(streams.state(), streams.metrics());
    }

    /**
     * The answer by Kafka's metrics. The main consumer of a stream thread counts the seconds since it was asked last, and
     * says -1 before the first time; a thread of its own keeps its connections. The one that restores is asked only while
     * there is something to restore, and knows of its connections only then.
     */
    static HealthCheckResponse of(KafkaStreams.State state, Map<MetricName, ? extends Metric> metrics) {
        Map<MetricName, Metric> ofMain = metrics.entrySet().stream()
                .filter(metric -> isOfMain(metric.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        long longest = ofMain.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-poll-seconds-ago"))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .max()
                .orElse(0);
        boolean hasGivenUp =
                switch (state) {
                    case CREATED, REBALANCING, RUNNING -> false;
                    case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> true;
                };
        return HealthCheckResponse.named("progress")
                .status(!hasGivenUp && (longest <= LONGEST.toSeconds() || !BrokerConnections.isAny(ofMain)))
                .withData("state", state.name())
                .withData("seconds-since-poll", Math.max(0, longest))
                .build();
    }

    private static boolean isOfMain(MetricName name) {
        String client = name.tags().getOrDefault("client-id", "");
        return client.contains("-StreamThread-")
                && client.endsWith("-consumer")
                && !client.endsWith("-restore-consumer");
    }
}
