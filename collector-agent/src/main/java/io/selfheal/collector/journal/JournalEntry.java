package io.selfheal.collector.journal;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the reader itself needs of an entry that journalctl printed. */
final class JournalEntry {
    /**
     * Within a JSON string every quote is escaped, so these bytes occur only as a key of the object; and no program can
     * give its entries a field that begins with two underscores.
     */
    private static final byte[] CURSOR = "\"__CURSOR\":\"".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_CURSOR = 1024;

    private JournalEntry() {}

    /** The entry's cursor; null if the line is no entry. */
    static @Nullable String cursor(byte[] json, int from, int to) {
        int key = indexOf(json, from, to);
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

    private static int indexOf(byte[] json, int from, int to) {
        for (int at = from; at <= to - CURSOR.length; at++) {
            int i = 0;
            while (i < CURSOR.length && json[at + i] == CURSOR[i]) {
                i++;
            }
            if (i == CURSOR.length) {
                return at;
            }
        }
        return -1;
    }
}
