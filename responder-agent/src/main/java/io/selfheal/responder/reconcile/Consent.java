package io.selfheal.responder.reconcile;

import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.guard.Judgement;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Mode;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether this node blocks a target: its mode first, then its guard, then what its firewall can do at all. */
final class Consent {
    private final Mode mode;
    private final Guard guard;
    private final Firewall firewall;

    Consent(Mode mode, Guard guard, Firewall firewall) {
        this.mode = mode;
        this.guard = guard;
        this.firewall = firewall;
    }

    /**
     * @param entries how many blocks already hold
     * @param inForce whether this block came into force before: nobody is asked about it again
     */
    Judgement to(Wanted wanted, Overrides overrides, int entries, boolean inForce) {
        if (mode == Mode.OFF) {
            return new Judgement.Refused("blocking is off on this node (modes.block)");
        }
        Judgement judgement = guard.judge(wanted.target());
        if (judgement instanceof Judgement.Refused) {
            return judgement;
        }
        String objection = firewall.objection(wanted.target());
        if (objection != null) {
            return new Judgement.Refused(objection);
        }
        if (!inForce && awaits(wanted, overrides)) {
            return new Judgement.Waiting("waits for approval: selfheal approve " + wanted.id());
        }
        if (entries >= guard.maxEntries()) {
            return new Judgement.Refused("this node already blocks as many entries as it may: " + guard.maxEntries()
                    + " (guard.max-entries)");
        }
        return Judgement.PERMITTED;
    }

    /** Whether this node asks, and nobody has agreed to the block. */
    private boolean awaits(Wanted wanted, Overrides overrides) {
        return mode == Mode.ASK
                && !wanted.simulated()
                && wanted.origin() == Wanted.Origin.FLEET
                && !overrides.approved().contains(wanted.id());
    }

    /**
     * The targets of blocks to which nobody has agreed. What the firewall holds of them, for a block that was there
     * before, stays until its own end: to ask opens nothing.
     */
    Set<Cidr> awaited(DesiredSet desired, Instant now) {
        if (mode != Mode.ASK) {
            return Set.of();
        }
        return desired.all(now).stream()
                .filter(wanted -> awaits(wanted, desired.overrides()))
                .map(Wanted::target)
                .collect(Collectors.toSet());
    }
}
