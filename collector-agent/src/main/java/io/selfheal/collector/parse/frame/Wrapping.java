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
        int length = 0;
        int i = from;
        while (code >= 0) {
            System.arraycopy(b, i, plain, length, code - i);
            length += code - i;
            int end = codeEnd(b, code, to, raw);
            if (end < 0) {
                plain[length++] = b[code];
            }
            i = end < 0 ? code + 1 : end;
            code = nextCode(b, i, to, raw);
        }
        System.arraycopy(b, i, plain, length, to - i);
        return Arrays.copyOf(plain, length + to - i);
    }

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
