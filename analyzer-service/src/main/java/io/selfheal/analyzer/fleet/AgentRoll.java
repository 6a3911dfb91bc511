package io.selfheal.analyzer.fleet;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.vitals.SourceHeartbeat;
import io.selfheal.schemas.vitals.Trouble;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who of the fleet's agents is heard of, and what they say of their sources and of themselves: where nothing is read,
 * nothing is detected, and nobody would notice. Of each thing once a day. An agent that was never heard of, once only, or
 * not for a day, is not missed. Times are those at which vitals arrive here; the nodes' own clocks count for nothing. Used by
 * one thread.
 */
public final class AgentRoll {
    /** So long an agent may say nothing, and a source may be unread. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    static final Duration REMEMBERED = Duration.ofDays(1);
    /** Bound of the agents that are watched; further ones are not. */
    static final int MOST = 100_000;

    /** Who speaks less often than the patience allows is given so many times his interval. */
    private static final int INTERVALS = 3;

    private static final int MOST_TOLD = 64;
    private static final Set<String> UNREAD = Set.of("denied", "hanging");

    private final Map<Agent, Known> agents = new HashMap<>();
    private final List<Alert> news = new ArrayList<>();
    private FleetFigures figures = FleetFigures.NONE;

    /** What a source lost since its agent's start. */
    private record Losses(long bytes, long entries, long messages) {
        static final Losses NONE = new Losses(0, 0, 0);

        static Losses of(SourceHeartbeat source) {
            return new Losses(source.gapBytes(), source.gapEntries(), source.dropped());
        }

        /** In words; empty if nothing was lost since. */
        String since(Losses before) {
            List<String> what = new ArrayList<>();
            add(what, bytes - before.bytes, "bytes");
            add(what, entries - before.entries, "entries of the journal");
            add(what, messages - before.messages, "messages");
            return String.join(" and ", what);
        }

        private static void add(List<String> what, long lost, String unit) {
            if (lost > 0) {
                what.add("at least " + lost + ' ' + unit);
            }
        }
    }

    /** What is known of an agent. */
    private static final class Known {
        private Instant heard;
        private Duration interval = Duration.ZERO;
        private boolean again;
        private boolean silent;
        private FleetFigures figures = FleetFigures.NONE;
        /** By its own clock. */
        private Instant spoke;

        private Instant started;
        private Instant startedBefore;
        private Map<String, Losses> losses = Map.of();
        private Map<String, Instant> unreadSince = Map.of();
        private final Map<String, LocalDate> told = new HashMap<>();

        Known(Vitals first, Instant now) {
            spoke = first.time();
            started = first.started();
            startedBefore = started;
            heard = now;
        }

        Duration patience() {
            Duration own = interval.multipliedBy(INTERVALS);
            return own.compareTo(PATIENCE) > 0 ? own : PATIENCE;
        }

        boolean isNews(String what, Instant now) {
            LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            if (told.size() >= MOST_TOLD) {
                told.values().removeIf(day -> day.isBefore(today));
            }
            return told.size() < MOST_TOLD && !today.equals(told.put(what, today));
        }
    }

    /** Takes in a sign of life. */
    public void note(Vitals vitals, Instant now) {
        Agent agent = new Agent(vitals.host(), vitals.agent());
        Known known = agents.get(agent);
        if (known == null) {
            if (agents.size() >= MOST) {
                return;
            }
            known = new Known(vitals, now);
            agents.put(agent, known);
        } else {
            if (known.silent) {
                known.silent = false;
                news.add(AgentAlerts.back(agent, known.spoke, now));
            } else {
                known.interval = Duration.between(known.heard, now);
            }
            known.again = true;
        }
        twins(agent, known, vitals, now);
        lost(agent, known, vitals, now);
        unread(agent, known, vitals, now);
        troubles(agent, known, vitals, now);
        known.heard = now;
        known.spoke = vitals.time();
        known.figures = FleetFigures.of(agent, vitals);
    }

