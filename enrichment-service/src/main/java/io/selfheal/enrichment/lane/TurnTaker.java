package io.selfheal.enrichment.lane;

import java.time.Duration;

/** What a provider's thread gives turns to. */
public interface TurnTaker {
    /** Counts the questions of today that are known from before this process began. */
    void countEarlierQuestions();

    /** Does what can be done now, at most one question; returns how long to rest before the next turn. */
    Duration turn() throws InterruptedException;
}
