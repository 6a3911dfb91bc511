package io.selfheal.standalone.fleet;

import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.resolve.Resolution;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SignatureCheck;
import io.selfheal.schemas.sign.SigningKeys;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the resolutions topic to its end. */
public final class ResolutionTopic {
    private ResolutionTopic() {}

    /**
     * What was read.
     *
     * @param resolutions in their order
     * @param left records that could not be read, or that nobody trusted had signed
     */
    public record Read(List<Resolution> resolutions, long left) {
        public Read {
            resolutions = List.copyOf(resolutions);
        }
    }

    /**
     * Reads it.
     *
     * @param trusted key files by name, of which one must have signed each record; empty: the topic's ACL is trusted
     * @throws IOException if a key file cannot be read
     */
    public static Read read(Map<String, Object> client, Map<String, Path> trusted) throws IOException {
        Optional<RecordVerifier> verifier = verifier(trusted);
        List<Resolution> read = new ArrayList<>();
        long left = 0;
        TopicPartition all = new TopicPartition(Topics.RESOLUTIONS.name(), 0);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(all));
            consumer.seekToBeginning(Set.of(all));
            long end = consumer.endOffsets(Set.of(all)).get(all);
            while (consumer.position(all) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Optional<Resolution> one = resolution(record, verifier);
                    one.ifPresent(read::add);
                    left += one.isPresent() ? 0 : 1;
                }
            }
        }
        return new Read(read, left);
    }

    private static Optional<Resolution> resolution(
            ConsumerRecord<String, byte[]> record, Optional<RecordVerifier> verifier) {
        boolean believed = verifier.isEmpty()
                || verifier.get().verify(record.topic(), record.key(), record.value(), record.headers())
                        instanceof SignatureCheck.Valid;
        if (record.value() == null || !believed) {
            return Optional.empty();
        }
        try {
            Resolution resolution = Topics.RESOLUTIONS.codec().decode(record.value());
            return resolution.key().equals(record.key()) ? Optional.of(resolution) : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private static Optional<RecordVerifier> verifier(Map<String, Path> trusted) throws IOException {
        Map<String, PublicKey> keys = new HashMap<>();
        for (Map.Entry<String, Path> key : trusted.entrySet()) {
            keys.put(key.getKey(), SigningKeys.readPublic(key.getValue()));
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(new RecordVerifier(keys));
    }
}
