package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.decide.News;
import io.selfheal.analyzer.decide.ScanOrders;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.detect.GroupCore;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.plugin.Detectors;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The analyzer's way on one screen: events, verdicts and orders of one source into one processor over one profile;
 * assessments, decisions and alerts out. What concerns a user, a network, a host or the fleet is passed on to a second
 * processor, keyed by these; what that one holds against a source comes back.
 *
 * <pre>
 * selfheal.events ──────┐                              ┌─▶ selfheal.decisions
 * selfheal.verdicts ────┼─▶ source (source-profiles) ──┼─▶ selfheal.assessments, selfheal.alerts
 * selfheal.orders ──────┤      │                       ├─▶ selfheal.orders (scans, to nodes)
 *                       │      │                       └─▶ selfheal.analyzer.dead-letters
 * ┌▶ …analyzer.blames ──┘      └─▶ …analyzer.shares ─┐
 * └───────────── group (group-profiles) ◀────────────┘ ──▶ selfheal.assessments, selfheal.alerts
 * selfheal.policy (global): both
 * </pre>
 */
public final class AnalyzerTopology {
    private static final List<Topic<?>> BY_SOURCE =
            List.of(Topics.EVENTS, Topics.VERDICTS, Topics.ORDERS, Topics.ANALYZER_BLAMES);
    private static final List<Topic<?>> BY_GROUP = List.of(Topics.ANALYZER_SHARES);
    private static final List<Topic<?>> OF_SOURCES = List.of(
            Topics.DECISIONS,
            Topics.ASSESSMENTS,
            Topics.ALERTS,
            Topics.ORDERS,
            Topics.ANALYZER_SHARES,
            Topics.ANALYZER_DEAD_LETTERS);
    private static final List<Topic<?>> OF_GROUPS =
            List.of(Topics.ASSESSMENTS, Topics.ALERTS, Topics.ANALYZER_BLAMES, Topics.ANALYZER_DEAD_LETTERS);

    static final int DEFAULT_MEBIBYTES = 256;

    private static final long MEBIBYTE = 1 << 20;
    /** Groups may take a quarter of what sources take: there are fewer of them, and they are smaller. */
    private static final int GROUPS_SHARE = 4;

    private AnalyzerTopology() {}

    /**
     * How much is remembered.
     *
     * @param maxLive most profiles held as objects in each task
     * @param mebibytes most bytes of all source profiles in this process
     */
    record Bounds(int maxLive, int mebibytes) {}

    /**
     * The topology with the shipped rules, without signatures: a broker that only this host reaches. One policy book
     * and blast radius for all tasks of the process.
     *
     * @param book the policy to begin with; the policy topic changes it
     * @param maxLiveProfiles most profiles held as objects in each task
     */
    public static Topology shipped(PolicyBook book, MeterRegistry registry, int maxLiveProfiles) {
        RuleSet rules = RuleSet.shipped();
        return of(
                () -> rules,
                book,
                registry,
                new Bounds(maxLiveProfiles, DEFAULT_MEBIBYTES),
                Trust.unsigned(),
                Places.NONE,
                Detectors.NONE,
                ModelBook.off(),
                new News(1),
                streams -> {});
    }

    /**
     * The topology of the service.
     *
     * @param rules what is in force now, asked for each event
     * @param news what is announced there is published
     * @param begun told the configuration of Kafka Streams before the first event is judged
     */
    static Topology of(
            Supplier<RuleSet> rules,
            PolicyBook book,
            MeterRegistry registry,
            Bounds bounds,
            Trust trust,
            Places places,
            Detectors detectors,
            ModelBook models,
            News news,
            Consumer<Map<String, Object>> begun) {
        BlastRadius blastRadius = new BlastRadius();
        return build(
                new Cores(
                        () -> new AnalyzerCore(rules, book, blastRadius, AnalyzerCore.DEFAULT_GRACE, places, detectors),
                        () -> new GroupCore(rules, book),
                        models,
                        news),
                book,
                trust,
                new AnalyzerMeters(registry),
                bounds,
                begun);
    }

    /**
     * Makes the thinking of one task.
     *
     * @param sources of a task of sources
     * @param groups of a task of groups
     * @param models the anomaly model, one for all tasks of the process
     * @param news what tasks of sources publish beside what they find
     */
    record Cores(Supplier<AnalyzerCore> sources, Supplier<GroupCore> groups, ModelBook models, News news) {
        /** Without a model, and without news. */
        Cores(Supplier<AnalyzerCore> sources, Supplier<GroupCore> groups) {
            this(sources, groups, ModelBook.off(), new News(1));
        }
    }

    /**
     * Builds the topology; every node and store has a name of its own.
     *
     * @param book the policy, kept equal to its topic
     */
    static Topology build(Cores cores, PolicyBook book, Trust trust, AnalyzerMeters meters, Bounds bounds) {
        return build(cores, book, trust, meters, bounds, streams -> {});
    }

    private static Topology build(
            Cores cores,
            PolicyBook book,
            Trust trust,
            AnalyzerMeters meters,
            Bounds bounds,
            Consumer<Map<String, Object>> begun) {
        ProfileBudget forSources = new ProfileBudget(bounds.mebibytes() * MEBIBYTE);
        ProfileBudget forGroups = new ProfileBudget(bounds.mebibytes() * MEBIBYTE / GROUPS_SHARE);
        ScanOrders scans = new ScanOrders(() -> book.current().scanning());
        Topology topology = new Topology();
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(PolicyProcessor.STORE),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled(),
                "policy-source",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.POLICY.name(),
                "policy-processor",
                () -> new PolicyProcessor(book, trust.policy(), meters, cores.news(), begun));
        add(
                topology,
                SourceProcessor.NAME,
                BY_SOURCE,
                OF_SOURCES,
                SourceProcessor.STORE,
                new ProfileStore.Bound<>(bounds.maxLive(), forSources, SourceProfile::worth),
                () -> new SourceProcessor(cores, scans, trust, meters));
        add(
                topology,
                GroupProcessor.NAME,
                BY_GROUP,
                OF_GROUPS,
                GroupProcessor.STORE,
                new ProfileStore.Bound<>(bounds.maxLive(), forGroups, SourceProfile::worth),
                () -> new GroupProcessor(cores.groups(), trust, meters));
        return topology;
    }

    private static void add(
            Topology topology,
            String name,
            List<Topic<?>> in,
            List<Topic<?>> out,
            String store,
            ProfileStore.Bound<SourceProfile> bound,
            ProcessorSupplier<String, byte[], String, byte[]> processor) {
        for (Topic<?> topic : in) {
            topology.addSource(
                    source(topic.name()), new StringDeserializer(), new ByteArrayDeserializer(), topic.name());
        }
        topology.addProcessor(
                name, processor, in.stream().map(t -> source(t.name())).toArray(String[]::new));
        topology.addStateStore(
                ProfileStore.builder(store, SourceProfile::toBytes, SourceProfile::fromBytes, bound)
                        .withLoggingEnabled(Map.of()),
                name);
        for (Topic<?> topic : out) {
            topology.addSink(
                    sink(topic.name(), name), topic.name(), new StringSerializer(), new ByteArraySerializer(), name);
        }
    }

    private static String source(String topic) {
        return topic + "-source";
    }

    static String sink(String topic, String processor) {
        return topic + "-sink-of-" + processor;
    }
}
