package io.selfheal.collector.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the reader itself needs of an entry that journalctl printed. */
final class JournalEntry {
    /**
     * Within a JSON string every quote is escaped, so these bytes occur only as a key of the object; and no program can
     * give its entries a field that begins with two underscores.
     */
    private static final byte[] CURSOR = "\"__CURSOR\":\"".getBytes(StandardCharsets.US_ASCII);

    /** How journalctl prints a message of more than 4 KiB. */
    private static final byte[] LEFT_OUT = "\"MESSAGE\":null".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_CURSOR = 1024;

    private JournalEntry() {}

    /** The entry's cursor; null if the line is no entry. */
    static @Nullable String cursor(byte[] json, int from, int to) {
        int key = indexOf(json, from, to, CURSOR);
        if (key < 0 || json[from] != '{') {
            return null;
        }
        int start = key + CURSOR.length;
        for (int at = start; at < to && at - start <= MAX_CURSOR; at++) {
            if (json[at] == '"') {
                return new String(json, start, at - start, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** When the entry of a cursor was written, in microseconds since 1970; -1 if the cursor does not say. */
    static long microsOf(String cursor) {
        return number(cursor, "t=");
    }

    /** A hexadecimal number of a cursor; -1 if it has none of that name. */
    static long number(String cursor, String name) {
        try {
            return Long.parseLong(field(cursor, name), 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A field of a cursor ({@code s=…;i=…}); empty if it has none of that name. */
    static String field(String cursor, String name) {
        for (int at = 0; at < cursor.length(); ) {
            int end = cursor.indexOf(';', at);
            end = end < 0 ? cursor.length() : end;
            if (cursor.startsWith(name, at)) {
                return cursor.substring(at + name.length(), end);
            }
            at = end + 1;
        }
        return "";
    }

    /** Whether journalctl left the entry's message out. */
    static boolean lacksMessage(byte[] json, int from, int to) {
        return indexOf(json, from, to, LEFT_OUT) >= 0;
    }

    /** The entry that lacks its message, with it: as numbers, as journalctl prints bytes that are no UTF-8. */
    static byte[] withMessage(byte[] json, int from, int to, byte[] message) {
        int place = indexOf(json, from, to, LEFT_OUT) + LEFT_OUT.length - "null".length();
        ByteArrayOutputStream whole = new ByteArrayOutputStream(to - from + 4 * message.length);
        whole.write(json, from, place - from);
        char before = '[';
        for (byte each : message) {
            whole.write(before);
            whole.writeBytes(Integer.toString(each & 0xFF).getBytes(StandardCharsets.US_ASCII));
            before = ',';
        }
        whole.write(']');
        whole.write(json, place + "null".length(), to - place - "null".length());
        return whole.toByteArray();
    }

    private static int indexOf(byte[] json, int from, int to, byte[] literal) {
        for (int at = from; at <= to - literal.length; at++) {
            if (json[at] == literal[0] && Arrays.equals(json, at, at + literal.length, literal, 0, literal.length)) {
                return at;
            }
        }
        return -1;
    }
}
