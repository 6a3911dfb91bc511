package io.selfheal.responder.heal;

import io.selfheal.responder.heal.Diagnosis.Ailment;
import io.selfheal.responder.heal.Patient.Cause;
import io.selfheal.responder.heal.Patient.Hindrance;
import io.selfheal.responder.heal.Patient.Phase;
import io.selfheal.responder.heal.Units.UnitState;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * What is done about one unit, step by step. A unit that an administrator stopped is left alone. Nothing is restarted
 * for ever: when the budget is used up, people are told and the unit is left until it runs again or the budget has
 * room. What a restart cannot mend, a full disk, is waited for.
 */
final class Treatment {
    static final int JOURNAL_LINES = 5;
    private static final int DIAGNOSIS_LINES = 30;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final Duration TRY_AGAIN = Duration.ofMinutes(5);

    private final Mode mode;
    private final Units units;
    private final Probe probe;
    private final ProbeWatch watch;
    private final Diagnosis diagnosis;
    private final HealReports reports;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Set<String> approved = ConcurrentHashMap.newKeySet();

    Treatment(
            Mode mode,
            Units units,
            Probe probe,
            ProbeWatch watch,
            Diagnosis diagnosis,
            HealReports reports,
            InstantSource clock,
            RandomGenerator random) {
        this.mode = mode;
        this.units = units;
        this.probe = probe;
        this.watch = watch;
        this.diagnosis = diagnosis;
        this.reports = reports;
        this.clock = clock;
        this.random = random;
    }

    /** @param blocker the unit that must run first and does not; empty when there is none */
    void step(Patient patient, UnitState state, Optional<String> blocker, Instant now) {
        patient.waitsFor = "";
        Optional<String> silence =
                state.lives() ? watch.silence(patient.unit, state.invocation(), now) : Optional.empty();
        boolean underWay = patient.phase instanceof Phase.Waiting || patient.phase instanceof Phase.Settling;
        if (!underWay && state.lives() && silence.isEmpty()) {
            patient.recovered();
            return;
        }
        switch (patient.phase) {
            case Phase.Watched watched -> {
                if (hasBeenStopped(state)) {
                    patient.phase = new Phase.Stopped(state.invocation());
                } else if (state.hasFailed()) {
                    failed(patient, state, Cause.failed("failed (" + state.result() + ")"), now);
                } else if (silence.isPresent()) {
                    failed(patient, state, Cause.silence(silence.get()), now);
                }
            }
            case Phase.Stopped(String invocation) -> {
                if (!state.hasFailed() || !invocation.equals(state.invocation())) {
                    patient.recovered();
                }
            }
            case Phase.Noted(Cause cause) -> {
                if (approved.remove(patient.approvalId())) {
                    patient.phase = new Phase.Waiting(now, cause);
                }
            }
            case Phase.Waiting waiting -> await(patient, waiting, state, silence, blocker, now);
            case Phase.Settling settling -> settle(patient, settling, state, now);
            case Phase.Held(Instant look, Hindrance hindrance, Cause cause) -> {
                if (!now.isBefore(look)) {
                    patient.phase = hindrance instanceof Hindrance.NoRoom && diagnosis.anyDiskIsFull()
                            ? new Phase.Held(now.plus(LOOK_AGAIN), hindrance, cause)
                            : new Phase.Waiting(now, cause);
                }
            }
            case Phase.GivenUp(Cause cause) -> {
                if (patient.hasBudget(now)) {
                    patient.phase = new Phase.Waiting(now.plus(patient.delay(now, random)), cause);
                }
            }
        }
    }

    void clockSet(Duration by) {
        watch.move(by);
    }

    private void await(
            Patient patient,
            Phase.Waiting waiting,
            UnitState state,
            Optional<String> silence,
            Optional<String> blocker,
            Instant now) {
        Cause cause = waiting.cause();
        boolean over = state.lives() ? !cause.silent() || silence.isEmpty() : !state.hasFailed();
        if (cause.order() == null && over) {
            patient.phase = new Phase.Watched();
        } else if (!now.isBefore(waiting.at())) {
            if (cause.order() == null && hasBeenStopped(state)) {
                patient.phase = new Phase.Watched();
            } else if (cause.order() == null && blocker.isPresent()) {
                patient.waitsFor = blocker.get();
            } else {
                restart(patient, cause, now);
            }
        }
    }

    private boolean hasBeenStopped(UnitState state) {
        return state.hasFailed() && units.wasStopped(state);
    }

    private void failed(Patient patient, UnitState state, Cause found, Instant now) {
        Ailment ailment = diagnosis.of(state, units.recentLines(patient.unit.name(), DIAGNOSIS_LINES));
        Cause cause = found.plus(ailment.text());
        switch (mode) {
            case OFF ->
                note(
                        patient,
                        cause,
                        Status.REFUSED,
                        "restarting is off on this node (" + reports.ward().mode() + ")",
                        now);
            case SIMULATE -> note(patient, cause, Status.SIMULATED, cause.text(), now);
            case ASK -> note(patient, cause, Status.WAITING, patient.approval(), now);
            case ACT -> {
                if (ailment instanceof Ailment.DiskFull(String text, boolean certain) && certain) {
                    holdForRoom(patient, cause, LOOK_AGAIN, now);
                } else {
                    next(patient, cause, now);
                }
            }
        }
    }

    private void next(Patient patient, Cause cause, Instant now) {
        if (patient.hasBudget(now)) {
            patient.phase = new Phase.Waiting(now.plus(patient.delay(now, random)), cause);
        } else {
            giveUp(patient, cause, now);
        }
    }

