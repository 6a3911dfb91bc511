package io.selfheal.standalone.fleet;

import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the compacted policy topic to its end. */
public final class PolicyTopic {
    private PolicyTopic() {}

    /**
     * The entries in force, by name.
     *
     * @throws IOException if an entry cannot be read; the message names it
     */
    public static Map<String, Policy> read(Map<String, Object> client) throws IOException {
        Map<String, Policy> entries = new TreeMap<>();
        WholeTopic.read(Topics.POLICY, client, entry -> apply(entries, entry));
        return entries;
    }

    private static void apply(Map<String, Policy> entries, ConsumerRecord<String, byte[]> record) throws IOException {
        if (record.value() == null) {
            entries.remove(record.key());
            return;
        }
        try {
            entries.put(record.key(), Topics.POLICY.codec().decode(record.value()));
        } catch (DecodeException e) {
            throw new IOException("the entry " + record.key() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
