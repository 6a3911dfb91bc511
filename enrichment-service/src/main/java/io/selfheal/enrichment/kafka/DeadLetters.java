package io.selfheal.enrichment.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.service.kafka.DeadLetterQueue;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Broken records: kept as they were read, on the service's own topic. */
@ApplicationScoped
public class DeadLetters {
    private final DeadLetterQueue queue;

    DeadLetters(@Channel("enrichment-dead-letters") MutinyEmitter<byte[]> channel, MeterRegistry metrics) {
        this.queue = new DeadLetterQueue(channel, metrics.counter("selfheal.enrichment.dead.letters"));
    }

    /** Puts the record aside, then acknowledges it. */
    public Uni<Void> putAside(Message<byte[]> record, Exception cause) {
        return queue.putAside(record, cause);
    }
}
