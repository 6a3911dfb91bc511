package io.selfheal.analyzer.fleet;

import io.selfheal.analyzer.decide.Ids;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.vitals.SourceHeartbeat;
import io.selfheal.schemas.vitals.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Alerts about agents. Several instances of the analyzer say the same with the same id. */
final class AgentAlerts {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 500;

    private AgentAlerts() {}

    /** Those of an hour are one incident: where a network fails, many fall silent at once. */
    static Alert silent(Agent agent, Instant spoke, Duration since, Instant now) {
        String lost = agent.isCollector() ? "its logs are not read" : "it may not block or heal, and takes no orders";
        return alert(
                "agent-silent",
                Severity.HIGH,
                "agent-silent/" + now.truncatedTo(ChronoUnit.HOURS),
                "A node's agent is not heard of any more",
                agent,
                "nothing was heard of the " + agent.type() + " of " + name(agent.host()) + " for " + since.toMinutes()
                        + " minutes: " + lost + ", or it does not reach Kafka. There: selfheal status, selfheal doctor",
                spoke.toString(),
                now);
    }

    static Alert back(Agent agent, Instant spoke, Instant now) {
        return alert(
                "agent-back",
                Severity.MEDIUM,
                "agent-back/" + now.truncatedTo(ChronoUnit.HOURS),
                "A node's agent is heard of again",
                agent,
                "the " + agent.type() + " of " + name(agent.host()) + " is there again. What was written meanwhile is"
                        + " read unless it was taken away; blocks hold as they are known there",
                spoke.toString(),
                now);
    }

    static Alert twice(Agent agent, Instant now) {
        return ofToday(
                "agent-twice",
                Severity.HIGH,
                "Two nodes have one name",
                agent,
                "two " + agent.type() + "s call themselves " + name(agent.host()) + ": a machine that was copied?"
                        + " What is ordered of the one is done by both, and events of the one may be taken for the"
                        + " other's. Give each a host name of its own, then restart its agents",
                "",
                now);
    }

    static Alert unread(Agent agent, SourceHeartbeat source, Instant now) {
        return ofToday(
                "source-unread",
                Severity.MEDIUM,
                "A node's log is not read",
                agent,
                name(source.source()) + " of " + name(agent.host()) + " is " + source.state()
                        + ": nothing that is written there is seen. There: selfheal doctor",
                source.source(),
                now);
    }

    /** @param what was lost, in words */
    static Alert lost(Agent agent, SourceHeartbeat source, String what, Instant now) {
        return ofToday(
                "log-gap",
                Severity.MEDIUM,
                "A part of a node's log was taken away unread",
                agent,
                "of " + name(source.source()) + " of " + name(agent.host()) + ' ' + what
                        + " went unread since it was last heard of: rotated away, or faster than it can be kept",
                source.source(),
                now);
    }

    static Alert trouble(Agent agent, Trouble trouble, Instant now) {
        return ofToday(
                "agent-trouble",
                Severity.MEDIUM,
                "A node's agent goes on without a part of it",
                agent,
                "the " + agent.type() + " of " + name(agent.host()) + ": " + Excerpt.of(trouble.text(), LONGEST_TEXT),
                trouble.about(),
                now);
    }

    /** Those of a kind, node and day are one incident. */
    private static Alert ofToday(
            String kind, Severity severity, String title, Agent agent, String description, String about, Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        String groupingKey = kind + '/' + agent.host() + '/' + day;
        return alert(kind, severity, groupingKey, title, agent, description, about + '/' + day, now);
    }

    private static String name(String text) {
        return Excerpt.of(text, LONGEST_NAME);
    }

    /** @param occasion tells it from others of its kind about the agent */
    private static Alert alert(
            String kind,
            Severity severity,
            String groupingKey,
            String title,
            Agent agent,
            String description,
            String occasion,
            Instant now) {
        return new Alert(
                Ids.of(kind, agent.host(), agent.type(), occasion),
                now,
                severity,
                kind,
                groupingKey,
                title,
                description,
                agent.host(),
                agent.host(),
                Map.of("agent", agent.type()),
                "analyzer-service");
    }
}
