package io.selfheal.responder.heal;

import io.selfheal.responder.order.Performer.Result;
import io.selfheal.schemas.outcome.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One watched unit: the phase it is in, and the restarts of the last hour. */
final class Patient {
    private static final Duration BUDGET_WINDOW = Duration.ofHours(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
    private static final double JITTER = 0.2;

    final WatchedUnit unit;
    private final Deque<Instant> restarts = new ArrayDeque<>();
    Phase phase = new Phase.Watched();

    /** The unit that this one waits for; empty when none. */
    String waitsFor = "";

    /** What people were told that it is held for; they are told again after it ran. */
    private @Nullable Hindrance told;

    /**
     * Why something is done about a unit.
     *
     * @param silent whether it runs but does not answer
     * @param starts whether it is only to be started
     * @param order who waits to hear of it; null when nobody asked
     */
    record Cause(
            String text,
            boolean silent,
            boolean starts,
            @Nullable CompletableFuture<Result> order) {
        static Cause failed(String text) {
            return new Cause(text, false, false, null);
        }

        static Cause silence(String text) {
            return new Cause(text, true, false, null);
        }

        static Cause ordered(String by, boolean starts, CompletableFuture<Result> order) {
            return new Cause("ordered by " + by, false, starts, order);
        }

        Cause plus(String more) {
            return more.isEmpty() ? this : new Cause(text + "; " + more, silent, starts, order);
        }
    }

    /** Why a restart does not help, or cannot be had, as things are. */
    sealed interface Hindrance {
        record NoRoom() implements Hindrance {}

        /** @param refusal in the refuser's words */
        record NotAllowed(String refusal) implements Hindrance {}
    }

    /** Where the unit stands. */
    sealed interface Phase {
        /** Nothing is being done. */
        record Watched() implements Phase {}

        /** Somebody stopped it, and it ended with an error; left alone until it is started. */
        record Stopped(String invocation) implements Phase {}

        /** It failed and is noted, but this node's mode lets nothing be done. */
        record Noted(Cause cause) implements Phase {}

        /** It failed and will be restarted. */
        record Waiting(Instant at, Cause cause) implements Phase {}

        /** It was restarted and must prove that it lives. */
        record Settling(Instant since, Instant until, Cause cause) implements Phase {}

        /** A restart would not help as things are; they are looked at again then. */
        record Held(Instant look, Hindrance hindrance, Cause cause) implements Phase {}

        /** The budget is used up. */
        record GivenUp(Cause cause) implements Phase {}
    }

    Patient(WatchedUnit unit) {
        this.unit = unit;
    }

    boolean hasBudget(Instant now) {
        return recentRestarts(now) < unit.restartsPerHour();
    }

    int recentRestarts(Instant now) {
        forgetOld(now);
        return restarts.size();
    }

    void countRestart(Instant now) {
        restarts.addLast(now);
    }

    void recovered() {
        phase = new Phase.Watched();
        told = null;
    }

    /** @return whether people are to be told */
    boolean hold(Cause cause, Hindrance hindrance, Instant look) {
        phase = new Phase.Held(look, hindrance, cause);
        boolean news = !hindrance.equals(told);
        told = hindrance;
        return news;
    }

    /** Whether it is down and something is, or would be, done about it. */
    boolean isBeingTreated() {
        return !(phase instanceof Phase.Watched);
    }

    String approvalId() {
        return "restart:" + unit.name();
    }

    String approval() {
        return "waits for approval: selfheal approve " + approvalId();
    }

    /**
     * For the status: what is being done about it.
     *
     * @param mode how far this node goes
     */
    String words(Mode mode) {
        return switch (phase) {
            case Phase.Watched watched -> "";
            case Phase.Stopped stopped -> "; was stopped, and is left alone";
            case Phase.Noted(Cause cause) -> "; " + (mode == Mode.ASK ? approval() : cause.text());
            case Phase.Waiting waiting -> waitsFor.isEmpty() ? "; to be restarted" : "; waits for " + waitsFor;
            case Phase.Settling settling -> "; restarted, being watched";
            case Phase.Held(Instant look, Hindrance.NoRoom room, Cause cause) -> "; waits for room: " + cause.text();
            case Phase.Held(Instant look, Hindrance.NotAllowed(String refusal), Cause cause) ->
                "; " + cause.text() + "; " + refusal;
            case Phase.GivenUp(Cause cause) -> "; given up: " + cause.text();
        };
    }

    /** Exponential with jitter, so that a fleet does not restart in step. */
    Duration delay(Instant now, RandomGenerator random) {
        int doublings = Math.min(recentRestarts(now), 16);
        Duration plain = unit.backOff().multipliedBy(1L << doublings);
        Duration capped = plain.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : plain;
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis((long) (capped.toMillis() * factor));
    }

    /** The clock was set: what is due, and what was done, is as far away as it was. */
    void move(Duration by) {
        List<Instant> moved = restarts.stream().map(at -> at.plus(by)).toList();
        restarts.clear();
        restarts.addAll(moved);
        phase = switch (phase) {
            case Phase.Waiting(Instant at, Cause cause) -> new Phase.Waiting(at.plus(by), cause);
            case Phase.Settling(Instant since, Instant until, Cause cause) ->
                new Phase.Settling(since.plus(by), until.plus(by), cause);
            case Phase.Held(Instant look, Hindrance hindrance, Cause cause) ->
                new Phase.Held(look.plus(by), hindrance, cause);
            case Phase.Watched watched -> watched;
            case Phase.Stopped stopped -> stopped;
            case Phase.Noted noted -> noted;
            case Phase.GivenUp givenUp -> givenUp;
        };
    }

    private void forgetOld(Instant now) {
        Instant oldest = now.minus(BUDGET_WINDOW);
        while (!restarts.isEmpty() && !restarts.getFirst().isAfter(oldest)) {
            restarts.removeFirst();
        }
    }
}
