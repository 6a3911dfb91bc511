package io.selfheal.analyzer.decide;

import io.selfheal.analyzer.policy.PolicySnapshot;
import io.selfheal.analyzer.profile.BlockHistory;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.policy.BlockingMode;
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
        /** Blocked now, or in the dry run. */
        record Blocked(Block block) implements Ruling {}

        /** It would be blocked, but the policy asks a person first. */
        record Proposed(Duration length) implements Ruling {}

        /** It would be blocked, but this minute's allowance is used up (SAF-14): for people to decide. */
        record Capped(String reason) implements Ruling {}

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
                && blocking.isAutomatic();
        Cidr target = profile.address() != null ? Cidr.of(profile.address()) : profile.network();
        if (!wanted || target == null || assessment.allowlisted() || isHeld(profile, policy)) {
            return new Ruling.Unchanged();
        }
        boolean simulated = policy.simulates();
        if (simulated && profile.ledger(true).settles(done(assessment))) {
            return new Ruling.Unchanged();
        }
        BlockHistory history = profile.ledger(simulated);
        String collateral = Collateral.of(target, assessment, profile, policy, at);
        if (collateral != null) {
            history.setOwed(true);
            return new Ruling.Withheld(collateral);
        }
        int offence = history.nextOffence(at, blocking.forgetOffencesAfter());
        Instant expires = at.plus(blocking.lengthOf(offence));
        if (!expires.isAfter(arrival)) {
            return new Ruling.Unchanged();
        }
        if (blocking.mode() == BlockingMode.ASK) {
            return new Ruling.Proposed(blocking.lengthOf(offence));
        }
        String full = blastRadius.tryTake(simulated, arrival.getEpochSecond(), blocking.cap());
        if (full != null) {
            history.setOwed(true);
            return new Ruling.Capped(full);
        }
        history.begin(at, expires, Scope.FLEET, offence);
        supersede(profile, simulated, at);
        return new Ruling.Blocked(new Block(
                Ids.of(simulated ? "would-block" : "block", assessment.id()),
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
                assessment.id(),
                target.isSingleAddress() ? assessment.place() : null,
                simulated));
    }

    /** Whether a block that is owed could be made now: the cap has room for it. */
    public boolean hasRoom(PolicySnapshot policy, Instant arrival) {
        return blastRadius.full(
                        policy.simulates(),
                        arrival.getEpochSecond(),
                        policy.blocking().cap())
                == null;
    }

    /** Whether a block is in force that leaves nothing to decide: a real one, or one of the dry run during it. */
    public static boolean isHeld(SourceProfile profile, PolicySnapshot policy) {
        return profile.isBlocked() || (profile.wouldBeBlocked() && policy.simulates());
    }

    /** When that was done which made the score; of what was done before, a verdict may tell later. */
    private static Instant done(Assessment assessment) {
        List<Evidence> evidence = assessment.signals().getFirst().evidence();
        return evidence.isEmpty() ? assessment.time() : evidence.getLast().time();
    }

    /** A real block takes the place of the dry run's on the topic, whose key is the target: that one has no lift. */
    private static void supersede(SourceProfile profile, boolean simulated, Instant at) {
        if (!simulated && profile.wouldBeBlocked()) {
            profile.ledger(true).end(at);
        }
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
        boolean simulated = policy.simulates();
        if (simulated && profile.isBlocked()) {
            return new Answer.Refused("blocks are only simulated now, and the target's real block goes on until "
                    + profile.blocks().until());
        }
        if (!profile.isNewOrder(order.id())) {
            return new Answer.Refused("the order was carried out before");
        }
        BlockHistory history = profile.ledger(simulated);
        int offence = history.nextOffence(now, policy.blocking().forgetOffencesAfter());
        Instant expires = now.plus(order.length());
        history.begin(now, expires, order.scope(), offence);
        supersede(profile, simulated, now);
        Signal signal = new Signal("order", 100, "blocked by hand", null, "1", List.of());
        return new Answer.Done(new Block(
                Ids.of(simulated ? "would-block-order" : "block-order", order.id()),
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
                "",
                null,
                simulated));
    }

    /**
     * A lift is written even where no block is known, and never as a simulated one: an unblock must not fail because
     * state was lost.
     */
    public Answer carryOut(UnblockOrder order, SourceProfile profile, Instant now) {
        if (!now.isBefore(order.expires())) {
            return new Answer.Refused("the order expired at " + order.expires());
        }
        if (!profile.isNewOrder(order.id())) {
            return new Answer.Refused("the order was carried out before");
        }
        Scope scope = profile.blocks().scope();
        profile.blocks().end(now);
        if (profile.wouldBeBlocked()) {
            profile.ledger(true).end(now);
        }
        profile.settle(false);
        return new Answer.Done(new Lift(
                Ids.of("lift-order", order.id()),
                order.target(),
                scope,
                now,
                Lift.Cause.ORDERED,
                "order " + order.id() + " by " + order.by(),
                order.reason()));
    }

    /** Ends the block, real or simulated, of a profile that {@link SourceProfile#awaitsEnd() has one}. */
    public Lift lift(SourceProfile profile, Instant at, Lift.Cause cause) {
        boolean simulated = !profile.isBlocked();
        BlockHistory history = profile.ledger(simulated);
        String until = String.valueOf(history.until());
        Scope scope = history.scope();
        history.end(at);
        profile.settle(simulated);
        String reason =
                switch (cause) {
                    case EXPIRED -> "the block's time is over";
                    case ORDERED -> "lifted by hand";
                    case ALLOWLISTED -> "the target is on the allowlist now";
                };
        return new Lift(
                Ids.of(simulated ? "would-lift" : "lift", profile.key(), until, cause.name()),
                Cidr.parse(profile.key()),
                scope,
                at,
                cause,
                "policy",
                reason,
                simulated);
    }
}
