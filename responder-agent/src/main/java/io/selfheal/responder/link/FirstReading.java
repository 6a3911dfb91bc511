package io.selfheal.responder.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps the newest record of each key: compaction lags, and an old block must not be in force for a moment. */
final class FirstReading {
    private final Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> byKey = new LinkedHashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> withoutKey = new ArrayList<>();

    void add(ConsumerRecord<byte[], byte[]> message) {
        if (message.key() == null) {
            withoutKey.add(message);
        } else {
            byKey.put(ByteBuffer.wrap(message.key()), message);
        }
    }

    Collection<ConsumerRecord<byte[], byte[]>> newest() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(byKey.values());
        all.addAll(withoutKey);
        return all;
    }
}
