package io.selfheal.e2e.fuzz;

import io.selfheal.collector.parse.LogLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes lines out of others: bytes and pieces changed, added, left out, swapped, repeated up to the longest line. */
final class LineMutator {
    /** Characters that formats and attacks are made of. */
    private static final byte[] TELLING = " \t\"'[](){}<>:;=,\\%.&+/|$`*!#@-?0a".getBytes(StandardCharsets.US_ASCII);
    /** One line of so many is blown up to the greatest length. */
    private static final int BLOWN_UP_OF = 2000;

    private final SplittableRandom random;
    private final List<byte[]> seeds;

    LineMutator(long seed, List<byte[]> seeds) {
        this.random = new SplittableRandom(seed);
        this.seeds = seeds;
    }

    byte[] next() {
        byte[] line = seeds.get(random.nextInt(seeds.size()));
        for (int times = random.nextInt(1, 5); times > 0; times--) {
            line = mutated(line);
        }
        return random.nextInt(BLOWN_UP_OF) == 0 && line.length > 0 ? blownUp(line) : line;
    }

    private byte[] mutated(byte[] line) {
        int at = line.length == 0 ? 0 : random.nextInt(line.length);
        int to = Math.min(line.length, at + random.nextInt(1, 9));
        return switch (random.nextInt(8)) {
            case 0 -> joined(head(line, at), one(random.nextInt(256)), tail(line, Math.min(line.length, at + 1)));
            case 1 -> joined(head(line, at), one(random.nextInt(256)), tail(line, at));
            case 2 -> head(line, at);
            case 3 -> joined(head(line, at), slice(), tail(line, at));
            case 4 -> joined(head(line, at), tail(line, to));
            case 5 -> joined(head(line, to), tail(line, at));
            case 6 -> joined(head(line, at), percent(line, at, to), tail(line, to));
            default -> joined(head(line, at), one(TELLING[random.nextInt(TELLING.length)]), tail(line, to));
        };
    }

    /** A line with a piece of it repeated until it is as long as lines can be. */
    private byte[] blownUp(byte[] line) {
        int from = random.nextInt(line.length);
        int to = from + random.nextInt(1, Math.min(41, line.length - from + 1));
        ByteArrayOutputStream longLine = new ByteArrayOutputStream(LogLine.MAX_BYTES);
        longLine.write(line, 0, to);
        while (longLine.size() < LogLine.MAX_BYTES - line.length) {
            longLine.write(line, from, to - from);
        }
        longLine.write(line, to, line.length - to);
        return Arrays.copyOf(longLine.toByteArray(), Math.min(longLine.size(), LogLine.MAX_BYTES));
    }

    private byte[] slice() {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length);
        return Arrays.copyOfRange(other, from, random.nextInt(from, other.length) + 1);
    }

    private static byte[] percent(byte[] line, int from, int to) {
        StringBuilder encoded = new StringBuilder();
        for (int i = from; i < to; i++) {
            encoded.append('%')
                    .append(Character.forDigit(line[i] >> 4 & 15, 16))
                    .append(Character.forDigit(line[i] & 15, 16));
        }
        return encoded.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] one(int value) {
        return new byte[] {(byte) value};
    }

    private static byte[] head(byte[] line, int to) {
        return Arrays.copyOf(line, to);
    }

    private static byte[] tail(byte[] line, int from) {
        return Arrays.copyOfRange(line, from, line.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
