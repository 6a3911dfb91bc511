package io.selfheal.responder.heal;

import io.selfheal.responder.heal.Patient.Cause;
import io.selfheal.responder.heal.Patient.Phase;
import io.selfheal.responder.heal.Units.UnitState;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.schemas.outcome.Mode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Watches the units, or the guests, of its list: reads their states, and has done what is due about each, those first that others
 * need. Its rounds run on one thread; everything else may be asked from any thread and never waits for a round.
 */
public final class Healer {
    private static final int MAX_REQUESTS = 64;

    private final Mode mode;
    private final Ward ward;
    private final Units units;
    private final Treatment treatment;
    private final InstantSource clock;
    private final Map<String, Patient> patients = new LinkedHashMap<>();
    private final ArrayBlockingQueue<Request> requests = new ArrayBlockingQueue<>(MAX_REQUESTS);
    private Instant lastStep = Instant.MIN;
    private volatile Map<String, UnitState> states = Map.of();
    private volatile Map<String, String> summary = Map.of();
    private volatile Set<String> awaiting = Set.of();
    private volatile @Nullable String problem;

    /** What can be asked for. */
    public enum Wish {
        RESTART,
        START,
        STOP
    }

    private record Request(Wish wish, String unit, String by, CompletableFuture<Result> answer) {}

    /** What a healer works with. */
    public record Tools(
            Units units, Probe probe, Executor beside, Supplier<List<String>> fullDisks, RandomGenerator random) {}

    public Healer(Mode mode, List<WatchedUnit> watched, Tools tools, HealReports reports, InstantSource clock) {
        this.mode = mode;
        this.ward = reports.ward();
        this.units = tools.units();
        this.clock = clock;
        this.treatment = new Treatment(
                mode,
                tools.units(),
                tools.probe(),
                new ProbeWatch(tools.probe(), tools.beside()),
                new Diagnosis(tools.fullDisks()),
                reports,
                clock,
                tools.random());
        watched.forEach(unit -> patients.put(unit.name(), new Patient(unit)));
    }

