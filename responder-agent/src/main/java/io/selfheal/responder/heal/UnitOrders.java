package io.selfheal.responder.heal;

import io.selfheal.responder.heal.Healer.Wish;
import io.selfheal.responder.order.Performer;
import io.selfheal.schemas.order.NodeAct;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Orders about units: of the node's own list only. Those without which nobody gets in any more, or nothing can be ordered,
 * are restarted and started, but never stopped (ACT-24).
 */
public final class UnitOrders implements Performer {
    /** Longer than systemd's own limit for a start and the time to settle. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Beside those that cannot be watched at all. */
    private static final Pattern NEVER_STOPPED = Pattern.compile(
            "(ssh|sshd|dropbear|polkit|networking|NetworkManager|corosync|pve-cluster|pvedaemon|pveproxy"
                    + "|selfheal-.*)(@.*)?\\.service");

    private final Healer healer;

    public UnitOrders(Healer healer) {
        this.healer = healer;
    }

    @Override
    public Optional<String> objection(NodeAct act) {
        if (!healer.watches(act.target())) {
            return Optional.of("not on this node's list (heal.units)");
        }
        return act instanceof NodeAct.StopUnit
                        && NEVER_STOPPED.matcher(act.target()).matches()
                ? Optional.of(
                        "it is protected: without it nobody gets in, or nothing can be ordered; on the host itself,"
                                + " systemctl stops it")
                : Optional.empty();
    }

    @Override
    public Result perform(Task task) {
        Wish wish =
                switch (task.act()) {
                    case NodeAct.RestartUnit act -> Wish.RESTART;
                    case NodeAct.StartUnit act -> Wish.START;
                    case NodeAct.StopUnit act -> Wish.STOP;
                    default -> throw new IllegalArgumentException("no order about a unit: " + task.act());
                };
        try {
            return healer.ask(wish, task.act().target(), task.by()).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
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
