package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Instant;

/**
 * The thinking of the analyzer: an input and the profile of its key in, findings out. One for each partition or task,
 * used by one thread; deterministic: the same inputs in the same order give the same findings with the same ids.
 *
 * <p>It knows no clock. {@code arrival} is when the event reached the analyzer (the record's timestamp, or the wall
 * clock); a replay gives the event's own time. Windows count by event time; arrival only tells late and future events
 * and feeds the blast-radius cap.
 */
public final class AnalyzerCore {
    private final RuleSet rules;
    private final PolicyBook policy;
    private final BlastRadius blastRadius;

    public AnalyzerCore(RuleSet rules, PolicyBook policy, BlastRadius blastRadius) {
        this.rules = rules;
        this.policy = policy;
        this.blastRadius = blastRadius;
    }

    /** The profile is that of {@code event.key()}. */
    public Findings on(SecurityEvent event, SourceProfile profile, Instant arrival) {
        return Findings.CHANGED;
    }

    /** A provider's answer about the profile's source; {@code now} is when it arrived. */
    public Findings on(Verdict verdict, SourceProfile profile, Instant now) {
        return Findings.CHANGED;
    }

    /** Block and unblock orders; the profile is that of {@code order.key()}. Others are not for the analyzer. */
    public Findings on(Order order, SourceProfile profile, Instant now) {
        return Findings.NOTHING;
    }

    /**
     * Ends what is over: an expired block, a block of a target that is allowed by now. Call it for each profile that
     * {@link SourceProfile#isBlocked() is blocked}, every few seconds and after each change of policy.
     */
    public Findings sweep(SourceProfile profile, Instant now) {
        return Findings.NOTHING;
    }

    @Override
    public String toString() {
        return "AnalyzerCore[" + rules.version() + ", " + policy.current()
                + (blastRadius.tryTake(Long.MIN_VALUE, 1) ? "]" : "") + "]";
    }
}
