package io.selfheal.analyzer.score;

import io.selfheal.analyzer.profile.Standing;
import io.selfheal.schemas.assess.Signal;
import java.util.List;

/**
 * A score with everything that made it.
 *
 * @param raw 0 to 100, after the cap and before the allowlist
 * @param signals their points add up to the score before the cap
 * @param standing the part of it that later verdicts are added to
 */
public record Score(int raw, List<Signal> signals, Standing standing) {
    public Score {
        signals = List.copyOf(signals);
    }
}
