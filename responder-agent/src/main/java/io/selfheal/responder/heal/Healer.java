package io.selfheal.responder.heal;

import io.selfheal.responder.heal.Patient.Phase;
import io.selfheal.responder.heal.Units.UnitState;
import io.selfheal.schemas.order.RestartUnitOrder;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Restarts failed units of its list, within each one's budget, and watches that they live. A unit that an
 * administrator stopped is left alone. Nothing is restarted for ever: when the budget is used up, people are told and
 * the unit is left until it runs again or the budget has room.
 */
public final class Healer {
    private static final int JOURNAL_LINES = 5;

    private final Mode mode;
    private final Units units;
    private final Probe probe;
    private final HealReports reports;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Patient> patients = new LinkedHashMap<>();
    private final Set<String> approved = new HashSet<>();
    private Map<String, UnitState> lastStates = Map.of();
    private @Nullable String problem;

    public Healer(
            Mode mode,
            List<WatchedUnit> watched,
            Units units,
            Probe probe,
            HealReports reports,
            InstantSource clock,
            RandomGenerator random) {
        this.mode = mode;
        this.units = units;
        this.probe = probe;
        this.reports = reports;
        this.clock = clock;
        this.random = random;
        watched.forEach(unit -> patients.put(unit.name(), new Patient(unit)));
    }

    /** Reads the units' states once and does what is due. */
    public synchronized void step() {
        if (patients.isEmpty()) {
            return;
        }
        try {
            lastStates = units.states(patients.keySet());
            problem = null;
        } catch (IOException e) {
            problem = e.getMessage();
            return;
        }
        for (Patient patient : patients.values()) {
            UnitState state = lastStates.get(patient.unit.name());
            if (state != null) {
                step(patient, state, clock.instant());
            }
        }
    }

    private void step(Patient patient, UnitState state, Instant now) {
        switch (patient.phase) {
            case Phase.Watched watched -> {
                if (state.hasFailed()) {
                    failed(patient, "failed (" + state.result() + ")", now);
                }
            }
            case Phase.Noted(String why) -> {
                if (state.lives()) {
                    patient.phase = new Phase.Watched();
                } else if (approved.remove(approvalId(patient))) {
                    patient.phase = new Phase.Waiting(now, why, null);
                }
            }
            case Phase.Waiting(Instant at, String why, String orderId) -> {
                if (orderId == null && !state.hasFailed()) {
                    patient.phase = new Phase.Watched();
                } else if (!now.isBefore(at)) {
                    restart(patient, why, orderId, now);
                }
            }
            case Phase.Settling settling -> settle(patient, settling, state, now);
            case Phase.GivenUp(String why) -> {
                if (state.lives()) {
                    patient.phase = new Phase.Watched();
                } else if (state.hasFailed() && patient.hasBudget(now)) {
                    patient.phase = new Phase.Waiting(now.plus(patient.delay(now, random)), why, null);
                }
            }
        }
    }

    private void failed(Patient patient, String why, Instant now) {
        String unit = patient.unit.name();
        switch (mode) {
            case OFF -> note(patient, why, Status.REFUSED, "restarting is off on this node (modes.restart-unit)", now);
            case SIMULATE -> note(patient, why, Status.SIMULATED, why, now);
            case ASK ->
                note(patient, why, Status.REFUSED, "waits for approval: selfheal approve " + approvalId(patient), now);
            case ACT -> {
                if (patient.hasBudget(now)) {
                    patient.phase = new Phase.Waiting(now.plus(patient.delay(now, random)), why, null);
                } else {
                    giveUp(patient, unit, why, now);
                }
            }
        }
    }

    private void note(Patient patient, String why, Status status, String reason, Instant now) {
        String unit = patient.unit.name();
        patient.phase = new Phase.Noted(why);
        reports.outcome(unit, status, reason, null, now);
        reports.failedOnly(unit, why + "; " + reason, units.lastLines(unit, JOURNAL_LINES), now);
    }

    private void giveUp(Patient patient, String unit, String why, Instant now) {
        String reason = "its budget of " + patient.unit.restartsPerHour() + " restarts an hour is used up";
        patient.phase = new Phase.GivenUp(why);
        reports.outcome(unit, Status.REFUSED, reason, null, now);
        reports.keepsFailing(unit, why + "; " + reason, units.lastLines(unit, JOURNAL_LINES), now);
    }

