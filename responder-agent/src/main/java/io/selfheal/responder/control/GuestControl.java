package io.selfheal.responder.control;

import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.heal.Healer.Wish;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.text.Excerpt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * What an administrator of this node asks for about guests of Proxmox: {@code heal} of {@code guest/ID}, and the approval
 * of a restart. By hand a guest is restarted where the mode is ask, too: who asks approves.
 */
public final class GuestControl {
    /** A shutdown or a reset, a stop and a start after one another, each with its own limit, and the time to boot. */
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private static final String GUEST = "guest/";
    private static final int MAX_TEXT = 200;

    private final Healer guests;
    private final Mode mode;
    private final Outcomes outcomes;
    private final Sink sink;
    private final InstantSource clock;
    private final BiFunction<Map<String, Object>, String, Map<String, Object>> others;

    /** @param others answers all other requests */
    public GuestControl(
            Healer guests,
            Mode mode,
            Outcomes outcomes,
            Sink sink,
            InstantSource clock,
            BiFunction<Map<String, Object>, String, Map<String, Object>> others) {
        this.guests = guests;
        this.mode = mode;
        this.outcomes = outcomes;
        this.sink = sink;
        this.clock = clock;
        this.others = others;
    }

    /** Whether a request is about a guest rather than about a unit. */
    static boolean isMeant(Map<String, Object> request) {
        return request.get("unit") instanceof String name && name.startsWith(GUEST);
    }

    /** @throws IllegalArgumentException if the request is none, saying what is allowed */
    public Map<String, Object> handle(Map<String, Object> request, String user) {
        String command = String.valueOf(request.get("command"));
        if (command.equals("approve") && request.get("id") instanceof String id && guests.approve(id)) {
            return Reply.done(id + " is approved");
        }
        return command.equals("heal") && isMeant(request) ? heal(request, user) : others.apply(request, user);
    }

    private Map<String, Object> heal(Map<String, Object> request, String user) {
        String guest = Excerpt.of(String.valueOf(request.get("unit")), MAX_TEXT);
        Wish wish =
                switch (String.valueOf(request.get("wish"))) {
                    case "restart" -> Wish.RESTART;
                    case "start" -> Wish.START;
                    case "stop" -> Wish.STOP;
                    default -> throw new IllegalArgumentException("wish is unknown; allowed: restart, start, stop");
                };
        if (mode == Mode.OFF || mode == Mode.SIMULATE) {
            return Reply.refused(guest + ": nothing is done to guests on this node (modes.restart-guest)");
        }
        Result result = result(wish, guest, user);
        String how = String.valueOf(request.get("wish"));
        sink.outcome(outcomes.of(
                ActionKind.RESTART_GUEST, guest, result.status(), how + ": " + result.reason(), null, clock.instant()));
        return switch (result.status()) {
            case REFUSED, FAILED -> Reply.refused(guest + ": " + result.reason());
            case ALREADY_IN_FORCE -> Reply.done(guest + ": " + result.reason());
            case APPLIED, LIFTED, SIMULATED, WAITING, ACCEPTED, SKIPPED_COOLDOWN ->
                Reply.done(guest + ": done (" + how + ")");
        };
    }

    private Result result(Wish wish, String guest, String user) {
        try {
            return guests.ask(wish, guest, user).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Result.failed("nothing came of it within " + LIMIT);
        } catch (ExecutionException e) {
            return Result.failed(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.failed("the responder is stopping");
        }
    }
}
