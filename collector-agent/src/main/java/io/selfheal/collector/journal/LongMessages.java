package io.selfheal.collector.journal;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Messages of more than 4 KiB, which journalctl leaves out of its JSON: each is asked for by itself. That takes a
 * process, and who sends long requests chooses how many, so only so many a second are; the others stay without their
 * message and are counted as lines that nobody understands.
 */
final class LongMessages {
    private static final int MOST_A_SECOND = 20;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Journalctl journalctl;
    private long second = System.nanoTime();
    private int asked;

    LongMessages(Journalctl journalctl) {
        this.journalctl = journalctl;
    }

    /** The entry with the message that journalctl left out; null if there is nothing to put in. */
    byte @Nullable [] completed(byte[] json, int from, int to, String cursor) {
        if (!JournalEntry.lacksMessage(json, from, to) || !mayAsk()) {
            return null;
        }
        try {
            byte[] message = journalctl.message(cursor);
            return message.length == 0 ? null : JournalEntry.withMessage(json, from, to, message);
        } catch (IOException e) {
            // The program that printed the entry is gone: the reader will see that itself.
            return null;
        }
    }

    private boolean mayAsk() {
        long now = System.nanoTime();
        if (now - second >= SECOND) {
            second = now;
            asked = 0;
        }
        return asked++ < MOST_A_SECOND;
    }
}