    /** Takes in a sign of life from the past: who has not been heard of since will be missed. Nothing of it is news. */
    public void recall(Vitals vitals, Instant then) {
        Agent agent = new Agent(vitals.host(), vitals.agent());
        Known known = agents.get(agent);
        if (known == null) {
            if (agents.size() < MOST) {
                agents.put(agent, new Known(vitals, then));
            }
        } else if (!known.heard.isAfter(then)) {
            known.again = true;
            known.interval = Duration.between(known.heard, then);
            known.heard = then;
            known.spoke = vitals.time();
        }
    }

    /** Whether nothing is read of a source that is there. */
    static boolean isUnread(SourceHeartbeat source) {
        return UNREAD.contains(source.state());
    }

    /** An agent starts anew again and again; one that speaks as before and after its start is two of a name. */
    private void twins(Agent agent, Known known, Vitals vitals, Instant now) {
        if (vitals.started().equals(known.started)) {
            return;
        }
        if (vitals.started().equals(known.startedBefore) && known.isNews("twice", now)) {
            news.add(AgentAlerts.twice(agent, now));
        }
        known.startedBefore = known.started;
        known.started = vitals.started();
        known.losses = Map.of();
    }

    /**
     * What the sources lost since the vitals before; they count from the agent's start. One that was not there before, as
     * the log of a new container, lost all of it since.
     */
    private void lost(Agent agent, Known known, Vitals vitals, Instant now) {
        Map<String, Losses> all = HashMap.newHashMap(vitals.sources().size());
        for (SourceHeartbeat source : vitals.sources()) {
            Losses losses = Losses.of(source);
            all.put(source.source(), losses);
            Losses before = known.losses.getOrDefault(source.source(), known.losses.isEmpty() ? losses : Losses.NONE);
            String what = losses.since(before);
            if (!what.isEmpty() && known.isNews("lost " + source.source(), now)) {
                news.add(AgentAlerts.lost(agent, source, what, now));
            }
        }
        known.losses = all;
    }

    private void unread(Agent agent, Known known, Vitals vitals, Instant now) {
        Map<String, Instant> unread = new HashMap<>();
        for (SourceHeartbeat source : vitals.sources()) {
            if (isUnread(source)) {
                Instant since = known.unreadSince.getOrDefault(source.source(), now);
                unread.put(source.source(), since);
                if (!now.isBefore(since.plus(PATIENCE)) && known.isNews("unread " + source.source(), now)) {
                    news.add(AgentAlerts.unread(agent, source, now));
                }
            }
        }
        known.unreadSince = unread;
    }

    private void troubles(Agent agent, Known known, Vitals vitals, Instant now) {
        for (Trouble trouble : vitals.troubles()) {
            if (known.isNews("trouble " + trouble.about(), now)) {
                news.add(AgentAlerts.trouble(agent, trouble, now));
            }
        }
    }

    /**
     * What is new, and who has not been heard of for too long.
     *
     * @param listening since when vitals could be heard without a pause
     */
    public List<Alert> news(Instant now, Instant listening) {
        agents.values().removeIf(known -> known.heard.plus(REMEMBERED).isBefore(now));
        FleetFigures all = FleetFigures.NONE;
        for (Map.Entry<Agent, Known> entry : agents.entrySet()) {
            Agent agent = entry.getKey();
            Known known = entry.getValue();
            Instant from = known.heard.isAfter(listening) ? known.heard : listening;
            if (known.again && !known.silent && from.plus(known.patience()).isBefore(now)) {
                known.silent = true;
                Duration since = Duration.between(known.heard, now);
                news.add(AgentAlerts.silent(agent, known.spoke, since, now));
            }
            all = all.and(known.silent ? FleetFigures.silent(agent) : known.figures);
        }
        figures = all;
        List<Alert> taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    /** The agents as they were when news were asked for last. */
    public FleetFigures figures() {
        return figures;
    }
}
