package io.selfheal.service.kafka;

import io.micrometer.core.instrument.Counter;
import io.selfheal.schemas.topic.DeadLetter;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Records that a service cannot use: kept as they were read, with the cause in the headers ({@link DeadLetter}).
 * Acknowledged only when they are there. Safe for any thread.
 */
public final class DeadLetterQueue {
    private static final Logger LOG = Logger.getLogger(DeadLetterQueue.class);
    private static final int MAX_CAUSE = 1000;

    private final MutinyEmitter<byte[]> channel;
    private final Counter counter;

    /** @param counter of the records that were put aside */
    public DeadLetterQueue(MutinyEmitter<byte[]> channel, Counter counter) {
        this.channel = channel;
        this.counter = counter;
    }

    /** Puts the record aside, then acknowledges it. */
    public Uni<Void> putAside(Message<byte[]> record, Exception cause) {
        Headers headers = new RecordHeaders();
        OutgoingKafkaRecordMetadata.OutgoingKafkaRecordMetadataBuilder<byte[]> metadata =
                OutgoingKafkaRecordMetadata.<byte[]>builder().withHeaders(headers);
        Optional<? extends IncomingKafkaRecordMetadata<?, ?>> origin = origin(record);
        origin.ifPresent(from -> {
            header(headers, DeadLetter.TOPIC, from.getTopic());
            header(headers, DeadLetter.PARTITION, String.valueOf(from.getPartition()));
            header(headers, DeadLetter.OFFSET, String.valueOf(from.getOffset()));
            if (from.getKey() instanceof byte[] key) {
                metadata.withKey(key);
            }
        });
        header(headers, DeadLetter.EXCEPTION_CLASS, cause.getClass().getName());
        header(headers, DeadLetter.EXCEPTION_MESSAGE, bounded(String.valueOf(cause.getMessage())));
        counter.increment();
        LOG.warnf(
                "record put aside topic=%s partition=%s offset=%s",
                origin.map(IncomingKafkaRecordMetadata::getTopic).orElse("?"),
                origin.map(IncomingKafkaRecordMetadata::getPartition).orElse(-1),
                origin.map(IncomingKafkaRecordMetadata::getOffset).orElse(-1L));
        return channel.sendMessage(Message.of(record.getPayload()).addMetadata(metadata.build()))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofSeconds(1), Duration.ofSeconds(30))
                .indefinitely()
                .chain(() -> Uni.createFrom().completionStage(record::ack));
    }

    private static Optional<? extends IncomingKafkaRecordMetadata<?, ?>> origin(Message<byte[]> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(from -> (IncomingKafkaRecordMetadata<?, ?>) from);
    }

    private static void header(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String bounded(String text) {
        return text.length() <= MAX_CAUSE ? text : text.substring(0, MAX_CAUSE) + "…";
    }
}
