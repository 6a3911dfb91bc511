package io.selfheal.responder.reconcile;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.guard.Guard;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel holds from when this node acted, while it only simulates or is off. Nothing is added. Each block goes
 * at its own end, or as soon as nobody wants it any more, the guard protects whom it shuts out, or the administrator
 * says so: otherwise a node that says that it does nothing would shut out whom the fleet has let in again. Used by one
 * thread.
 */
public final class Leftovers {
    private static final Log LOG = Log.of(Leftovers.class);
    private static final int SINGLE_OUTCOMES = 20;

    private final Optional<Firewall> kernel;
    private final ActedMark acted;
    private final DesiredSet desired;
    private final Guard guard;
    private final Outcomes outcomes;
    private final Sink sink;
    private Mirror mirror = new Mirror();
    private boolean mayRemove;
    /** None is left, or was ever made, and nobody adds any. */
    private boolean over;

    private @Nullable String problem;

    /**
     * @param kernel the real firewall; empty while the reconciler looks after it
     * @param acted without it nothing is looked at, and only what the administrator says is done
     */
    public Leftovers(
            Optional<Firewall> kernel, ActedMark acted, DesiredSet desired, Guard guard, Outcomes outcomes, Sink sink) {
        this.kernel = kernel;
        this.acted = acted;
        this.over = !acted.isSet();
        this.desired = desired;
        this.guard = guard;
        this.outcomes = outcomes;
        this.sink = sink;
    }

    /** The decisions were read to their end: what none of them wants may go. */
    public void allowRemoval() {
        mayRemove = true;
    }

    /** Looks at all that is left, and lets go what must not stay; costs nothing once none is left. */
    public void settle(Instant now) {
        if (over) {
            return;
        }
        List<Cidr> networks = desired.all(now).stream()
                .filter(wanted -> !wanted.simulated())
                .map(Wanted::target)
                .filter(target -> !target.isSingleAddress())
                .toList();
        letGo((held, end) -> end.isAfter(now) ? why(held, networks, now) : "its time is over", now);
    }

    /** The same when these targets changed; costs nothing where none of them is left. */
    public void settle(Collection<Cidr> changed, Instant now) {
        if (changed.stream().anyMatch(target -> !target.isSingleAddress() || holds(target))) {
            settle(now);
        }
    }

    /**
     * Lets go what lies in the target, as the administrator wants it.
     *
     * @return why that is impossible; null when nothing of it is left
     */
    public @Nullable String release(Cidr target, Instant now) {
        letGo((held, end) -> target.contains(held) ? "unblocked on this node" : null, now);
        return problem;
    }

    /**
     * Lets go all.
     *
     * @return why that is impossible; null when nothing is left
     */
    public @Nullable String releaseAll() {
        if (kernel.isPresent()) {
            try {
                kernel.get().removeAll();
                mirror = new Mirror();
                problem = null;
            } catch (FirewallException e) {
                problem = e.getMessage();
            }
        }
        return problem;
    }

    /** Whether exactly this is left, as of the last look. */
    public boolean holds(Cidr target) {
        return mirror.addresses().containsKey(target) || mirror.networks().containsKey(target);
    }

    /** How many addresses and networks are left, as of the last look. */
    public int size() {
        return mirror.size();
    }

    private @Nullable String why(Cidr held, List<Cidr> wantedNetworks, Instant now) {
        String protection = guard.protection(held);
        if (protection != null) {
            return "is " + protection;
        }
        return mayRemove && !isWanted(held, wantedNetworks, now) ? "nobody wants it any more" : null;
    }

    private boolean isWanted(Cidr held, List<Cidr> networks, Instant now) {
        Wanted wanted = desired.wanted(held, now);
        return (wanted != null && !wanted.simulated())
                || (!held.isSingleAddress() && networks.stream().anyMatch(network -> network.contains(held)));
    }

    private void letGo(BiFunction<Cidr, Instant, @Nullable String> why, Instant now) {
        if (kernel.isEmpty()) {
            return;
        }
        try {
            Mirror actual = Mirror.of(kernel.get().held(), now);
            Map<Cidr, String> gone = new HashMap<>();
            for (Map<Cidr, Instant> part : List.of(actual.addresses(), actual.networks())) {
                part.forEach((held, end) -> {
                    String reason = why.apply(held, end);
                    if (reason != null) {
                        gone.put(held, reason);
                    }
                });
            }
            if (!gone.isEmpty()) {
                Plan plan = plan(gone.keySet(), actual, now);
                kernel.get().apply(plan.change(false));
                plan.done(actual, Map.of());
                say(gone, now);
            }
            mirror = actual;
            problem = null;
            if (actual.size() == 0) {
                over = true;
                acted.clear();
            }
        } catch (FirewallException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(problem)) {
                LOG.info("whether blocks are left from when this node acted cannot be told", "cause", message);
            }
            problem = message;
        }
    }

    private static Plan plan(Set<Cidr> gone, Mirror actual, Instant now) {
        Plan plan = new Plan(now);
        gone.stream().filter(Cidr::isSingleAddress).forEach(plan::release);
        Map<Cidr, Instant> networks = new HashMap<>(actual.networks());
        networks.keySet().removeAll(gone);
        plan.holdNetworks(networks, actual, false);
        return plan;
    }

    private void say(Map<Cidr, String> gone, Instant now) {
        if (gone.size() > SINGLE_OUTCOMES) {
            say(gone.size() + " addresses and networks", "over, or not wanted any more", now);
        } else {
            gone.forEach((target, reason) -> say(target.toString(), reason, now));
        }
    }

    private void say(String target, String reason, Instant now) {
        String said = "was left from when this node acted: " + reason;
        sink.outcome(outcomes.of(ActionKind.LIFT, target, Status.LIFTED, said, null, now));
    }
}
