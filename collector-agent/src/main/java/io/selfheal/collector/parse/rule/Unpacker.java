package io.selfheal.collector.parse.rule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link Packer} wrote. Made for a cold JVM, which interprets it: nearly all texts are Latin-1, one copy of
 * bytes each, and the rest is array accesses.
 */
final class Unpacker {
    private final byte[] bytes;
    private final String[] texts;
    private final long sum;
    private int at;

    Unpacker(byte[] packed) {
        ByteBuffer in = ByteBuffer.wrap(packed);
        bytes = packed;
        sum = in.getLong();
        texts = new String[in.getShort()];
        for (int i = 0; i < texts.length; i++) {
            boolean latin = in.get() != 0;
            int length = in.getInt();
            texts[i] = new String(
                    packed, in.position(), length, latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            in.position(in.position() + length);
        }
        at = in.position();
    }

    /** Of what it was made from. */
    long sum() {
        return sum;
    }

    int number() {
        int value = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
        at += 2;
        return value;
    }

    @Nullable
    String textOrNull() {
        int number = number();
        return number == Packer.NOTHING ? null : texts[number];
    }

    String text() {
        return Objects.requireNonNull(textOrNull(), "a text is missing from the compiled rules");
    }

    List<String> texts() {
        String[] all = new String[number()];
        Arrays.setAll(all, i -> text());
        return List.of(all);
    }
}
