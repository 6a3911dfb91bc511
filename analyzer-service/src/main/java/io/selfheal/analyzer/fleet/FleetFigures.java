package io.selfheal.analyzer.fleet;

import io.selfheal.schemas.vitals.FirewallState;
import io.selfheal.schemas.vitals.SourceHeartbeat;
import io.selfheal.schemas.vitals.Vitals;

/**
 * The fleet in figures: sums over the agents that were heard of within the last day. What an agent said last counts
 * until it falls silent.
 *
 * @param collectors collectors that speak
 * @param silentCollectors collectors that are missed
 * @param responders responders that speak
 * @param silentResponders responders that are missed
 * @param sources log sources of the collectors that speak
 * @param unreadSources those of them that cannot be read
 * @param lagBytes bytes of logs that are written and not yet acknowledged by Kafka, as far as known
 * @param blocks elements that the firewall of a node holds, of the node with most
 * @param packetsDropped packets that the responders' rules dropped, as far as counted
 */
public record FleetFigures(
        int collectors,
        int silentCollectors,
        int responders,
        int silentResponders,
        int sources,
        int unreadSources,
        long lagBytes,
        int blocks,
        long packetsDropped) {
    /** Nobody was heard of. */
    public static final FleetFigures NONE = new FleetFigures(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of the vitals of one agent that speaks. */
    static FleetFigures of(Agent agent, Vitals vitals) {
        int unread = 0;
        long lag = 0;
        for (SourceHeartbeat source : vitals.sources()) {
            unread += AgentRoll.isUnread(source) ? 1 : 0;
            lag += Math.max(0, source.lagBytes());
        }
        FirewallState firewall = vitals.firewall();
        return new FleetFigures(
                agent.isCollector() ? 1 : 0,
                0,
                agent.isCollector() ? 0 : 1,
                0,
                vitals.sources().size(),
                unread,
                lag,
                firewall == null ? 0 : firewall.enforced(),
                firewall == null ? 0 : Math.max(0, firewall.packetsDropped()));
    }

    /** Of an agent that is missed. */
    static FleetFigures silent(Agent agent) {
        return new FleetFigures(0, agent.isCollector() ? 1 : 0, 0, agent.isCollector() ? 0 : 1, 0, 0, 0, 0, 0);
    }

    FleetFigures and(FleetFigures other) {
        return new FleetFigures(
                collectors + other.collectors,
                silentCollectors + other.silentCollectors,
                responders + other.responders,
                silentResponders + other.silentResponders,
                sources + other.sources,
                unreadSources + other.unreadSources,
                lagBytes + other.lagBytes,
                Math.max(blocks, other.blocks),
                packetsDropped + other.packetsDropped);
    }
}
