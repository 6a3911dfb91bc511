package io.selfheal.schemas.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the bytes of a record in our own canonical form. It understands a subset of JSON and gives up on
 * everything else: each method that reads sets {@link #failed()} and the caller goes the slow way, which says what is
 * wrong. Never throws, never reads past the end.
 */
final class ByteScanner {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int MOST_DIGITS = 18;

    private final byte[] bytes;
    private final TextTable cache;
    private int at;
    private boolean failed;

    ByteScanner(byte[] bytes, TextTable cache) {
        this.bytes = bytes;
        this.cache = cache;
    }

    boolean failed() {
        return failed;
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    /** Steps over the piece if it stands here; false, without a step, if it does not. */
    boolean accept(Piece piece) {
        if (!piece.standsAt(bytes, at)) {
            return false;
        }
        at += piece.length();
        return true;
    }

    boolean accept(char ascii) {
        if (at < bytes.length && bytes[at] == ascii) {
            at++;
            return true;
        }
        return false;
    }

    void expect(Piece piece) {
        failed |= !accept(piece);
    }

    void expect(char ascii) {
        failed |= !accept(ascii);
    }

    /** A string up to its closing quote, which is left; empty after a failure. */
    String text() {
        int from = at;
        int end = plainEnd(from);
        if (end < bytes.length && bytes[end] == '"' && end - from <= JsonDocument.MAX_TEXT) {
            at = end;
            return new String(bytes, from, end - from, ISO_8859_1);
        }
        return hostileText(from, end);
    }

    /** As {@link #text}, for texts that come again and again. */
    String knownText() {
        int from = at;
        int end = plainEnd(from);
        if (end < bytes.length && bytes[end] == '"' && end - from <= JsonDocument.MAX_TEXT) {
            at = end;
            return cache.text(bytes, from, end);
        }
        return hostileText(from, end);
    }

    /** As {@link #text}, for a text that nobody needs. */
    void skipText() {
        at = plainEnd(at);
    }

    /** The first byte from here that is a quote, a backslash, a control character or not ASCII; the length if none. */
    private int plainEnd(int from) {
        int i = from;
        for (int last = bytes.length - 8; i <= last; i += 8) {
            long word = (long) Piece.LONGS.get(bytes, i);
            long quote = word ^ (ONES * '"');
            long backslash = word ^ (ONES * '\\');
            long hits = word
                    | ((word - ONES * 0x20) & ~word)
                    | ((quote - ONES) & ~quote)
                    | ((backslash - ONES) & ~backslash);
            if ((hits & HIGHS) != 0) {
                return i + (Long.numberOfTrailingZeros(hits & HIGHS) >> 3);
            }
        }
        while (i < bytes.length && bytes[i] >= 0x20 && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    private String hostileText(int from, int firstHostile) {
        int end = firstHostile;
        boolean escaped = false;
        while (end < bytes.length && bytes[end] != '"') {
            if (bytes[end] == '\\') {
                escaped = true;
                end++;
            } else if (bytes[end] >= 0 && bytes[end] < 0x20) {
                return fail();
            }
            end++;
        }
        if (end >= bytes.length || end - from > JsonDocument.MAX_TEXT) {
            return fail();
        }
        at = end;
        String text = new String(bytes, from, end - from, UTF_8);
        boolean replaced = text.indexOf(WellFormed.REPLACEMENT) >= 0;
        if (replaced && !Arrays.equals(text.getBytes(UTF_8), Arrays.copyOfRange(bytes, from, end))) {
            return fail();
        }
        String plain = escaped ? JsonEscapes.resolve(text) : text;
        return plain == null ? fail() : plain;
    }

    long number() {
        boolean negative = accept('-');
        int from = at;
        long value = 0;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && at - from <= MOST_DIGITS) {
            value = value * 10 + (bytes[at++] - '0');
        }
        int digits = at - from;
        boolean leadingZero = digits > 1 && bytes[from] == '0';
        boolean goesOn = at < bytes.length && bytes[at] != ',' && bytes[at] != '}';
        failed |= digits == 0 || digits > MOST_DIGITS || leadingZero || goesOn;
        return negative ? -value : value;
    }

    int int32() {
        long value = number();
        failed |= value != (int) value;
        return (int) value;
    }

    /** A number like -13.405, without an exponent. */
    double decimal() {
        int from = at;
        accept('-');
        int whole = at;
        skipDigits();
        boolean understood = at > whole && (bytes[whole] != '0' || at == whole + 1);
        if (accept('.')) {
            int fraction = at;
            skipDigits();
            understood &= at > fraction;
        }
        boolean goesOn = at < bytes.length && bytes[at] != ',' && bytes[at] != '}';
        if (!understood || goesOn || at - from > MOST_DIGITS) {
            failed = true;
            return 0;
        }
        return Double.parseDouble(new String(bytes, from, at - from, ISO_8859_1));
    }

    private void skipDigits() {
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
    }

    /** Exactly the form that {@link Timestamps} writes, closing quote left. */
    Instant timestamp() {
        int from = at;
        if (bytes.length - from < Timestamps.LENGTH || !hasTimestampMarks(from)) {
            fail();
            return Instant.EPOCH;
        }
        int year = digits(from, 4);
        int month = digits(from + 5, 2);
        int day = digits(from + 8, 2);
        int hour = digits(from + 11, 2);
        int minute = digits(from + 14, 2);
        int second = digits(from + 17, 2);
        int milli = digits(from + 20, 3);
        failed |= month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59;
        failed |= !failed && day > 28 && day > YearMonth.of(year, month).lengthOfMonth();
        if (failed) {
            return Instant.EPOCH;
        }
        at = from + Timestamps.LENGTH;
        long days = Timestamps.epochDay(year, month, day);
        long seconds = days * 86_400 + hour * 3600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, milli * 1_000_000L);
    }

    private boolean hasTimestampMarks(int from) {
        return bytes[from + 4] == '-'
                && bytes[from + 7] == '-'
                && bytes[from + 10] == 'T'
                && bytes[from + 13] == ':'
                && bytes[from + 16] == ':'
                && bytes[from + 19] == '.'
                && bytes[from + 23] == 'Z';
    }

    private int digits(int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = bytes[i] - '0';
            failed |= digit < 0 || digit > 9;
            value = value * 10 + digit;
        }
        return value;
    }

    /** An address in any text form, closing quote left; null after a failure. */
    @Nullable
    IpAddress address() {
        int from = at;
        long bits = 0;
        int parts = 0;
        int i = from;
        while (parts < 4) {
            int start = i;
            int value = 0;
            while (i < bytes.length && i - start < 3 && bytes[i] >= '0' && bytes[i] <= '9') {
                value = value * 10 + (bytes[i++] - '0');
            }
            boolean leadingZero = i - start > 1 && bytes[start] == '0';
            boolean marked = i < bytes.length && bytes[i] == (parts == 3 ? '"' : '.');
            if (i == start || value > 255 || leadingZero || !marked) {
                return otherAddress();
            }
            bits = (bits << 8) | value;
            parts++;
            i++;
        }
        at = i - 1;
        return IpAddress.ofIpv4((int) bits);
    }

    private @Nullable IpAddress otherAddress() {
        IpAddress address = IpAddress.tryParse(text());
        failed |= address == null;
        return address;
    }

    private String fail() {
        failed = true;
        return "";
    }
}
