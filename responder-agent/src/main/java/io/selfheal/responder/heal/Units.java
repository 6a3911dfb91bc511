package io.selfheal.responder.heal;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The service manager, as far as healing needs it. */
public interface Units {
    /**
     * How a unit stands, in systemd's words (systemd(1), systemctl(1)).
     *
     * @param active ActiveState, for example {@code failed}
     * @param sub SubState, for example {@code running} or {@code auto-restart}
     * @param result of the last run: {@code success}, {@code exit-code}, {@code signal}, {@code oom-kill}, …
     * @param loaded whether the unit exists
     * @param needs units that it requires, binds to or wants
     * @param invocation InvocationID, another for each start of the unit; empty where that is not known
     */
    record UnitState(String active, String sub, String result, boolean loaded, Set<String> needs, String invocation) {
        public UnitState {
            needs = Set.copyOf(needs);
        }

        public UnitState(String active, String sub, String result, boolean loaded, Set<String> needs) {
            this(active, sub, result, loaded, needs, "");
        }

        UnitState(String active, String sub, String result, boolean loaded) {
            this(active, sub, result, loaded, Set.of());
        }

        /** Down by its own fault. A unit that an administrator stopped is inactive with the result success. */
        boolean hasFailed() {
            boolean down = active.equals("failed") || active.equals("inactive");
            return loaded && down && (active.equals("failed") || !result.equals("success"));
        }

        boolean lives() {
            return active.equals("active");
        }
    }

    /** The states of all these units, in one go. */
    Map<String, UnitState> states(Collection<String> units) throws IOException;

    /** Whether changes are told, and states read only then; else they are read in every round. */
    default boolean areTold() {
        return false;
    }

    /**
     * Restarts the unit and waits until it is up or not; what went wrong, empty if nothing did.
     *
     * @throws NotAllowedException if the service manager does not let us; nothing was done then
     */
    Optional<String> restart(String unit) throws IOException;

    /**
     * Starts the unit; what went wrong, empty if nothing did.
     *
     * @throws NotAllowedException if the service manager does not let us
     */
    Optional<String> start(String unit) throws IOException;

    /**
     * Stops the unit, so that it counts as stopped by somebody rather than failed.
     *
     * @throws NotAllowedException if the service manager does not let us
     */
    Optional<String> stop(String unit) throws IOException;

    /**
     * Whether somebody had a unit stopped that is down now: one that ends with an error when it is told to end, as a JVM
     * does, counts as failed.
     */
    default boolean wasStopped(UnitState state) {
        return false;
    }

    /** The last lines that the unit logged; hostile text possible. */
    List<String> lastLines(String unit, int count);

    /** The last lines of the last five minutes; older ones say nothing of why it failed now. */
    List<String> recentLines(String unit, int count);
}