    private void note(Patient patient, Cause cause, Status status, String reason, Instant now) {
        String unit = patient.unit.name();
        patient.phase = new Phase.Noted(cause);
        reports.outcome(unit, status, reason, now);
        reports.failedOnly(unit, cause.text() + "; " + reason, lines(unit), now);
    }

    private void holdForRoom(Patient patient, Cause cause, Duration wait, Instant now) {
        if (patient.hold(cause, new Hindrance.NoRoom(), now.plus(wait))) {
            String unit = patient.unit.name();
            String reason = cause.text() + "; a restart does not help and waits until there is room";
            reports.outcome(unit, Status.REFUSED, reason, now);
            reports.held(unit, reason, lines(unit), now);
        }
    }

    /** What was not allowed was not tried: it uses up no budget, and is done once somebody has allowed it. */
    private void notAllowed(Patient patient, Cause cause, String refusal, Instant now) {
        String unit = patient.unit.name();
        if (cause.order() != null) {
            cause.order().complete(Result.refused(refusal));
            patient.phase = mode == Mode.ACT ? new Phase.Watched() : new Phase.Noted(Cause.failed(refusal));
        } else if (mode != Mode.ACT) {
            reports.outcome(unit, Status.REFUSED, refusal, now);
            patient.phase = new Phase.Noted(cause);
        } else if (patient.hold(cause, new Hindrance.NotAllowed(refusal), now.plus(TRY_AGAIN))) {
            String reason = cause.text() + "; " + refusal + "; tried again every " + TRY_AGAIN.toMinutes() + " minutes";
            reports.outcome(unit, Status.REFUSED, reason, now);
            reports.notAllowed(unit, reason, lines(unit), now);
        }
    }

    private void giveUp(Patient patient, Cause cause, Instant now) {
        String unit = patient.unit.name();
        String reason = "its budget of " + patient.unit.restartsPerHour() + " restarts an hour is used up";
        patient.phase = new Phase.GivenUp(cause);
        reports.outcome(unit, Status.REFUSED, reason, now);
        reports.keepsFailing(unit, cause.text() + "; " + reason, lines(unit), now);
    }

    private void restart(Patient patient, Cause cause, Instant now) {
        String unit = patient.unit.name();
        watch.forget(unit);
        Optional<String> failure;
        try {
            failure = cause.starts() ? units.start(unit) : units.restart(unit);
        } catch (NotAllowedException e) {
            notAllowed(patient, cause, String.valueOf(e.getMessage()), clock.instant());
            return;
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
        patient.countRestart(now);
        Instant done = clock.instant();
        if (failure.isPresent()) {
            String what = cause.starts() ? "start failed: " : "restart failed: ";
            again(patient, cause, what + failure.get(), new Ailment.Unknown(), done);
        } else {
            patient.phase = new Phase.Settling(now, done.plus(patient.unit.settle()), cause);
        }
    }

    private void settle(Patient patient, Phase.Settling settling, UnitState state, Instant now) {
        String unit = patient.unit.name();
        Cause cause = settling.cause();
        if (cause.order() == null && hasBeenStopped(state)) {
            patient.phase = new Phase.Watched();
        } else if (state.hasFailed()) {
            Ailment ailment = diagnosis.of(state, units.recentLines(unit, DIAGNOSIS_LINES));
            String what = "failed again (" + state.result() + ") within " + patient.unit.settle();
            again(patient, cause, ailment.text().isEmpty() ? what : what + "; " + ailment.text(), ailment, now);
        } else if (!now.isBefore(settling.until())) {
            Optional<String> silent = state.lives()
                    ? patient.unit.probe().flatMap(probe::ask)
                    : Optional.of("is " + state.active() + " instead of active");
            if (silent.isPresent()) {
                again(patient, cause, silent.get(), new Ailment.Unknown(), now);
            } else {
                lives(patient, cause, now);
            }
        }
    }

    private void lives(Patient patient, Cause cause, Instant now) {
        String unit = patient.unit.name();
        patient.recovered();
        if (cause.order() == null) {
            reports.outcome(unit, Status.APPLIED, cause.text(), now);
        } else {
            cause.order().complete(Result.applied(cause.text()));
        }
        if (!cause.starts()) {
            reports.restarted(unit, cause.text(), lines(unit), now);
        }
    }

    /** A restart that did not help: the outcome, and the next one if it can help and the budget has room. */
    private void again(Patient patient, Cause cause, String failure, Ailment ailment, Instant now) {
        if (cause.order() == null) {
            reports.outcome(patient.unit.name(), Status.FAILED, failure, now);
        } else {
            cause.order().complete(Result.failed(failure));
        }
        Cause next = Cause.failed(failure);
        if (mode != Mode.ACT) {
            patient.phase = new Phase.Noted(next);
        } else if (ailment instanceof Ailment.DiskFull(String text, boolean certain)) {
            holdForRoom(patient, next, certain ? LOOK_AGAIN : TRY_AGAIN, now);
        } else if (patient.hasBudget(now)) {
            patient.phase = new Phase.Waiting(now.plus(patient.delay(now, random)), next);
        } else {
            giveUp(patient, Cause.failed(cause.text() + "; " + failure), now);
        }
    }

    private List<String> lines(String unit) {
        return units.lastLines(unit, JOURNAL_LINES);
    }

    /** @return whether this waits for approval and now has it */
    boolean approve(String id, Set<String> waiting) {
        return mode == Mode.ASK && waiting.contains(id) && approved.add(id);
    }
}
