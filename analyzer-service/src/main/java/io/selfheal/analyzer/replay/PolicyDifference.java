package io.selfheal.analyzer.replay;

import org.jspecify.annotations.Nullable;

/**
 * A target that two policies treat differently; one of the two is there.
 *
 * @param target an address or a network
 * @param before what the first policy makes of it; null where it leaves it alone
 * @param after what the second one makes of it; null where it leaves it alone
 */
public record PolicyDifference(
        String target, @Nullable Sentence before, @Nullable Sentence after) {
    public PolicyDifference {
        if (before == null && after == null) {
            throw new IllegalArgumentException(target + " is blocked by neither; allowed: by one of them at least");
        }
    }

    /** Which of the two block it. */
    public enum By {
        BEFORE_ONLY,
        AFTER_ONLY,
        BOTH
    }

    public By by() {
        return before == null ? By.AFTER_ONLY : after == null ? By.BEFORE_ONLY : By.BOTH;
    }
}
