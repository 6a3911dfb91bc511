package io.selfheal.responder.reconcile;

import io.selfheal.responder.guard.Guard;
import io.selfheal.schemas.net.Cidr;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which of what the firewall holds may go, and what stays although nobody has agreed to it yet. For one thread. */
final class Removal {
    private final DesiredSet desired;
    private final Guard guard;
    private final Consent consent;
    private final Set<Cidr> forced = new HashSet<>();
    /** Targets of blocks that wait for somebody to agree. */
    private Set<Cidr> awaited = Set.of();

    private boolean allowed;

    Removal(DesiredSet desired, Guard guard, Consent consent) {
        this.desired = desired;
        this.guard = guard;
        this.consent = consent;
    }

    /** From now on whatever is not wanted may go. */
    void allow() {
        allowed = true;
    }

    /** What lies in the target may go, until {@link #concluded()}. */
    void force(Cidr target) {
        forced.add(target);
    }

    void concluded() {
        forced.clear();
    }

    /** Before a plan is made: what waits is looked up once. */
    void prepare(Instant now) {
        awaited = consent.awaited(desired, now);
    }

    /** What the guard protects goes at once, whoever put it there. */
    boolean isAllowed(Cidr held) {
        return (allowed && !isAwaited(held))
                || forced.stream().anyMatch(gone -> gone.contains(held))
                || guard.protection(held) != null;
    }

    /** Whether a longer block of it waits: what is there stays to its own end. */
    boolean isAwaited(Cidr held) {
        return awaited.contains(held)
                || (!held.isSingleAddress() && awaited.stream().anyMatch(target -> target.contains(held)));
    }

    /** Adds the networks that are held and may not go to those that are to hold. */
    void addThoseThatStay(Mirror actual, Map<Cidr, Instant> networks, Instant now) {
        actual.networks().forEach((piece, end) -> {
            if (end.isAfter(now) && !isAllowed(piece)) {
                networks.merge(piece, end, (a, b) -> a.isAfter(b) ? a : b);
            }
        });
    }
}
