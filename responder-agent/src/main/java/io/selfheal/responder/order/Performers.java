package io.selfheal.responder.order;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.order.Performer.Task;
import io.selfheal.schemas.order.NodeAct;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who does what on this node. */
final class Performers {
    private static final Log LOG = Log.of(Performers.class);

    private final Map<OrderKind, Performer> all;

    Performers(Map<OrderKind, Performer> all) {
        this.all = Map.copyOf(all);
    }

    private static OrderKind kind(NodeAct act) {
        return OrderKind.of(act.kind()).orElseThrow();
    }

    /** Why this node never does this; empty if it may. */
    Optional<String> objection(NodeAct act) {
        Performer performer = all.get(kind(act));
        return performer == null ? Optional.of("this node cannot do this") : performer.objection(act);
    }

    /** How long it takes; empty if nobody can tell. */
    Optional<String> estimate(NodeAct act) {
        return Optional.ofNullable(all.get(kind(act))).flatMap(performer -> performer.estimate(act));
    }

    /** Does it, if there is still no objection; never throws. */
    Result perform(Task task) {
        try {
            Performer performer = Objects.requireNonNull(all.get(kind(task.act())));
            return performer.objection(task.act()).map(Result::refused).orElseGet(() -> performer.perform(task));
        } catch (RuntimeException e) {
            LOG.error("an order failed", "id", task.id(), "cause", e);
            return Result.failed("it failed: " + e);
        }
    }
}
