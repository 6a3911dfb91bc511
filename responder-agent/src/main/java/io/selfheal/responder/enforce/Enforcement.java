package io.selfheal.responder.enforce;

import io.selfheal.agent.log.Log;
import io.selfheal.agent.time.Due;
import io.selfheal.responder.guard.AllowEntries;
import io.selfheal.responder.reconcile.DesiredSet;
import io.selfheal.responder.reconcile.Leftovers;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Overrides;
import io.selfheal.responder.reconcile.Reconciler;
import io.selfheal.responder.reconcile.Reports;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.reconcile.Wanted;
import io.selfheal.responder.state.NodeStore;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.policy.DenyEntry;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.policy.ScanPolicy;
import io.selfheal.schemas.policy.ScoringPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What happens to the desired set, and when the firewall is made to follow; everything on one thread. */
public final class Enforcement implements Mailbox.Batch {
    private static final Log LOG = Log.of(Enforcement.class);

    /** After a failure the firewall is tried again sooner than by the regular reconciliation. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Duration SAVE_EVERY = Duration.ofSeconds(3);

    private final InstantSource clock;
    private final DesiredSet desired;
    private final Reconciler reconciler;
    private final Leftovers leftovers;
    private final Reports reports;
    private final AllowEntries fleetAllows;
    private final AllowEntries localAllows;
    private final NodeStore store;
    private final Outcomes outcomes;
    private final Sink sink;
    private final EnforcementAlerts alerts;
    private final Duration reconcileEvery;

    private final Set<Cidr> dirty = new HashSet<>();
    private final Due reconciling = new Due();
    private final Due saving = new Due();
    private boolean unsaved;

    public Enforcement(
            InstantSource clock,
            DesiredSet desired,
            Reconciler reconciler,
            Leftovers leftovers,
            Reports reports,
            AllowEntries fleetAllows,
            AllowEntries localAllows,
            NodeStore store,
            Outcomes outcomes,
            Sink sink,
            EnforcementAlerts alerts,
            Duration reconcileEvery) {
        this.clock = clock;
        this.desired = desired;
        this.reconciler = reconciler;
        this.leftovers = leftovers;
        this.reports = reports;
        this.fleetAllows = fleetAllows;
        this.localAllows = localAllows;
        this.store = store;
        this.outcomes = outcomes;
        this.sink = sink;
        this.alerts = alerts;
        this.reconcileEvery = reconcileEvery;
    }

    /** Before the thread starts: what the last run left on disk. */
    public void restore() {
        NodeStore.Desired kept = store.loadDesired();
        desired.restore(kept.wanted());
        desired.ended().restore(store.loadEnded());
        reports.restore(kept.reports());
        desired.override(store.loadOverrides());
        desired.overrides().allows().forEach(localAllows::put);
        LOG.info("state restored", "decisions", kept.wanted().size());
    }

    /** The newest value of a target. */
    public void decided(Cidr target, Decision decision, Instant arrived) {
        Wanted before = desired.ofFleet(target);
        if (desired.accept(target, decision, arrived)) {
            changed(target);
            if (before != null && decision instanceof Lift) {
                reconciler.noteLift(target, decision.id());
            }
        }
    }

    /** A tombstone: the target's block was lifted at this moment. */
    public void lifted(Cidr target, Instant at) {
        Wanted before = desired.ofFleet(target);
        if (before != null && desired.lift(target, at, clock.instant())) {
            changed(target);
            reconciler.noteLift(target, before.id());
        }
    }

    private void changed(Cidr target) {
        dirty.add(target);
        unsaved = true;
    }

    /** A decision that is not believed; what was in force for its target stays. */
    public void distrusted(Decision decision, String reason) {
        ActionKind action = decision instanceof Block ? ActionKind.BLOCK : ActionKind.LIFT;
        sink.outcome(outcomes.of(
                action, decision.target().toString(), Status.REFUSED, reason, decision.id(), clock.instant()));
    }

    /**
     * The decisions were read to their end. A block that the topic does not have stays until it ends by itself: only a
     * lift or a tombstone ends it earlier, and both are signed. An emptied topic opens no firewall.
     */
    public void caughtUp() {
        reconciler.allowRemoval();
        leftovers.allowRemoval();
        reconciling.now();
        LOG.info("decisions read to their end", "desired", desired.fleet().size());
    }

    public void policy(String name, @Nullable Policy policy) {
        switch (policy) {
            case null -> fleetAllows.remove(name);
            case AllowEntry entry -> fleetAllows.put(entry);
            case ScoringPolicy scoring -> {}
            case BlockingPolicy blocking -> {}
            case ScanPolicy scanning -> {}
            case DenyEntry entry -> {}
        }
        reconciling.now();
    }

    /** Changes what the administrator said here; on disk before it is in force. */
    public void override(UnaryOperator<Overrides> change) {
        Overrides now = change.apply(desired.overrides()).tidied(clock.instant(), desired.knownIds());
        try {
            store.saveOverrides(now);
        } catch (IOException e) {
            LOG.error("the overrides cannot be saved; they hold until the next start", "cause", e);
        }
        desired.override(now);
        Map<String, AllowEntry> allows = new HashMap<>();
        now.allows().forEach(entry -> allows.put(entry.name(), entry));
        localAllows.replaceAll(allows);
        reconciling.now();
    }

    @Override
    public Duration finish() {
        Instant now = clock.instant();
        if (reconciling.is(now)) {
            desired.expire(now);
            reconciler.reconcile(now);
            leftovers.settle(now);
            reconciling.in(reconciler.problem() == null ? reconcileEvery : RETRY, now);
            dirty.clear();
        } else if (!dirty.isEmpty()) {
            reconciler.apply(dirty, now);
            leftovers.settle(dirty, now);
            dirty.clear();
            if (reconciler.problem() != null) {
                reconciling.in(RETRY, now);
            }
        }
        alerts.after(reconciler.problem(), now);
        save(now, false);
        Duration wait = reconciling.left(now);
        return unsaved && saving.left(now).compareTo(wait) < 0 ? saving.left(now) : wait;
    }

    /** Writing 100,000 decisions takes a second, so that it is done at most every few, and never longer than a tenth of the time. */
    private void save(Instant now, boolean atOnce) {
        if (!unsaved || (!atOnce && !saving.is(now))) {
            return;
        }
        long started = System.nanoTime();
        try {
            store.saveDesired(new NodeStore.Desired(desired.fleet(), reports.all()));
            if (desired.ended().isUnsaved()) {
                store.saveEnded(desired.ended().all());
                desired.ended().saved();
            }
            unsaved = false;
        } catch (IOException e) {
            LOG.error("the desired set cannot be saved", "cause", e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started).multipliedBy(10);
        saving.in(took.compareTo(SAVE_EVERY) > 0 ? took : SAVE_EVERY, clock.instant());
    }

    /** Everything stays in force; only the files are brought up to date. */
    @Override
    public void stop() {
        unsaved = true;
        save(clock.instant(), true);
    }

    public DesiredSet desired() {
        return desired;
    }

    public Reconciler reconciler() {
        return reconciler;
    }

    public Leftovers leftovers() {
        return leftovers;
    }

    public Reports reports() {
        return reports;
    }
}
