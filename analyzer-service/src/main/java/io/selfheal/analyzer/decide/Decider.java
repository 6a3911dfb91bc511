package io.selfheal.analyzer.decide;

import io.selfheal.analyzer.policy.PolicySnapshot;
import io.selfheal.analyzer.profile.BlockHistory;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.policy.BlockingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Makes blocks and lifts, and keeps the profile's block history in step with them. Whoever calls it publishes what it
 * returns, so history and topic cannot disagree.
 */
public final class Decider {
    private static final Duration LONGEST_ORDER = Duration.ofDays(366);

    private final BlastRadius blastRadius;

    public Decider(BlastRadius blastRadius) {
        this.blastRadius = blastRadius;
    }

    /** What becomes of an assessment. */
    public sealed interface Ruling {
        /** Blocked now. */
        record Blocked(Block block) implements Ruling {}

        /** It would be blocked, but this minute's allowance is used up (SAF-14): for people to decide. */
        record Capped() implements Ruling {}

        /** It would be blocked, but somebody harmless would be hit; the reason says whom. */
        record Withheld(String reason) implements Ruling {}

        /** Nothing to do: the score is too low, the policy is off, or a block is in force already. */
        record Unchanged() implements Ruling {}
    }

    /**
     * Decides about a source, or about a network.
     *
     * @param at event time: the block begins then
     * @param arrival when the event reached the analyzer; feeds the cap
     */
    public Ruling judge(
            Assessment assessment, SourceProfile profile, PolicySnapshot policy, Instant at, Instant arrival) {
        BlockingPolicy blocking = policy.blocking();
        boolean wanted = assessment.score() >= blocking.blockScore()
                && assessment.score() >= blocking.autoActionMinScore()
                && blocking.autoBlock();
        Cidr target = profile.address() != null ? Cidr.of(profile.address()) : profile.network();
        if (!wanted || target == null || assessment.allowlisted() || profile.isBlocked()) {
            return new Ruling.Unchanged();
        }
        String collateral = Collateral.of(target, assessment, profile, policy, at);
        if (collateral != null) {
            profile.blocks().setOwed(true);
            return new Ruling.Withheld(collateral);
        }
        BlockHistory history = profile.blocks();
        int offence = history.nextOffence(at, blocking.forgetOffencesAfter());
        Instant expires = at.plus(blocking.lengthOf(offence));
        if (!expires.isAfter(arrival)) {
            return new Ruling.Unchanged();
        }
        if (!blastRadius.tryTake(arrival.getEpochSecond(), blocking.maxBlocksPerMinute())) {
            history.setOwed(true);
            return new Ruling.Capped();
        }
        history.begin(at, expires, Scope.FLEET, offence);
        return new Ruling.Blocked(new Block(
                Ids.of("block", assessment.id()),
                target,
                Scope.FLEET,
                at,
                expires,
                assessment.score(),
                assessment.signals().getFirst().reason(),
                assessment.signals(),
                assessment.scenarios(),
                "blocking " + blocking.version() + ", scoring "
                        + policy.scoring().version(),
                offence,
                "policy",
                assessment.id()));
    }

    /** What becomes of an order. */
    public sealed interface Answer {
        /** Carried out. */
        record Done(io.selfheal.schemas.decide.Decision decision) implements Answer {}

        /** Not carried out, and why. */
        record Refused(String reason) implements Answer {}
    }

    public Answer carryOut(BlockOrder order, SourceProfile profile, PolicySnapshot policy, Instant now) {
        if (!now.isBefore(order.expires())) {
            return new Answer.Refused("the order expired at " + order.expires());
        }
        if (order.length().compareTo(Duration.ofSeconds(1)) < 0
                || order.length().compareTo(LONGEST_ORDER) > 0) {
            return new Answer.Refused(
                    "its length is out of range; allowed: 1 second to " + LONGEST_ORDER.toDays() + " days");
        }
        if (policy.touchesAllowed(order.target(), now)) {
            return new Answer.Refused("the target is on the allowlist");
        }
        if (!profile.isNewOrder(order.id())) {
            return new Answer.Refused("the order was carried out before");
        }
        BlockHistory history = profile.blocks();
        int offence = history.nextOffence(now, policy.blocking().forgetOffencesAfter());
        Instant expires = now.plus(order.length());
        history.begin(now, expires, order.scope(), offence);
        Signal signal = new Signal("order", 100, "blocked by hand", null, "1", List.of());
        return new Answer.Done(new Block(
                Ids.of("block-order", order.id()),
                order.target(),
                order.scope(),
                now,
                expires,
                100,
                order.reason(),
                List.of(signal),
                List.of(),
                "order",
                offence,
                "order " + order.id() + " by " + order.by(),
                ""));
    }

    /** A lift is written even where no block is known: an unblock must never fail because state was lost. */
    public Answer carryOut(UnblockOrder order, SourceProfile profile, Instant now) {
        if (!now.isBefore(order.expires())) {
            return new Answer.Refused("the order expired at " + order.expires());
        }
        if (!profile.isNewOrder(order.id())) {
            return new Answer.Refused("the order was carried out before");
        }
        Scope scope = profile.blocks().scope();
        profile.blocks().end(now);
        profile.settle();
        return new Answer.Done(new Lift(
                Ids.of("lift-order", order.id()),
                order.target(),
                scope,
                now,
                Lift.Cause.ORDERED,
                "order " + order.id() + " by " + order.by(),
                order.reason()));
    }

    /** Ends the block of a profile that {@link SourceProfile#isBlocked() has one}. */
    public Lift lift(SourceProfile profile, Instant at, Lift.Cause cause) {
        BlockHistory history = profile.blocks();
        String until = String.valueOf(history.until());
        Scope scope = history.scope();
        history.end(at);
        profile.settle();
        String reason =
                switch (cause) {
                    case EXPIRED -> "the block's time is over";
                    case ORDERED -> "lifted by hand";
                    case ALLOWLISTED -> "the target is on the allowlist now";
                };
        return new Lift(
                Ids.of("lift", profile.key(), until, cause.name()),
                Cidr.parse(profile.key()),
                scope,
                at,
                cause,
                "policy",
                reason);
    }
}
