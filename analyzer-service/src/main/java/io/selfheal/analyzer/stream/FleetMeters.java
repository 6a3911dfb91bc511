package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.analyzer.fleet.FleetFigures;
import io.selfheal.analyzer.policy.FleetModes;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** The fleet's agents as figures: {@code selfheal_analyzer_fleet_*}. None has a host's name: there may be thousands. */
final class FleetMeters {
    private static final String PREFIX = "selfheal.analyzer.fleet.";
    private static final String STATE = "state";

    private final MeterRegistry registry;
    private final FleetWatch fleet;

    private FleetMeters(MeterRegistry registry, FleetWatch fleet) {
        this.registry = registry;
        this.fleet = fleet;
    }

    static void register(MeterRegistry registry, FleetWatch fleet) {
        FleetMeters meters = new FleetMeters(registry, fleet);
        meters.agents("collector", FleetFigures::collectors, FleetFigures::silentCollectors);
        meters.agents("responder", FleetFigures::responders, FleetFigures::silentResponders);
        meters.nodes("enforced", modes -> modes.enforcing().size());
        meters.nodes("simulated", modes -> modes.idle().size());
        String sources = "Log sources of the collectors";
        meters.figure("sources", sources, all -> all.sources() - all.unreadSources(), STATE, "read");
        meters.figure("sources", sources, FleetFigures::unreadSources, STATE, "unread");
        meters.figure("lag.bytes", "Bytes of logs that no broker has acknowledged yet", FleetFigures::lagBytes);
        meters.figure("blocks", "Elements in the firewall of the node that holds most", FleetFigures::blocks);
        meters.figure("packets.dropped", "Packets that the nodes' rules dropped so far", FleetFigures::packetsDropped);
    }

    private void agents(String agent, ToLongFunction<FleetFigures> heard, ToLongFunction<FleetFigures> silent) {
        String description = "Agents that speak, and those that are missed, for a day";
        figure("agents", description, heard, "agent", agent, STATE, "heard");
        figure("agents", description, silent, "agent", agent, STATE, "silent");
    }

    private void nodes(String blocks, ToIntFunction<FleetModes> count) {
        Gauge.builder(PREFIX + "nodes", fleet, f -> count.applyAsInt(f.modes()))
                .tags("blocks", blocks)
                .description("Nodes by what their responder does with a block")
                .register(registry);
    }

    private void figure(String name, String description, ToLongFunction<FleetFigures> figure, String... tags) {
        Gauge.builder(PREFIX + name, fleet, f -> figure.applyAsLong(f.figures()))
                .tags(tags)
                .description(description)
                .register(registry);
    }
}
