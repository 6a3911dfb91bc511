package io.selfheal.schemas.vitals;

import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's sign of life.
 *
 * @param time when it was taken
 * @param host the node
 * @param agent which agent speaks: {@code collector} or {@code responder}
 * @param version of the agent
 * @param started when the agent started
 * @param sources the collector's sources; empty for the responder
 * @param firewall the responder's firewall; null for the collector
 * @param modes the responder's mode for each kind of action; empty for the collector
 * @param hostVitals how the host does; null for the collector, and until the responder has looked twice
 * @param troubles what is wrong with the agent itself; empty if nothing, and for the responder, which raises alerts
 */
public record Vitals(
        Instant time,
        String host,
        String agent,
        String version,
        Instant started,
        List<SourceHeartbeat> sources,
        @Nullable FirewallState firewall,
        Map<ActionKind, Mode> modes,
        @Nullable HostVitals hostVitals,
        List<Trouble> troubles) {
    public Vitals {
        sources = List.copyOf(sources);
        troubles = List.copyOf(troubles);
        modes = Map.copyOf(modes);
    }

    /** Of an agent that does not look at its host, and is well. */
    public Vitals(
            Instant time,
            String host,
            String agent,
            String version,
            Instant started,
            List<SourceHeartbeat> sources,
            @Nullable FirewallState firewall,
            Map<ActionKind, Mode> modes) {
        this(time, host, agent, version, started, sources, firewall, modes, null, List.of());
    }
}
