package io.selfheal.collector.journal;

import io.selfheal.agent.log.Log;
import io.selfheal.schemas.text.Excerpt;
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

    /** Where reading would have gone on is not to be found any more. */
    void lostPlace(String cursor) {
        gaps++;
        LOG.error(
                "entries of the journal may be lost",
                "why",
                "the cursor that was noted is none",
                "cursor",
                Excerpt.of(cursor, 200),
                "entries",
                "unknown");
    }

    long gaps() {
        return gaps;
    }

    long entries() {
        return entries;
    }

    private static String row(String cursor) {
        return JournalEntry.field(cursor, "s=");
    }

    private static long number(String cursor) {
        return JournalEntry.number(cursor, "i=");
    }
}
