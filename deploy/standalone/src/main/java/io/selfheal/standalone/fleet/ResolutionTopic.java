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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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
        long all = WholeTopic.read(
                Topics.RESOLUTIONS, client, entry -> resolution(entry, verifier).ifPresent(read::add));
        return new Read(read, all - read.size());
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
