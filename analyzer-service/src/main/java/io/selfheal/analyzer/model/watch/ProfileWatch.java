package io.selfheal.analyzer.model.watch;

import io.selfheal.analyzer.profile.Habits;
import io.selfheal.analyzer.profile.SourceProfile;

/**
 * Looks at profiles as their events are judged: to score them, or to gather rows to learn from. Training and scoring
 * look at the same moments, {@link #isDue}, so that a model meets what it was trained on.
 */
@FunctionalInterface
public interface ProfileWatch {
    /** Looks at nothing: no model. */
    ProfileWatch NONE = (profile, second, suspicious) -> {};

    /** An event that rules found something in makes the model look, but not more often than this, in seconds. */
    int EVERY = 10;

    /**
     * Looks at a profile; it must take what it needs at once, since the profile goes on changing.
     *
     * @param second event time
     * @param suspicious whether rules found something in the event
     */
    void look(SourceProfile profile, int second, boolean suspicious);

    /**
     * Whether the model looks at this event: when rules found something, at most every {@value #EVERY} seconds; else at
     * a source's 2nd, 8th, 32nd, 128th … event, so that a busy source costs little and a single visit nothing.
     */
    static boolean isDue(Habits habits, int second, boolean suspicious) {
        if (suspicious) {
            return habits.lookedAt() == 0 || Math.abs((long) second - habits.lookedAt()) >= EVERY;
        }
        int events = habits.events();
        return events > 1 && (events & events - 1) == 0 && Integer.numberOfTrailingZeros(events) % 2 == 1;
    }
}
