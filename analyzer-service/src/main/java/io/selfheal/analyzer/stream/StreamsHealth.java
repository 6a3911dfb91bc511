package io.selfheal.analyzer.stream;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the topics are there and Kafka Streams works on them; whether it still does is {@link ProgressHealth}'s. */
@Readiness
@ApplicationScoped
public class StreamsHealth implements HealthCheck {
    private final KafkaStreams streams;

    StreamsHealth(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        KafkaStreams.State state = streams.state();
        return HealthCheckResponse.named("streams")
                .status(state.isRunningOrRebalancing())
                .withData("state", state.name())
                .build();
    }
}
