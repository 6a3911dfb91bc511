package io.selfheal.standalone.fleet;

import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.SaidHeader;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes single records for an administrator, signed if he has a key, and waits until Kafka has them. */
final class FleetWriter implements AutoCloseable {
    private static final int TIMEOUT_MS = 15_000;

    private final KafkaProducer<String, byte[]> producer;
    private final Optional<RecordSigner> signer;

    FleetWriter(Map<String, Object> client, Optional<RecordSigner> signer) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        this.signer = signer;
    }

    /**
     * Writes one record.
     *
     * @throws ExecutionException if Kafka did not take it within 15 s; the cause says why
     */
    <T> void write(Topic<T> topic, String key, T value) throws ExecutionException, InterruptedException {
        producer.send(signed(topic, key, value)).get();
    }

    /**
     * Writes an entry of the policy, or its end; where it is signed, it says when it was said.
     *
     * @param entry null for the end
     * @throws ExecutionException as for others
     */
    void entry(String name, @Nullable Policy entry, Instant said) throws ExecutionException, InterruptedException {
        ProducerRecord<String, byte[]> record = signed(Topics.POLICY, name, entry);
        signer.ifPresent(s ->
                record.headers().add(SaidHeader.NAME, SaidHeader.of(s, record.topic(), name, record.value(), said)));
        producer.send(record).get();
    }

    private <T> ProducerRecord<String, byte[]> signed(Topic<T> topic, String key, @Nullable T value) {
        byte[] bytes = value == null ? null : topic.codec().encode(value);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic.name(), key, bytes);
        signer.ifPresent(s -> record.headers().add(RecordSigner.HEADER, s.sign(topic.name(), key, bytes)));
        return record;
    }

    @Override
    public void close() {
        producer.close();
    }
}