    private void restart(Patient patient, String why, @Nullable String orderId, Instant now) {
        String unit = patient.unit.name();
        patient.countRestart(now);
        Optional<String> failure;
        try {
            failure = units.restart(unit);
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
        Instant done = clock.instant();
        if (failure.isPresent()) {
            again(patient, why, "restart failed: " + failure.get(), orderId, done);
        } else {
            patient.phase = new Phase.Settling(now, done.plus(patient.unit.settle()), why, orderId);
        }
    }

    private void settle(Patient patient, Phase.Settling settling, UnitState state, Instant now) {
        String unit = patient.unit.name();
        if (state.hasFailed()) {
            String what = "failed again (" + state.result() + ") within " + patient.unit.settle();
            again(patient, settling.why(), what, settling.orderId(), now);
        } else if (!now.isBefore(settling.until())) {
            Optional<String> silent = state.lives()
                    ? patient.unit.probe().flatMap(probe::ask)
                    : Optional.of("is " + state.active() + " instead of active");
            if (silent.isPresent()) {
                again(patient, settling.why(), silent.get(), settling.orderId(), now);
            } else {
                patient.phase = new Phase.Watched();
                reports.outcome(unit, Status.APPLIED, settling.why(), settling.orderId(), now);
                reports.restarted(unit, settling.why(), units.lastLines(unit, JOURNAL_LINES), now);
            }
        }
    }

    /** A restart that did not help: the outcome, and the next one if the budget has room. */
    private void again(Patient patient, String why, String failure, @Nullable String orderId, Instant now) {
        reports.outcome(patient.unit.name(), Status.FAILED, failure, orderId, now);
        if (mode == Mode.ASK) {
            patient.phase = new Phase.Noted(failure);
        } else if (patient.hasBudget(now)) {
            patient.phase = new Phase.Waiting(now.plus(patient.delay(now, random)), failure, null);
        } else {
            giveUp(patient, patient.unit.name(), why + "; " + failure, now);
        }
    }

    /** Carries out an order, which the caller has checked to be ours, believed, new and not expired. */
    public synchronized void order(RestartUnitOrder order) {
        Instant now = clock.instant();
        Patient patient = patients.get(order.unit());
        if (patient == null) {
            reports.outcome(order.unit(), Status.REFUSED, "not on this node's list (heal.units)", order.id(), now);
            return;
        }
        switch (mode) {
            case OFF ->
                reports.outcome(
                        order.unit(),
                        Status.REFUSED,
                        "restarting is off on this node (modes.restart-unit)",
                        order.id(),
                        now);
            case SIMULATE -> reports.outcome(order.unit(), Status.SIMULATED, "", order.id(), now);
            case ASK, ACT -> {
                if (patient.hasBudget(now)) {
                    patient.phase = new Phase.Waiting(now, "ordered by " + order.by(), order.id());
                } else {
                    reports.outcome(order.unit(), Status.REFUSED, "its budget is used up", order.id(), now);
                }
            }
        }
    }

    /** @return whether something waits for this approval */
    public synchronized boolean approve(String id) {
        boolean waits = patients.values().stream()
                .anyMatch(patient -> patient.phase instanceof Phase.Noted
                        && approvalId(patient).equals(id));
        return waits && mode == Mode.ASK && approved.add(id);
    }

    private static String approvalId(Patient patient) {
        return "restart:" + patient.unit.name();
    }

    /** For the status: each unit with what systemd says of it and what the healer does about it. */
    public synchronized Map<String, String> summary() {
        Map<String, String> summary = new LinkedHashMap<>();
        for (Patient patient : patients.values()) {
            UnitState state = lastStates.get(patient.unit.name());
            String stands = state == null ? "unknown" : state.active() + " (" + state.sub() + ")";
            String does =
                    switch (patient.phase) {
                        case Phase.Watched watched -> "";
                        case Phase.Noted(String why) ->
                            mode == Mode.ASK
                                    ? "; waits for approval: selfheal approve " + approvalId(patient)
                                    : "; " + why;
                        case Phase.Waiting waiting -> "; to be restarted";
                        case Phase.Settling settling -> "; restarted, being watched";
                        case Phase.GivenUp(String why) -> "; given up: " + why;
                    };
            summary.put(patient.unit.name(), stands + does);
        }
        return summary;
    }

    public synchronized @Nullable String problem() {
        return problem;
    }

    public boolean watchesAnything() {
        return !patients.isEmpty();
    }
}
