package io.selfheal.responder.reconcile;

import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.guard.Judgement;
import io.selfheal.schemas.outcome.Mode;

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

    /** @param entries how many blocks already hold */
    Judgement to(Wanted wanted, Overrides overrides, int entries) {
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
        boolean approved = wanted.simulated()
                || wanted.origin() == Wanted.Origin.LOCAL
                || overrides.approved().contains(wanted.id());
        if (mode == Mode.ASK && !approved) {
            return new Judgement.Refused(waiting(wanted));
        }
        if (entries >= guard.maxEntries()) {
            return new Judgement.Refused("this node already blocks as many entries as it may: " + guard.maxEntries()
                    + " (guard.max-entries)");
        }
        return Judgement.PERMITTED;
    }

    static String waiting(Wanted wanted) {
        return "waits for approval: selfheal approve " + wanted.id();
    }
}
