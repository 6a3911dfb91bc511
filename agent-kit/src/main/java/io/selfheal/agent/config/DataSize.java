package io.selfheal.agent.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk, written with binary units: {@code 512B}, {@code 64KiB}, {@code 8MiB}, {@code 1GiB}.
 *
 * @param bytes not negative
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)");
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("'" + bytes + "' is negative; allowed: 0 or more bytes");
        }
    }

    /** @throws IllegalArgumentException whose message continues "'text' …" */
    public static DataSize parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text.matches("[0-9]+") ? "has no unit" : "is not a size");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "KiB" -> KIB;
                    case "MiB" -> MIB;
                    case "GiB" -> GIB;
                    default -> 1;
                };
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is too large", e);
        }
    }

    /** The size as an array's or a buffer's length. @throws ArithmeticException above 2 GiB */
    public int toIntExact() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The largest unit that divides the size; {@link #parse} reads it back. */
    @Override
    public String toString() {
        if (bytes > 0 && bytes % GIB == 0) {
            return bytes / GIB + "GiB";
        }
        if (bytes > 0 && bytes % MIB == 0) {
            return bytes / MIB + "MiB";
        }
        return bytes > 0 && bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes + "B";
    }
}
