package io.selfheal.schemas.codec;

import io.selfheal.schemas.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes JSON's pieces into a buffer that is used again for the next record. Not for several threads. */
final class ByteWriter {
    /** A buffer that one huge record has grown beyond this is given back. */
    private static final int KEEP = 64 * 1024;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);
    private static final int MOST_BYTES_A_CHAR = 6;
    private static final int MOST_DIGITS = 20;
    /** For each ASCII character: 0 as it is, 1 escaped as six bytes, else the letter after the backslash. */
    private static final byte[] ESCAPES = new byte[128];

    static {
        Arrays.fill(ESCAPES, 0, 0x20, (byte) 1);
        ESCAPES['\b'] = 'b';
        ESCAPES['\t'] = 't';
        ESCAPES['\n'] = 'n';
        ESCAPES['\f'] = 'f';
        ESCAPES['\r'] = 'r';
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
    }

    /** Texts that are remembered as they are written. */
    private static final int REPEATED = 512;

    private static final int LONGEST_REPEATED = 256;

    private final @Nullable String[] repeatedTexts = new @Nullable String[REPEATED];
    private final byte[][] repeatedBytes = new byte[REPEATED][];
    private final byte[] stamp = new byte[Timestamps.LENGTH];
    private long stampSecond = Long.MIN_VALUE;
    private byte[] buffer = new byte[1024];
    private int at;

    /** What was written, as a new array; the writer is empty then. */
    byte[] take() {
        byte[] written = Arrays.copyOf(buffer, at);
        at = 0;
        if (buffer.length > KEEP) {
            buffer = new byte[1024];
        }
        return written;
    }

    /** Forgets what was written, for example after an exception half way. */
    void clear() {
        at = 0;
    }

    void raw(Piece piece) {
        reserve(piece.length());
        piece.copyTo(buffer, at);
        at += piece.length();
    }

    void raw(char ascii) {
        reserve(1);
        buffer[at++] = (byte) ascii;
    }

    /** The characters of a JSON string without its quotes; lone surrogates become U+FFFD. */
    void text(String text) {
        int length = text.length();
        reserve(length * MOST_BYTES_A_CHAR);
        byte[] to = buffer;
        int p = at;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 128) {
                byte escape = ESCAPES[c];
                if (escape == 0) {
                    to[p++] = (byte) c;
                } else {
                    p = escaped(to, p, c, escape);
                }
            } else if (c < 0x800) {
                to[p++] = (byte) (0xC0 | (c >> 6));
                to[p++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                p = supplementary(to, p, Character.toCodePoint(c, text.charAt(++i)));
            } else {
                p = threeBytes(to, p, Character.isSurrogate(c) ? WellFormed.REPLACEMENT : c);
            }
        }
        at = p;
    }

    /**
     * The same for a text that stands in event after event as the same object (a host, a path, a program): it is
     * copied as it was written last time.
     */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    void repeated(String text) {
        int slot = System.identityHashCode(text) & (REPEATED - 1);
        if (repeatedTexts[slot] == text) {
            byte[] written = repeatedBytes[slot];
            reserve(written.length);
            System.arraycopy(written, 0, buffer, at, written.length);
            at += written.length;
            return;
        }
        int from = at;
        text(text);
        if (at - from <= LONGEST_REPEATED) {
            repeatedTexts[slot] = text;
            repeatedBytes[slot] = Arrays.copyOfRange(buffer, from, at);
        }
    }

    private static int escaped(byte[] to, int at, char c, byte escape) {
        to[at] = '\\';
        if (escape != 1) {
            to[at + 1] = escape;
            return at + 2;
        }
        to[at + 1] = 'u';
        to[at + 2] = '0';
        to[at + 3] = '0';
        to[at + 4] = HEX[c >> 4];
        to[at + 5] = HEX[c & 15];
        return at + 6;
    }

    private static int threeBytes(byte[] to, int at, char c) {
        to[at] = (byte) (0xE0 | (c >> 12));
        to[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3F));
        to[at + 2] = (byte) (0x80 | (c & 0x3F));
        return at + 3;
    }

    private static int supplementary(byte[] to, int at, int c) {
        to[at] = (byte) (0xF0 | (c >> 18));
        to[at + 1] = (byte) (0x80 | ((c >> 12) & 0x3F));
        to[at + 2] = (byte) (0x80 | ((c >> 6) & 0x3F));
        to[at + 3] = (byte) (0x80 | (c & 0x3F));
        return at + 4;
    }

    void number(long value) {
        reserve(MOST_DIGITS);
        if (value >= 0 && value <= Integer.MAX_VALUE) {
            small((int) value);
            return;
        }
        byte[] digits = Long.toString(value).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(digits, 0, buffer, at, digits.length);
        at += digits.length;
    }

    /** As Jackson writes it. */
    void decimal(double value) {
        text(Double.toString(value));
    }

    private void small(int value) {
        int size = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : digitsOfMore(value);
        byte[] to = buffer;
        int rest = value;
        for (int i = at + size - 1; i >= at; i--) {
            int tenth = rest / 10;
            to[i] = (byte) ('0' + rest - tenth * 10);
            rest = tenth;
        }
        at += size;
    }

    private static int digitsOfMore(int value) {
        int size = 4;
        for (int bound = 10_000; size < 10 && value >= bound; bound *= 10) {
            size++;
        }
        return size;
    }

    /** Events come in the order of their time: most are of the same second as the one before. */
    void timestamp(long millis) {
        reserve(Timestamps.LENGTH);
        long second = Math.floorDiv(millis, 1000L);
        if (second != stampSecond) {
            Timestamps.put(second * 1000, stamp, 0);
            stampSecond = second;
        }
        System.arraycopy(stamp, 0, buffer, at, Timestamps.LENGTH);
        Timestamps.putMillis((int) (millis - second * 1000), buffer, at);
        at += Timestamps.LENGTH;
    }

    void address(IpAddress address) {
        if (!address.isIpv4()) {
            text(address.toString());
            return;
        }
        reserve(4 * MOST_DIGITS);
        int bits = address.ipv4Bits();
        small(bits >>> 24);
        buffer[at++] = '.';
        small((bits >>> 16) & 255);
        buffer[at++] = '.';
        small((bits >>> 8) & 255);
        buffer[at++] = '.';
        small(bits & 255);
    }

    private void reserve(int more) {
        if (buffer.length - at < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, at + more));
        }
    }
}
