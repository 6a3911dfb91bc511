package io.selfheal.plugin.host;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a failing plugin from being asked: after five failures in a row for a minute, then one trial; each trial that
 * fails doubles the time, up to an hour, and one that succeeds ends it. A plugin whose thread is lost is off for good.
 * People are told once a day at most.
 */
final class Quarantine {
    private static final int FAILURES = 5;
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration TELL_AGAIN = Duration.ofDays(1);

    private int inARow;
    private Duration length = FIRST;
    private @Nullable Instant until;
    private @Nullable Instant told;
    private boolean off;

    /** Whether it may be asked now. */
    synchronized boolean allows(Instant now) {
        return !off && (until == null || !now.isBefore(until));
    }

    synchronized void succeeded() {
        inARow = 0;
        until = null;
        length = FIRST;
    }

    /** @return whether people have to be told */
    synchronized boolean failed(Instant now) {
        inARow++;
        if (until == null && inARow < FAILURES) {
            return false;
        }
        until = now.plus(length);
        length = length.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : length.multipliedBy(2);
        return tell(now);
    }

    /** It is off until the process starts again. */
    synchronized boolean lost(Instant now) {
        boolean news = !off;
        off = true;
        return news && tell(now);
    }

    private boolean tell(Instant now) {
        if (told != null && now.isBefore(told.plus(TELL_AGAIN))) {
            return false;
        }
        told = now;
        return true;
    }

    synchronized String state(Instant now) {
        return off ? "off" : allows(now) && until == null ? "ok" : "quarantined";
    }
}
