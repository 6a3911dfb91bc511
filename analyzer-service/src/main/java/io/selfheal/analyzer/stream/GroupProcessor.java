package io.selfheal.analyzer.stream;

import io.selfheal.analyzer.detect.Findings;
import io.selfheal.analyzer.detect.GroupCore;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.relay.Share;
import io.selfheal.analyzer.relay.ShareCodec;
import io.selfheal.schemas.codec.DecodeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Everything that concerns one user, network, host or the fleet meets here: what sources tell of it, and the clock
 * that notices what did not come. One instance for each task, used by one thread.
 */
final class GroupProcessor implements Processor<String, byte[], String, byte[]> {
    static final String NAME = "group";
    static final String STORE = "group-profiles";
    private static final Duration TICK_EVERY = Duration.ofSeconds(1);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);
    /** What is on its way through collector and Kafka is not missed yet. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Supplier<GroupCore> cores;
    private final Trust trust;
    private final AnalyzerMeters meters;
    /** When each group that waits for something misses it. Bounded by the waits that profiles may have. */
    private final Map<String, Integer> due = new HashMap<>();

    private @Nullable Task task;

    /** What exists only between init and close. */
    private record Task(
            ProcessorContext<String, byte[]> context,
            ProfileStore<SourceProfile> profiles,
            GroupCore core,
            Publisher publisher) {}

    GroupProcessor(Supplier<GroupCore> cores, Trust trust, AnalyzerMeters meters) {
        this.cores = cores;
        this.trust = trust;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        ProfileStore<SourceProfile> profiles = context.getStateStore(STORE);
        task = new Task(context, profiles, cores.get(), new Publisher(NAME, context, trust, meters));
        profiles.takeStock((key, profile) -> await(profile));
        context.schedule(TICK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> tick(Instant.ofEpochMilli(now)));
        context.schedule(FORGET_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> forget(Instant.ofEpochMilli(now)));
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Task t = task();
        if (record.value() == null || record.key() == null) {
            return;
        }
        try {
            Share share = Relays.read(() -> ShareCodec.decode(record.key(), record.value()));
            SourceProfile profile = profile(t, share.key());
            keep(t, profile, t.core.on(share, profile, Instant.ofEpochMilli(record.timestamp())));
        } catch (DecodeException e) {
            t.publisher.deadLetter(record, e);
        }
    }

    private static SourceProfile profile(Task t, String key) {
        SourceProfile known = t.profiles.get(key);
        return known == null ? SourceProfile.create(key) : known;
    }

    private void keep(Task t, SourceProfile profile, Findings findings) {
        if (findings.dirty()) {
            t.profiles.put(profile.key(), profile);
            await(profile);
        }
        if (!findings.isSilent()) {
            t.publisher.publish(findings);
        }
    }

    private void await(SourceProfile profile) {
        int next = profile.nextDue();
        if (next == Integer.MAX_VALUE) {
            due.remove(profile.key());
        } else {
            due.put(profile.key(), next);
        }
    }

    private void tick(Instant wallClock) {
        if (due.isEmpty()) {
            return;
        }
        Task t = task();
        Instant now = wallClock.minus(PATIENCE);
        List<String> missed = due.entrySet().stream()
                .filter(entry -> entry.getValue() <= now.getEpochSecond())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        for (String key : missed) {
            SourceProfile profile = profile(t, key);
            keep(t, profile, t.core.tick(profile, now));
        }
    }

    private void forget(Instant now) {
        Task t = task();
        List<String> over = new ArrayList<>();
        t.profiles.forEach((key, profile) -> {
            if (profile.isForgettable(now)) {
                over.add(key);
            }
        });
        over.forEach(t.profiles::remove);
    }

    private Task task() {
        if (task == null) {
            throw new IllegalStateException("the processor was not initialised");
        }
        return task;
    }
}
