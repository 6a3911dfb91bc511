package io.selfheal.responder.reconcile;

import io.selfheal.agent.time.Due;
import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.guard.Judgement;
import io.selfheal.responder.reconcile.FirewallReader.Reading;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the firewall match the desired set, and says what became of each block. It is used by one thread, knows no
 * clock and no Kafka.
 */
public final class Reconciler {
    /** An administrator who logs in is protected within this time; each refresh costs a few milliseconds. */
    private static final Duration GUARD_REFRESH = Duration.ofSeconds(1);

    private static final int COUNTED_AT_ONCE = 20_000;

    private final DesiredSet desired;
    private final Guard guard;
    private final Firewall firewall;
    private final FirewallReader reader;
    private final Consent consent;
    private final Reports reports;
    private final Map<Cidr, String> lifts = new HashMap<>();
    private final Removal removal;
    private @Nullable Mirror mirror;
    private final Due guardRefresh = new Due();
    private long driftRepaired;
    private @Nullable String problem;

    public Reconciler(DesiredSet desired, Guard guard, Firewall firewall, Mode mode, Reports reports) {
        this.desired = desired;
        this.guard = guard;
        this.firewall = firewall;
        this.reader = new FirewallReader(firewall);
        this.consent = new Consent(mode, guard, firewall);
        this.removal = new Removal(desired, guard, consent);
        this.reports = reports;
    }

    /**
     * Until the decisions have been read to their end once, what the firewall holds stays, wanted or not: a restart
     * opens nothing.
     */
    public void allowRemoval() {
        removal.allow();
    }

    /** The administrator of this node wants it gone, whatever has been read so far. */
    public void releaseAtOnce(Cidr target) {
        removal.force(target);
    }

    /** A decision ended the block of this target; the next run reports what became of it. */
    public void noteLift(Cidr target, String decisionId) {
        lifts.put(target, decisionId);
    }

    /** Brings the changed targets into force, in one transaction; falls back to a full run when that fails. */
    public void apply(Collection<Cidr> changed, Instant now) {
        Mirror known = mirror;
        if (known == null || problem != null) {
            reconcile(now);
            return;
        }
        if (guardChanged(now)) {
            reconcile(now);
            return;
        }
        known.dropEnded(now);
        removal.prepare(now);
        Plan plan = new Plan(now);
        List<Wanted> permitted = new ArrayList<>();
        for (Cidr target : changed) {
            Wanted wanted = desired.wanted(target, now);
            if (wanted != null && agrees(wanted, known.addresses().containsKey(target) ? 0 : known.size(), now)) {
                permitted.add(wanted);
                if (target.isSingleAddress()) {
                    plan.hold(target, wanted.expires(), known);
                }
            } else if (known.addresses().containsKey(target) && !removal.isAwaited(target)) {
                plan.release(target);
            }
        }
        if (changed.stream().anyMatch(target -> !target.isSingleAddress())) {
            plan.holdNetworks(permittedNetworks(desired.all(now), now), known, false);
        }
        try {
            firewall.apply(plan.change(false));
        } catch (FirewallException e) {
            reconcile(now);
            return;
        }
        conclude(plan, permitted, Map.of(), known, now);
    }

    /** Reads the firewall, compares it with everything that is wanted, and mends the difference. */
    public void reconcile(Instant now) {
        guard.refresh();
        List<Wanted> all = desired.all(now);
        Mirror before = mirror;
        Reading reading;
        try {
            reading = reader.read(before, problem == null, now);
        } catch (FirewallException e) {
            fail(all, e, now);
            return;
        }
        removal.prepare(now);
        Map<Cidr, Wanted> permitted = permitted(all, now);
        Plan plan = plan(permitted, reading, now);
        Change change = plan.change(!reading.inPlace());
        Map<Cidr, String> failed = change.isEmpty() ? Map.of() : new Applier(firewall).apply(change);
        problem = failed.values().stream().findFirst().orElse(null);
        mirror = reading.actual();
        if (before != null && problem == null && reading.fresh()) {
            reportDrift(plan, before, reading, now);
        }
        conclude(plan, permitted.values(), failed, reading.actual(), now);
        removal.concluded();
        reports.retain(all.stream().map(Wanted::target).toList());
    }

    /** Reconciles with a fresh reading of the firewall, so that what it counts is up to date; not for very many. */
    public void count(Instant now) {
        if (enforced() <= COUNTED_AT_ONCE) {
            reader.readNextTime();
            reconcile(now);
        }
    }

    private boolean guardChanged(Instant now) {
        if (!guardRefresh.is(now)) {
            return false;
        }
        guardRefresh.in(GUARD_REFRESH, now);
        return guard.refresh();
    }

    private Map<Cidr, Wanted> permitted(List<Wanted> all, Instant now) {
        Map<Cidr, Wanted> permitted = HashMap.newHashMap(all.size());
        for (Wanted wanted : all) {
            if (agrees(wanted, permitted.size(), now)) {
                permitted.put(wanted.target(), wanted);
            }
        }
        return permitted;
    }

