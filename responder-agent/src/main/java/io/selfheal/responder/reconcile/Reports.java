package io.selfheal.responder.reconcile;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says once what became of each block, and again only when that changed: a restart or a minute's reconciliation
 * repeats nothing.
 */
public final class Reports {
    private static final int SINGLE_REPAIRS = 20;

    private final Outcomes outcomes;
    private final Sink sink;
    private final boolean simulated;
    private final Map<Cidr, Report> said = new HashMap<>();

    /**
     * What was said last about a target.
     *
     * @param id of the decision
     * @param status how it stood
     * @param reason why, for refused and failed ones; how to approve it, for one that waits
     */
    public record Report(String id, Status status, String reason) {
        boolean inForce() {
            return switch (status) {
                case APPLIED, ALREADY_IN_FORCE, SIMULATED -> true;
                case LIFTED, REFUSED, FAILED, WAITING, ACCEPTED, SKIPPED_COOLDOWN -> false;
            };
        }
    }

    public Reports(Outcomes outcomes, Sink sink, Mode mode) {
        this.outcomes = outcomes;
        this.sink = sink;
        this.simulated = mode == Mode.SIMULATE;
    }

    void inForce(Wanted wanted, boolean changed, Instant now) {
        Report before = said.get(wanted.target());
        boolean repeated = before != null && before.id().equals(wanted.id()) && before.inForce();
        if (repeated && (before.status() == Status.SIMULATED) == simulated) {
            return;
        }
        Status status = simulated ? Status.SIMULATED : changed ? Status.APPLIED : Status.ALREADY_IN_FORCE;
        say(wanted, status, "", now);
    }

    /** Whether this very block was said to be in force here. */
    boolean isInForce(Wanted wanted) {
        Report before = said.get(wanted.target());
        return before != null
                && before.id().equals(wanted.id())
                && before.inForce()
                && before.status() != Status.SIMULATED;
    }

    void notInForce(Wanted wanted, Status status, String reason, Instant now) {
        Report before = said.get(wanted.target());
        boolean repeated = before != null && before.id().equals(wanted.id()) && before.status() == status;
        if (!repeated) {
            say(wanted, status, reason, now);
        }
    }

    private void say(Wanted wanted, Status status, String reason, Instant now) {
        said.put(wanted.target(), new Report(wanted.id(), status, reason));
        sink.outcome(outcomes.ofBlock(wanted, status, reason, now));
    }

    void lifted(Cidr target, String decisionId, @Nullable String failure, Instant now) {
        Report before = said.remove(target);
        boolean wasSimulated = simulated || (before != null && before.status() == Status.SIMULATED);
        Status status = failure != null ? Status.FAILED : wasSimulated ? Status.SIMULATED : Status.LIFTED;
        sink.outcome(outcomes.of(
                ActionKind.LIFT, target.toString(), status, failure == null ? "" : failure, decisionId, now));
    }

    /** The fleet lifted it, the administrator of this node keeps it. */
    void stillWanted(Wanted kept, String decisionId, Instant now) {
        sink.outcome(outcomes.of(
                ActionKind.LIFT,
                kept.target().toString(),
                Status.REFUSED,
                "still blocked on this node by " + kept.id(),
                decisionId,
                now));
    }

    void repaired(Collection<Cidr> targets, String what, Instant now) {
        if (targets.size() > SINGLE_REPAIRS) {
            repair(targets.size() + " elements", what, now);
        } else {
            targets.forEach(target -> repair(target.toString(), what, now));
        }
    }

    void repairedTable(Instant now) {
        repair("firewall", "our table or chain was gone or changed; made anew", now);
    }

    private void repair(String target, String what, Instant now) {
        Status status = simulated ? Status.SIMULATED : Status.APPLIED;
        sink.outcome(outcomes.of(ActionKind.REPAIR_DRIFT, target, status, what, null, now));
    }

    public @Nullable Report of(Cidr target) {
        return said.get(target);
    }

    /** Of how many targets this was said last. */
    public long count(Status status) {
        return said.values().stream()
                .filter(report -> report.status() == status)
                .count();
    }

    /** What was said, to be kept over a restart. */
    public Map<Cidr, Report> all() {
        return Map.copyOf(said);
    }

    public void restore(Map<Cidr, Report> kept) {
        said.putAll(kept);
    }

    /** Forgets targets that nobody wants blocked any more. */
    void retain(Collection<Cidr> targets) {
        said.keySet().retainAll(targets);
    }
}
