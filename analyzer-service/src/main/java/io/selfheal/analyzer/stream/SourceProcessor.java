package io.selfheal.analyzer.stream;

import io.selfheal.analyzer.decide.ScanOrders;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.detect.Findings;
import io.selfheal.analyzer.detect.ModelRound;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.relay.Blame;
import io.selfheal.analyzer.relay.BlameCodec;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.codec.Codec;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Everything that concerns one source meets here: its events, the verdicts about it, the orders about it, and the
 * clock that ends its block. One instance for each task, used by one thread.
 */
final class SourceProcessor implements Processor<String, byte[], String, byte[]> {
    static final String NAME = "source";
    static final String STORE = "source-profiles";
    /** How late a block may end after its expiry; the kernel's own timeout is exact. */
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

    private final AnalyzerTopology.Cores cores;
    private final ScanOrders scans;
    private final Trust trust;
    private final AnalyzerMeters meters;
    private final Set<String> blocked = new HashSet<>();
    private @Nullable Task task;

    /** What exists only between init and close. */
    private record Task(
            ProcessorContext<String, byte[]> context,
            ProfileStore<SourceProfile> profiles,
            AnalyzerCore core,
            ModelRound model,
            Publisher publisher) {}

    SourceProcessor(AnalyzerTopology.Cores cores, ScanOrders scans, Trust trust, AnalyzerMeters meters) {
        this.cores = cores;
        this.scans = scans;
        this.trust = trust;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        ProfileStore<SourceProfile> profiles = context.getStateStore(STORE);
        AnalyzerCore core = cores.sources().get();
        task = new Task(
                context,
                profiles,
                core,
                ModelRound.of(core, cores.models()),
                new Publisher(NAME, context, trust, meters));
        profiles.takeStock((key, profile) -> {
            if (profile.awaitsEnd()) {
                blocked.add(key);
            }
        });
        context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> sweep(Instant.ofEpochMilli(now)));
        context.schedule(FORGET_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> forget(Instant.ofEpochMilli(now)));
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Task t = task();
        String topic = t.context.recordMetadata().orElseThrow().topic();
        if (record.value() == null) {
            return;
        }
        try {
            if (topic.equals(Topics.EVENTS.name())) {
                onEvent(t, record);
            } else if (topic.equals(Topics.VERDICTS.name())) {
                onVerdict(t, record);
            } else if (topic.equals(Topics.ANALYZER_BLAMES.name())) {
                onBlame(t, record);
            } else {
                onOrder(t, record);
            }
        } catch (DecodeException e) {
            t.publisher.deadLetter(record, e);
        }
    }

    private void onEvent(Task t, Record<String, byte[]> record) throws DecodeException {
        SecurityEvent event = Topics.EVENTS.codec().decode(record.value());
        requireKey(record, event.key());
        meters.countEvent();
        SourceProfile profile = profile(t, event.key());
        if (event.action() == EventAction.CANARY) {
            keep(t, profile, t.core.answer(event, profile, now(t)));
            return;
        }
        keep(t, profile, t.core.on(event, profile, arrival(t, record)));
        if (t.model.isDue(event.time())) {
            askModel(t);
        }
    }

    private void askModel(Task t) {
        t.model.settle(t.profiles::get, (profile, findings) -> keep(t, profile, findings));
    }

    private void onVerdict(Task t, Record<String, byte[]> record) throws DecodeException {
        Verdict verdict = Topics.VERDICTS.codec().decode(record.value());
        requireKey(record, verdict.source().toString());
        SourceProfile profile = profile(t, record.key());
        keep(t, profile, t.core.on(verdict, profile, now(t)));
    }

    private void onBlame(Task t, Record<String, byte[]> record) throws DecodeException {
        Blame blame = Relays.read(() -> BlameCodec.decode(record.key(), record.value()));
        SourceProfile profile = profile(t, blame.key());
        keep(t, profile, t.core.on(blame, profile, arrival(t, record)));
    }

    private void onOrder(Task t, Record<String, byte[]> record) throws DecodeException {
        Codec<Order> codec = Topics.ORDERS.codec();
        Order order = codec.decode(record.value());
        requireKey(record, order.key());
        switch (order) {
            case BlockOrder b -> carryOut(t, record, b);
            case UnblockOrder u -> carryOut(t, record, u);
            case NodeOrder n -> {}
        }
    }

    private void carryOut(Task t, Record<String, byte[]> record, Order order) throws DecodeException {
        trust.orders().require(Topics.ORDERS.name(), record.key(), record.value(), record.headers());
        SourceProfile profile = profile(t, order.key());
        keep(t, profile, t.core.on(order, profile, now(t)));
    }

    /** A record under another key than its own would be judged against a stranger's profile. */
    private static void requireKey(Record<String, byte[]> record, String expected) throws DecodeException {
        if (!expected.equals(record.key())) {
            throw new DecodeException("the record's key is not that of its value; allowed: '" + expected + "'");
        }
    }

    private static SourceProfile profile(Task t, String key) {
        SourceProfile known = t.profiles.get(key);
        return known == null ? SourceProfile.create(key) : known;
    }

    private void keep(Task t, SourceProfile profile, Findings findings) {
        if (findings.dirty()) {
            t.profiles.put(profile.key(), profile);
        }
        if (!findings.isSilent()) {
            t.publisher.publish(findings);
            for (Assessment assessment : findings.assessments()) {
                scans.of(assessment, now(t)).forEach(t.publisher::publish);
            }
            if (profile.awaitsEnd()) {
                blocked.add(profile.key());
            } else {
                blocked.remove(profile.key());
            }
        }
    }

    private void sweep(Instant now) {
        Task t = task();
        for (String key : new ArrayList<>(blocked)) {
            SourceProfile profile = profile(t, key);
            keep(t, profile, t.core.sweep(profile, now));
        }
        Findings news = t.core.news(now);
        if (!news.isSilent()) {
            t.publisher.publish(news);
        }
        List<Alert> alerts = cores.news().take();
        if (!alerts.isEmpty()) {
            t.publisher.publish(Findings.telling(alerts));
        }
        askModel(t);
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

    /**
     * When the record came. Its stamp is that of its sender's clock, and one that is far ahead of ours would use up the
     * blast-radius cap of a minute that is yet to come, and end what windows remember of the present.
     */
    private static Instant arrival(Task t, Record<String, byte[]> record) {
        Instant sent = Instant.ofEpochMilli(record.timestamp());
        Instant now = now(t);
        return sent.isAfter(now.plus(AnalyzerCore.CLOCK_SKEW)) ? now : sent;
    }

    private static Instant now(Task t) {
        return Instant.ofEpochMilli(t.context.currentSystemTimeMs());
    }

    private Task task() {
        if (task == null) {
            throw new IllegalStateException("the processor was not initialised");
        }
        return task;
    }
}