    private Plan plan(Map<Cidr, Wanted> permitted, Reading reading, Instant now) {
        Mirror actual = reading.actual();
        Plan plan = new Plan(now);
        Map<Cidr, Instant> networks = new HashMap<>();
        permitted.forEach((target, wanted) -> {
            if (target.isSingleAddress()) {
                plan.hold(target, wanted.expires(), actual);
            } else {
                networks.put(target, wanted.expires());
            }
        });
        actual.addresses().forEach((address, end) -> {
            if (!permitted.containsKey(address) && (removal.isAllowed(address) || !end.isAfter(now))) {
                plan.release(address);
            }
        });
        removal.addThoseThatStay(actual, networks, now);
        plan.holdNetworks(networks, actual, reading.foreign());
        return plan;
    }

    private Map<Cidr, Instant> permittedNetworks(List<Wanted> all, Instant now) {
        Map<Cidr, Instant> networks = new HashMap<>();
        for (Wanted wanted : all) {
            if (!wanted.target().isSingleAddress() && agrees(wanted, networks.size(), now)) {
                networks.put(wanted.target(), wanted.expires());
            }
        }
        Mirror known = mirror;
        if (known != null) {
            removal.addThoseThatStay(known, networks, now);
        }
        return networks;
    }

    private boolean agrees(Wanted wanted, int entries, Instant now) {
        return switch (consent.to(wanted, desired.overrides(), entries, reports.isInForce(wanted))) {
            case Judgement.Permitted permitted
            when wanted.simulated() -> {
                reports.notInForce(wanted, Status.SIMULATED, "", now);
                yield false;
            }
            case Judgement.Permitted permitted -> true;
            case Judgement.Waiting(String how) -> {
                reports.notInForce(wanted, Status.WAITING, how, now);
                yield false;
            }
            case Judgement.Refused(String reason) -> {
                reports.notInForce(wanted, Status.REFUSED, reason, now);
                yield false;
            }
        };
    }

    private void conclude(
            Plan plan, Collection<Wanted> permitted, Map<Cidr, String> failed, Mirror actual, Instant now) {
        for (Wanted wanted : permitted) {
            String failure = plan.failureOf(wanted.target(), failed);
            if (failure != null) {
                reports.notInForce(wanted, Status.FAILED, failure, now);
            } else {
                reports.inForce(wanted, plan.touches(wanted.target()), now);
            }
        }
        plan.done(actual, failed);
        lifts.forEach((target, decisionId) -> {
            Wanted kept = desired.wanted(target, now);
            if (kept == null) {
                reports.lifted(target, decisionId, plan.failureOf(target, failed), now);
            } else {
                reports.stillWanted(kept, decisionId, now);
            }
        });
        lifts.clear();
    }

    /** Elements that vanished or appeared since we last looked, without us. */
    private void reportDrift(Plan plan, Mirror before, Reading reading, Instant now) {
        Mirror actual = reading.actual();
        before.dropEnded(now);
        Set<Cidr> vanished = new HashSet<>(plan.added());
        vanished.addAll(plan.newPieces(actual));
        vanished.removeIf(target ->
                !before.addresses().containsKey(target) && !before.networks().containsKey(target));
        Set<Cidr> appeared = new HashSet<>(plan.removed());
        appeared.removeIf(target -> before.addresses().containsKey(target)
                || lifts.containsKey(target)
                || !actual.addresses().getOrDefault(target, now).isAfter(now));
        if (!reading.inPlace()) {
            reports.repairedTable(now);
        }
        reports.repaired(vanished, "was gone from the firewall; put back", now);
        reports.repaired(appeared, "was put into our set by somebody else; taken out", now);
        driftRepaired += vanished.size() + appeared.size();
    }

    private void fail(List<Wanted> all, FirewallException cause, Instant now) {
        String message = String.valueOf(cause.getMessage());
        problem = message;
        for (Wanted wanted : all) {
            Reports.Report said = reports.of(wanted.target());
            if (said == null || !said.inForce() || !said.id().equals(wanted.id())) {
                reports.notInForce(wanted, Status.FAILED, message, now);
            }
        }
    }

    /** How many elements the firewall holds, as far as we know. */
    public int enforced() {
        Mirror known = mirror;
        return known == null ? 0 : known.size();
    }

    public boolean isHeld(Cidr target) {
        Mirror known = mirror;
        return known != null
                && (known.addresses().containsKey(target) || known.networks().containsKey(target));
    }

    public long driftRepaired() {
        return driftRepaired;
    }

    /** Packets dropped so far, as of the last full run; -1 when unknown. */
    public long dropped() {
        return reader.dropped();
    }

    /** Packets that this block has dropped, as of the last reading; 0 also where the firewall does not count. */
    public long packets(Cidr target) {
        return reader.packets(target);
    }

    /** Why the firewall cannot be made to match; null when it matches. */
    public @Nullable String problem() {
        return problem;
    }
}
