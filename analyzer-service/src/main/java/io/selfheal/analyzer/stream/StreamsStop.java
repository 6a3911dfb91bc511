package io.selfheal.analyzer.stream;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.jboss.logging.Logger;

/**
 * Ends the process when Kafka Streams does not: with its brokers away and events under way, its threads wait for
 * answers for many minutes, whatever one asks of them. What was not committed is judged again after the next start, as
 * after a crash.
 */
@ApplicationScoped
public class StreamsStop {
    private static final Logger LOG = Logger.getLogger(StreamsStop.class);
    /** With brokers it takes a second; the unit's {@code TimeoutStopSec} is longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    /** As after a SIGTERM that was obeyed: 128 and the signal's number. */
    private static final int TERMINATED = 143;

    private final KafkaStreams streams;

    StreamsStop(KafkaStreams streams) {
        this.streams = streams;
    }

    /** Before the observer of Quarkus, which would wait without end. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        if (!streams.close(PATIENCE)) {
            LOG.warnf(
                    "stopped without Kafka's answers after %d s: what was not committed is judged again at the next start",
                    PATIENCE.toSeconds());
            Runtime.getRuntime().halt(TERMINATED);
        }
    }
}