    /** Reads the units' states once and does what is due. */
    public void step() {
        if (patients.isEmpty()) {
            return;
        }
        followTheClock();
        try {
            states = units.states(patients.keySet());
            problem = null;
        } catch (IOException e) {
            problem = e.getMessage();
            failRequests(ward.keeper() + " cannot be asked: " + e.getMessage());
            return;
        }
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            begin(request);
        }
        for (Patient patient : patients.values()) {
            UnitState state = states.get(patient.unit.name());
            if (state != null) {
                treatment.step(patient, state, blocker(patient), clock.instant());
            }
        }
        describe();
    }

    /** Nothing waits until a clock that was set back, by a year even, is there again. */
    private void followTheClock() {
        Instant now = clock.instant();
        if (now.isBefore(lastStep)) {
            Duration by = Duration.between(lastStep, now);
            patients.values().forEach(patient -> patient.move(by));
            treatment.clockSet(by);
        }
        lastStep = now;
    }

    private void failRequests(String reason) {
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            request.answer().complete(Result.failed(reason));
        }
    }

    /** The first unit that this one needs and that is down; one of a circle of needs waits for no other. */
    private Optional<String> blocker(Patient patient) {
        String name = patient.unit.name();
        return needs(name, new HashSet<>()).stream()
                .filter(needed -> !needed.equals(name))
                .filter(needed -> !needs(needed, new HashSet<>()).contains(name))
                .filter(this::isDown)
                .findFirst();
    }

    private Set<String> needs(String unit, Set<String> found) {
        Patient patient = patients.get(unit);
        UnitState state = states.get(unit);
        if (patient == null || state == null) {
            return found;
        }
        Set<String> direct = new HashSet<>(patient.unit.needs());
        direct.addAll(state.needs());
        direct.retainAll(patients.keySet());
        for (String needed : direct) {
            if (found.add(needed)) {
                needs(needed, found);
            }
        }
        return found;
    }

    private boolean isDown(String unit) {
        Patient patient = patients.get(unit);
        UnitState state = states.get(unit);
        return patient != null && (patient.isBeingTreated() || (state != null && state.hasFailed()));
    }

    private void begin(Request request) {
        Patient patient = patients.get(request.unit());
        UnitState state = states.get(request.unit());
        if (patient == null || state == null || !state.loaded()) {
            request.answer().complete(Result.failed("there is no " + request.unit() + " here"));
            return;
        }
        switch (request.wish()) {
            case STOP -> stop(patient, state, request);
            case START -> {
                if (state.lives()) {
                    request.answer().complete(Result.already("it runs"));
                } else {
                    treat(patient, request);
                }
            }
            case RESTART -> treat(patient, request);
        }
    }

    private void treat(Patient patient, Request request) {
        if (hasOrder(patient)) {
            request.answer().complete(Result.refused("it is being restarted already"));
        } else if (!patient.hasBudget(clock.instant())) {
            request.answer().complete(Result.refused("its budget is used up (" + ward.list() + ".restarts-per-hour)"));
        } else {
            Cause cause = Cause.ordered(request.by(), request.wish() == Wish.START, request.answer());
            patient.phase = new Phase.Waiting(clock.instant(), cause);
        }
    }

    private static boolean hasOrder(Patient patient) {
        return switch (patient.phase) {
            case Phase.Waiting(Instant at, Cause cause) -> cause.order() != null;
            case Phase.Settling(Instant since, Instant until, Cause cause) -> cause.order() != null;
            case Phase.Watched w -> false;
            case Phase.Stopped s -> false;
            case Phase.Noted n -> false;
            case Phase.Held h -> false;
            case Phase.GivenUp g -> false;
        };
    }

    private void stop(Patient patient, UnitState state, Request request) {
        if (!state.lives() && !state.active().endsWith("ing")) {
            request.answer().complete(Result.already("it is " + state.active()));
            return;
        }
        Optional<String> failure;
        try {
            failure = units.stop(request.unit());
        } catch (NotAllowedException e) {
            request.answer().complete(Result.refused(String.valueOf(e.getMessage())));
            return;
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
        if (failure.isEmpty()) {
            patient.phase = new Phase.Watched();
            Map<String, UnitState> stopped = new LinkedHashMap<>(states);
            stopped.put(request.unit(), new UnitState("inactive", "dead", "success", true));
            states = stopped;
        }
        request.answer()
                .complete(failure.map(why -> Result.failed("stop failed: " + why))
                        .orElseGet(() -> Result.applied("ordered by " + request.by())));
    }

    /** Asks for a unit of the list; the answer comes when it lives again, or does not. */
    public CompletableFuture<Result> ask(Wish wish, String unit, String by) {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        if (!watches(unit)) {
            answer.complete(Result.refused("not on this node's list (" + ward.list() + ")"));
        } else if (!requests.offer(new Request(wish, unit, by, answer))) {
            answer.complete(Result.failed("too much is asked for at once"));
        }
        return answer;
    }

    public boolean watches(String unit) {
        return patients.containsKey(unit);
    }

    /** @return whether something waits for this approval */
    public boolean approve(String id) {
        return treatment.approve(id, awaiting);
    }

    private void describe() {
        Map<String, String> now = new LinkedHashMap<>();
        Set<String> waiting = new HashSet<>();
        for (Patient patient : patients.values()) {
            UnitState state = states.get(patient.unit.name());
            String stands = state == null
                    ? "unknown"
                    : state.loaded() ? state.active() + " (" + state.sub() + ")" : "does not exist";
            now.put(patient.unit.name(), stands + patient.words(mode));
            if (patient.phase instanceof Phase.Noted) {
                waiting.add(patient.approvalId());
            }
        }
        summary = now;
        awaiting = waiting;
    }

    /** For the status: each unit with what the service manager says of it and what the healer does about it. */
    public Map<String, String> summary() {
        Map<String, String> known = summary;
        if (!known.isEmpty()) {
            return known;
        }
        Map<String, String> unknown = new LinkedHashMap<>();
        patients.keySet().forEach(unit -> unknown.put(unit, "unknown"));
        return unknown;
    }

    public @Nullable String problem() {
        return problem;
    }

    /** Whether the service manager tells of changes by itself. */
    public boolean isTold() {
        return units.areTold();
    }

    public boolean watchesAnything() {
        return !patients.isEmpty();
    }
}
