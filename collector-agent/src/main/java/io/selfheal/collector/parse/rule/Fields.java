package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.scan.AddressScan;
import io.selfheal.collector.parse.scan.ByteScan;
import io.selfheal.collector.parse.scan.TextCache;
import io.selfheal.schemas.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one line: ranges of bytes, decoded only when an event asks for them. Reused; not thread-safe. */
public final class Fields {
    private static final int NONE = -1;

    private final TextCache texts;
    private final int[] starts = new int[Field.values().length];
    private final int[] ends = new int[Field.values().length];
    private final byte[][] buffers = new byte[Field.values().length][];
    private Map<Field, String> constants = Map.of();

    Fields(TextCache texts) {
        this.texts = texts;
    }

    void clear(Map<Field, String> newConstants) {
        Arrays.fill(starts, NONE);
        constants = newConstants;
    }

    void put(Field field, byte[] bytes, int from, int to) {
        starts[field.slot()] = from;
        ends[field.slot()] = to;
        buffers[field.slot()] = bytes;
    }

    void put(Field field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        put(field, bytes, 0, bytes.length);
    }

    boolean has(Field field) {
        return starts[field.slot()] >= 0 || constants.containsKey(field);
    }

    int start(Field field) {
        return starts[field.slot()];
    }

    int end(Field field) {
        return ends[field.slot()];
    }

    byte[] bytes(Field field) {
        return buffers[field.slot()];
    }

    /** The text; null if the line has none. What the line says goes before what the rule sets. */
    @Nullable
    String text(Field field) {
        int at = field.slot();
        if (starts[at] < 0) {
            return constants.get(field);
        }
        return texts.get(buffers[at], starts[at], ends[at], field.bound());
    }

    /** The text; null if there is none, it is empty or a dash. */
    @Nullable
    String textOrNull(Field field) {
        String text = text(field);
        return text == null || text.isEmpty() || text.equals("-") ? null : text;
    }

    String text(Field field, String otherwise) {
        String text = text(field);
        return text == null ? otherwise : text;
    }

    /** The number; {@code otherwise} if there is none. */
    int number(Field field, int otherwise) {
        int at = field.slot();
        int value = starts[at] < 0 ? -1 : ByteScan.number(buffers[at], starts[at], ends[at]);
        return value < 0 ? otherwise : value;
    }

    /** The number, up to 18 digits; -1 if there is none. */
    long longNumber(Field field) {
        int at = field.slot();
        return starts[at] < 0 ? -1 : ByteScan.longNumber(buffers[at], starts[at], ends[at]);
    }

    @Nullable
    IpAddress address(Field field) {
        int at = field.slot();
        return starts[at] < 0 ? null : AddressScan.read(buffers[at], starts[at], ends[at]);
    }
}
