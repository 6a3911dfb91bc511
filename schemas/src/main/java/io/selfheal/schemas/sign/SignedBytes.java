package io.selfheal.schemas.sign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a signature covers: a label with the format's version, topic, key and value, each with its length before it,
 * so that no bytes can move from one into another and no signed record counts under another topic or key. A tombstone
 * has the length -1, so that it differs from an empty value.
 */
final class SignedBytes {
    private static final byte[] LABEL = "selfheal-record-v1".getBytes(StandardCharsets.US_ASCII);

    private SignedBytes() {}

    static byte[] of(String topic, String key, byte @Nullable [] value) {
        byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int valueSize = value == null ? 0 : value.length;
        ByteBuffer all = ByteBuffer.allocate(LABEL.length + topicBytes.length + keyBytes.length + valueSize + 16);
        append(all, LABEL);
        append(all, topicBytes);
        append(all, keyBytes);
        if (value == null) {
            all.putInt(-1);
        } else {
            append(all, value);
        }
        return all.array();
    }

    private static void append(ByteBuffer all, byte[] part) {
        all.putInt(part.length).put(part);
    }
}
