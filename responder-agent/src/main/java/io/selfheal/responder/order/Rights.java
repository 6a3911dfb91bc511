package io.selfheal.responder.order;

import io.selfheal.responder.config.OrderKind;
import io.selfheal.schemas.order.NodeAct;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the holder of one key may ask for here.
 *
 * @param kinds the kinds of orders
 * @param units the units; empty for all that are watched
 */
public record Rights(Set<OrderKind> kinds, Set<String> units) {
    /** Of records without a signature, which are believed on a host that is its own broker: nothing about people. */
    public static final Rights UNSIGNED = new Rights(withoutPersons(), Set.of());

    public Rights {
        kinds = Set.copyOf(kinds);
        units = Set.copyOf(units);
    }

    private static Set<OrderKind> withoutPersons() {
        EnumSet<OrderKind> kinds = EnumSet.allOf(OrderKind.class);
        kinds.removeIf(OrderKind::needsAPerson);
        return kinds;
    }

    public static Rights of(List<OrderKind> kinds, List<String> units) {
        return new Rights(Set.copyOf(kinds), Set.copyOf(units));
    }

    /** Why the holder may not ask for this; empty if he may. */
    Optional<String> objection(OrderKind kind, NodeAct act, String key) {
        if (!kinds.contains(kind)) {
            return Optional.of("the key " + key + " may not order this here (trust.keys." + key + ".orders)");
        }
        boolean aboutAUnit =
                switch (kind) {
                    case RESTART_UNIT, START_UNIT, STOP_UNIT -> true;
                    case END_SESSIONS, LOCK_ACCOUNT, POWER, SCAN, CHECK_FILE, ISOLATE -> false;
                };
        return aboutAUnit && !units.isEmpty() && !units.contains(act.target())
                ? Optional.of(
                        "the key " + key + " may not order this of " + act.target() + " (trust.keys." + key + ".units)")
                : Optional.empty();
    }
}
