package io.selfheal.analyzer.policy;

import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who of the fleet's responders enforces blocks, as their vitals say. A node that falls silent counts for a day as it
 * spoke last: one that lost Kafka goes on enforcing. Used by one thread.
 */
public final class NodeRoll {
    static final Duration REMEMBERED = Duration.ofDays(1);
    /** Bound of the nodes that are told apart; further ones count as nodes that may enforce. */
    static final int MOST = 100_000;

    private final Map<String, Answer> nodes = new HashMap<>();

    private record Answer(boolean enforces, Instant time) {}

    /** Takes in a sign of life; those of collectors say nothing about blocks. */
    public void note(Vitals vitals) {
        Mode mode = vitals.modes().get(ActionKind.BLOCK);
        Answer before = nodes.get(vitals.host());
        boolean isNews = before == null ? nodes.size() < MOST : !vitals.time().isBefore(before.time());
        if (mode == null || !isNews) {
            return;
        }
        boolean enforces =
                switch (mode) {
                    case ASK, ACT -> true;
                    case OFF, SIMULATE -> false;
                };
        nodes.put(vitals.host(), new Answer(enforces, vitals.time()));
    }

    /** What holds at this moment. */
    public FleetModes at(Instant now) {
        nodes.values().removeIf(answer -> answer.time().plus(REMEMBERED).isBefore(now));
        Set<String> enforcing = new HashSet<>();
        Set<String> idle = new HashSet<>();
        nodes.forEach((host, answer) -> (answer.enforces() ? enforcing : idle).add(host));
        return new FleetModes(enforcing, idle);
    }
}
