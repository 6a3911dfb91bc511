package io.selfheal.responder.heal;

import io.selfheal.responder.bus.UnitSignals;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Units whose states are read only when systemd said that one of them changed: no program runs while nothing happens.
 * Used by one thread.
 */
public final class HeardUnits implements Units {
    /** What needs what is told by no signal, and one may be lost with the service manager's own restart. */
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(30);

    private final Units units;
    private final UnitSignals signals;
    private Map<String, UnitState> known = Map.of();
    private long knownAt;
    private long readAt;

    public HeardUnits(Units units, UnitSignals signals) {
        this.units = units;
        this.signals = signals;
    }

    @Override
    public Map<String, UnitState> states(Collection<String> names) throws IOException {
        long changes = signals.changes();
        long now = System.nanoTime();
        boolean same = signals.isListening()
                && changes == knownAt
                && now - readAt < AT_LEAST_EVERY.toNanos()
                && known.keySet().containsAll(names);
        if (!same) {
            known = Map.of();
            known = units.states(names);
            knownAt = changes;
            readAt = now;
        }
        return known;
    }

    @Override
    public boolean areTold() {
        return signals.isListening();
    }

    @Override
    public Optional<String> restart(String unit) throws IOException {
        known = Map.of();
        return units.restart(unit);
    }

    @Override
    public Optional<String> start(String unit) throws IOException {
        known = Map.of();
        return units.start(unit);
    }

    @Override
    public Optional<String> stop(String unit) throws IOException {
        known = Map.of();
        return units.stop(unit);
    }

    @Override
    public boolean wasStopped(UnitState state) {
        return units.wasStopped(state);
    }

    @Override
    public List<String> lastLines(String unit, int count) {
        return units.lastLines(unit, count);
    }

    @Override
    public List<String> recentLines(String unit, int count) {
        return units.recentLines(unit, count);
    }
}
