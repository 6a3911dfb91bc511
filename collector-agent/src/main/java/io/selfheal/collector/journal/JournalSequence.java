package io.selfheal.collector.journal;

import io.selfheal.agent.log.Log;
import org.jspecify.annotations.Nullable;

/**
 * Whether journald threw entries away before they were read. It numbers all entries in one row; a cursor carries the
 * row's name and the number ({@code s=…;i=…}, hexadecimal). Where only some units are read, numbers are missing anyway
 * and nothing can be said.
 */
final class JournalSequence {
    private static final Log LOG = Log.of(JournalSequence.class);

    private final boolean everything;
    private @Nullable String before;
    private long gaps;
    private long entries;

    /** @param everything whether no entry is left out on purpose */
    JournalSequence(boolean everything) {
        this.everything = everything;
    }

    /** Reading begins after this entry; null to begin anywhere. */
    void begin(@Nullable String cursor) {
        before = cursor;
    }

    /** This entry came next. */
    void next(String cursor) {
        String last = before;
        before = null;
        if (!everything || last == null) {
            return;
        }
        long from = number(last);
        long to = number(cursor);
        boolean sameRow = row(last).equals(row(cursor));
        if (from < 0 || to < 0 || (sameRow && to <= from + 1)) {
            return;
        }
        long missing = sameRow ? to - from - 1 : 0;
        gaps++;
        entries += missing;
        LOG.error(
                "entries of the journal are lost",
                "why",
                sameRow ? "journald removed them before they were read" : "the journal was begun anew",
                "entries",
                sameRow ? Long.toString(missing) : "unknown");
    }

    long gaps() {
        return gaps;
    }

    long entries() {
        return entries;
    }

    private static String row(String cursor) {
        return field(cursor, "s=");
    }

    /** The entry's number; -1 if the cursor has none. */
    private static long number(String cursor) {
        try {
            return Long.parseLong(field(cursor, "i="), 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String field(String cursor, String name) {
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
}
