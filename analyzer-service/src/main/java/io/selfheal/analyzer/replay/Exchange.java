package io.selfheal.analyzer.replay;

import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.detect.Findings;
import io.selfheal.analyzer.detect.GroupCore;
import io.selfheal.analyzer.detect.ModelRound;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.relay.Blame;
import io.selfheal.analyzer.relay.Relay;
import io.selfheal.analyzer.relay.Share;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sources and groups without Kafka between them: what one profile passes on is judged by the next at once, in order.
 * Each event is followed to its end before the next one, so that a replay is deterministic. Used by one thread.
 */
final class Exchange {
    private final AnalyzerCore sources;
    private final GroupCore groups;
    private final Consumer<Findings> found;
    private final ModelRound model;
    private final Map<String, SourceProfile> sourceProfiles = new HashMap<>();
    /** The same profiles by address, those of sources that were seen themselves. */
    private final AddressTable byAddress = new AddressTable();

    private @Nullable SourceProfile last;
    private final Map<String, SourceProfile> groupProfiles = new HashMap<>();
    private final Deque<Relay> relays = new ArrayDeque<>();
    /** When each group that waits for something misses it; by key, so that two of one second have an order. */
    private final Map<String, Integer> due = new TreeMap<>();

    private int nextDue = Integer.MAX_VALUE;

    Exchange(AnalyzerCore sources, GroupCore groups, ModelBook models, Consumer<Findings> found) {
        this.sources = sources;
        this.model = ModelRound.of(sources, models);
        this.groups = groups;
        this.found = found;
    }

    /** Judges one event at its own time, and whatever follows from it. */
    void accept(SecurityEvent event) {
        Instant time = event.time();
        advance(time);
        take(sources.on(event, profileOf(event), time));
        if (!relays.isEmpty()) {
            settle(time);
        }
        if (model.isDue(time)) {
            askModel(time);
        }
    }

    /** Lets the model say what it has not said yet. */
    void askModel(Instant now) {
        model.settle(sourceProfiles::get, (profile, findings) -> take(findings));
        settle(now);
    }

    /** Lets time pass without an event: what should have come by now is missed. */
    void advance(Instant now) {
        if (now.getEpochSecond() < nextDue) {
            return;
        }
        for (String key : due.keySet().toArray(new String[0])) {
            if (now.getEpochSecond() >= due.getOrDefault(key, Integer.MAX_VALUE)) {
                SourceProfile profile = group(key);
                take(groups.tick(profile, now));
                settle(now);
                await(profile);
            }
        }
    }

    int sources() {
        return sourceProfiles.size();
    }

    private void settle(Instant arrival) {
        for (Relay relay = relays.poll(); relay != null; relay = relays.poll()) {
            switch (relay) {
                case Share share -> {
                    SourceProfile profile = group(share.key());
                    take(groups.on(share, profile, arrival));
                    await(profile);
                }
                case Blame blame -> {
                    take(sources.on(blame, source(blame.key()), arrival));
                }
            }
        }
    }

    private void take(Findings findings) {
        if (!findings.isSilent()) {
            relays.addAll(findings.relays());
            found.accept(findings);
        }
    }

    /** Without making its key's text, and mostly without looking: lines of one client stand together. */
    private SourceProfile profileOf(SecurityEvent event) {
        IpAddress source = event.source();
        if (source == null) {
            return source(event.key());
        }
        SourceProfile profile = last;
        if (profile == null || !source.equals(profile.address())) {
            profile = byAddress.get(source);
            if (profile == null) {
                profile = source(event.key());
                byAddress.put(source, profile);
            }
            last = profile;
        }
        return profile;
    }

    private SourceProfile source(String key) {
        return sourceProfiles.computeIfAbsent(key, SourceProfile::create);
    }

    private SourceProfile group(String key) {
        return groupProfiles.computeIfAbsent(key, SourceProfile::create);
    }

    private void await(SourceProfile profile) {
        int next = profile.nextDue();
        if (next == Integer.MAX_VALUE && due.isEmpty()) {
            return;
        }
        Integer before = next == Integer.MAX_VALUE ? due.remove(profile.key()) : due.put(profile.key(), next);
        if (before == null ? next != Integer.MAX_VALUE : before != next) {
            nextDue = due.values().stream().mapToInt(Integer::intValue).min().orElse(Integer.MAX_VALUE);
        }
    }
}
