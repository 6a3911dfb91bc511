package io.selfheal.schemas.codec;

import io.selfheal.schemas.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
        reserve(piece.length() + Piece.OVERRUN);
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
        reserve(length);
        byte[] to = buffer;
        int p = at;
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (c >= 128 || ESCAPES[c] != 0) {
                break;
            }
            to[p++] = (byte) c;
            i++;
        }
        at = p;
        if (i < length) {
            hostileText(text, i);
        }
    }

    private void hostileText(String text, int from) {
        reserve((text.length() - from) * MOST_BYTES_A_CHAR);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128) {
                ascii(c);
            } else if (c < 0x800) {
                buffer[at++] = (byte) (0xC0 | (c >> 6));
                buffer[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                supplementary(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                threeBytes(Character.isSurrogate(c) ? WellFormed.REPLACEMENT : c);
            }
        }
    }

    private void ascii(char c) {
        byte escape = ESCAPES[c];
        if (escape == 0) {
            buffer[at++] = (byte) c;
            return;
        }
        buffer[at++] = '\\';
        if (escape != 1) {
            buffer[at++] = escape;
            return;
        }
        buffer[at++] = 'u';
        buffer[at++] = '0';
        buffer[at++] = '0';
        buffer[at++] = HEX[c >> 4];
        buffer[at++] = HEX[c & 15];
    }

    private void threeBytes(char c) {
        buffer[at++] = (byte) (0xE0 | (c >> 12));
        buffer[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        buffer[at++] = (byte) (0x80 | (c & 0x3F));
    }

    private void supplementary(int c) {
        buffer[at++] = (byte) (0xF0 | (c >> 18));
        buffer[at++] = (byte) (0x80 | ((c >> 12) & 0x3F));
        buffer[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        buffer[at++] = (byte) (0x80 | (c & 0x3F));
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
        int size = 1;
        for (long bound = 10; bound <= value; bound *= 10) {
            size++;
        }
        int rest = value;
        for (int i = at + size - 1; i >= at; i--) {
            int tenth = rest / 10;
            buffer[i] = (byte) ('0' + rest - tenth * 10);
            rest = tenth;
        }
        at += size;
    }

    void timestamp(long millis) {
        reserve(Timestamps.LENGTH);
        Timestamps.put(millis, buffer, at);
        at += Timestamps.LENGTH;
    }

    void address(IpAddress address) {
        if (!address.isIpv4()) {
            text(address.toString());
            return;
        }
        int bits = address.ipv4Bits();
        number(bits >>> 24);
        raw('.');
        number((bits >>> 16) & 255);
        raw('.');
        number((bits >>> 8) & 255);
        raw('.');
        number(bits & 255);
    }

    private void reserve(int more) {
        if (buffer.length - at < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, at + more));
        }
    }
}
