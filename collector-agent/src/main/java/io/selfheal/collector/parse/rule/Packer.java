package io.selfheal.collector.parse.rule;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes numbers and texts for an {@link Unpacker}: each text once, and its number wherever it stands. */
final class Packer {
    static final int NOTHING = 0xFFFF;

    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final ByteArrayOutputStream numbers = new ByteArrayOutputStream();

    /** @param value 0 to 65534 */
    void number(int value) {
        if (value < 0 || value >= NOTHING) {
            throw new IllegalArgumentException(value + " cannot be packed; allowed: 0 to " + (NOTHING - 1));
        }
        put(value);
    }

    private void put(int value) {
        numbers.write(value >>> 8);
        numbers.write(value);
    }

    void text(@Nullable String text) {
        if (text == null) {
            put(NOTHING);
        } else {
            number(texts.computeIfAbsent(text, added -> texts.size()));
        }
    }

    void texts(Collection<String> all) {
        number(all.size());
        all.forEach(this::text);
    }

    /** Everything, behind the sum of what it was made from. */
    byte[] take(long sum) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(sum);
            out.writeShort(texts.size());
            for (String text : texts.keySet()) {
                boolean latin = text.chars().allMatch(c -> c < 256);
                byte[] encoded = text.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
                out.writeBoolean(latin);
                out.writeInt(encoded.length);
                out.write(encoded);
            }
            numbers.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refused bytes", e);
        }
        return bytes.toByteArray();
    }
}
