package io.selfheal.analyzer.policy;

import java.util.Set;

/**
 * What the fleet's responders say of themselves: who enforces blocks and who only simulates them. A host that was never
 * heard of may enforce.
 *
 * @param enforcing hosts whose responder blocks, at once or after it asked
 * @param idle hosts whose responder simulates blocks, or refuses them
 */
public record FleetModes(Set<String> enforcing, Set<String> idle) {
    /** Nobody was heard of yet. */
    public static final FleetModes UNKNOWN = new FleetModes(Set.of(), Set.of());

    public FleetModes {
        enforcing = Set.copyOf(enforcing);
        idle = Set.copyOf(idle);
    }

    /** Whether every host that was heard of leaves blocks alone, and at least one was. */
    public boolean nobodyEnforces() {
        return enforcing.isEmpty() && !idle.isEmpty();
    }

    /** Whether a block holds on this host, as far as is known. */
    public boolean enforcesOn(String host) {
        return !idle.contains(host);
    }
}
