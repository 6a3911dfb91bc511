package io.selfheal.collector.publish;

import io.selfheal.collector.checkpoint.Acknowledgement;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;

/** Where events go. Kafka in earnest, memory in tests. */
public interface EventPublisher extends AutoCloseable {
    /** Whether events can be given away now; tries to reach Kafka, for at most this long. */
    boolean connect(Duration atMost);

    /** Why the last try to reach Kafka failed; empty where none did. */
    String problem();

    /** Gives an event away; does not wait for it. */
    void publish(String key, byte[] event, Acknowledgement acknowledgement);

    /**
     * Gives vitals away; lost ones are replaced by the next.
     *
     * @return false if there is no connection yet
     */
    boolean publish(Vitals vitals);

    /** Largest event that is accepted, bytes. */
    int maxEventBytes();

    /** Events that Kafka refused for good since the start. */
    long refused();

    /** Drops the connection and everything on its way, and starts over with the next {@link #connect}. */
    void restart();

    /** Waits for what is on its way, at most this long, then lets go. */
    void close(Duration atMost);

    @Override
    default void close() {
        close(Duration.ofSeconds(5));
    }
}
