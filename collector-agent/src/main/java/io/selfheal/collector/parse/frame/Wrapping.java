package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.scan.ByteScan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a program's line when it was taken from a terminal: the container's name that
 * {@code docker compose logs} puts in front, and codes for colours, raw or written out ({@code \\x1b[33m}).
 */
public final class Wrapping {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_CODE = 16;
    private static final byte[] WRITTEN_OUT = ByteScan.ascii("\\x1b");
    private static final byte ESCAPE = 0x1b;

    private Wrapping() {}

    /** Whether there was any of it; the frame has the inner line then. */
    public static boolean unwrap(Frame frame) {
        frame.restart();
        byte[] plain = withoutColours(frame.bytes(), frame.from(), frame.to());
        byte[] b = plain == null ? frame.bytes() : plain;
        int from = plain == null ? frame.from() : 0;
        int to = plain == null ? frame.to() : plain.length;
        int behind = afterContainer(b, from, to);
        if (plain == null && behind < 0) {
            return false;
        }
        frame.enterBare(b, Math.max(from, behind), to);
        return true;
    }

    /** Index of the line behind {@code NAME  | }; -1 if there is no such name. */
    private static int afterContainer(byte[] b, int from, int to) {
        int i = from;
        int last = Math.min(to, from + LONGEST_NAME);
        while (i < last && isOfName(b[i])) {
            i++;
        }
        int nameEnd = i;
        while (i < last && b[i] == ' ') {
            i++;
        }
        boolean bar = nameEnd > from && i > nameEnd && i + 2 < to && b[i] == '|' && b[i + 1] == ' ';
        return bar ? i + 2 : -1;
    }

    private static boolean isOfName(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || ByteScan.isDigit(c)
                || c == '-'
                || c == '_'
                || c == '.';
    }

    /** The range without codes for colours; null if it has none. Raw codes, or written-out ones where no raw ones are. */
    private static byte @Nullable [] withoutColours(byte[] b, int from, int to) {
        boolean raw = ByteScan.indexOf(b, from, to, (char) ESCAPE) >= 0;
        int code = nextCode(b, from, to, raw);
        if (code < 0) {
            return null;
        }
        byte[] plain = new byte[to - from];
        int length = code - from;
        System.arraycopy(b, from, plain, 0, length);
        // Byte by byte from here: a line may be nothing but codes, and a search for each would take longer than a
        // millisecond.
        int i = code;
        while (i < to) {
            int end = isCode(b, i, to, raw) ? codeEnd(b, i, to, raw) : -1;
            if (end < 0) {
                plain[length++] = b[i++];
            } else {
                i = end;
            }
        }
        return length == to - from ? null : Arrays.copyOf(plain, length);
    }

    private static boolean isCode(byte[] b, int at, int to, boolean raw) {
        return raw ? b[at] == ESCAPE : b[at] == '\\' && ByteScan.startsWith(b, at, to, WRITTEN_OUT);
    }

    /** The first code, or what begins like one; -1 if there is none. */
    private static int nextCode(byte[] b, int from, int to, boolean raw) {
        if (raw) {
            return ByteScan.indexOf(b, from, to, (char) ESCAPE);
        }
        int i = ByteScan.indexOf(b, from, to, '\\');
        while (i >= 0 && !ByteScan.startsWith(b, i, to, WRITTEN_OUT)) {
            i = ByteScan.indexOf(b, i + 1, to, '\\');
        }
        return i;
    }

    /** Index after {@code ESC [ digits ; … letter}, or after an escape that ends the line; -1 if it is none. */
    private static int codeEnd(byte[] b, int at, int to, boolean raw) {
        int i = raw ? at + 1 : at + WRITTEN_OUT.length;
        if (i >= to || b[i] != '[') {
            return i == to ? to : -1;
        }
        int last = Math.min(to, i + LONGEST_CODE);
        i++;
        while (i < last && (ByteScan.isDigit(b[i]) || b[i] == ';')) {
            i++;
        }
        boolean letter = i < last && ((b[i] >= 'A' && b[i] <= 'Z') || (b[i] >= 'a' && b[i] <= 'z'));
        return letter ? i + 1 : -1;
    }
}
