package io.selfheal.responder.heal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks running units whether they answer, beside the rounds, so that one that hangs delays nobody. Whoever started a unit,
 * it has its {@code settle} first: what an administrator, a boot or an upgrade starts is not slower by a restart of ours.
 */
final class ProbeWatch {
    private final Probe probe;
    private final Executor beside;
    private final Map<String, Asked> units = new HashMap<>();

    /** One unit's answers so far. */
    private static final class Asked {
        final String invocation;
        final AtomicReference<@Nullable Optional<String>> answer = new AtomicReference<>();
        Instant next;
        boolean open;
        int misses;
        String lastMiss = "";

        Asked(String invocation, Instant next) {
            this.invocation = invocation;
            this.next = next;
        }
    }

    ProbeWatch(Probe probe, Executor beside) {
        this.probe = probe;
        this.beside = beside;
    }

    /**
     * What is wrong with a unit that runs; empty while it answers often enough.
     *
     * @param invocation see {@code UnitState}
     */
    Optional<String> silence(WatchedUnit unit, String invocation, Instant now) {
        if (unit.probe().isEmpty() || unit.probeFailures() == 0) {
            return Optional.empty();
        }
        Asked asked = units.compute(
                unit.name(),
                (name, known) -> known != null && known.invocation.equals(invocation)
                        ? known
                        : new Asked(invocation, invocation.isEmpty() ? Instant.MIN : now.plus(unit.settle())));
        Optional<String> answer = asked.answer.getAndSet(null);
        if (answer != null) {
            asked.open = false;
            asked.misses = answer.isPresent() ? asked.misses + 1 : 0;
            asked.lastMiss = answer.orElse("");
        }
        if (!asked.open && !now.isBefore(asked.next)) {
            asked.open = true;
            asked.next = now.plus(unit.probeEvery());
            beside.execute(() -> asked.answer.set(probe.ask(unit.probe().orElseThrow())));
        }
        return asked.misses >= unit.probeFailures()
                ? Optional.of("is active but did not answer " + asked.misses + " times: " + asked.lastMiss)
                : Optional.empty();
    }

    /** The clock was set: the next question is as far away as it was. */
    void move(Duration by) {
        units.values()
                .forEach(asked -> asked.next = asked.next.equals(Instant.MIN) ? Instant.MIN : asked.next.plus(by));
    }

    /** Begins to count anew, as after a restart. */
    void forget(String unit) {
        units.remove(unit);
    }
}
