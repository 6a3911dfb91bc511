package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * The analyzer's way on one screen: events, verdicts and orders of one source into one processor over one profile;
 * assessments, decisions and alerts out.
 *
 * <pre>
 * selfheal.events ─┐                                ┌─▶ selfheal.decisions
 * selfheal.verdicts ├─▶ source ─▶ source-profiles ──┼─▶ selfheal.assessments
 * selfheal.orders ─┘      ▲                         ├─▶ selfheal.alerts
 *                         │                         └─▶ selfheal.analyzer.dead-letters
 * selfheal.policy ────────┘ (global)
 * </pre>
 */
public final class AnalyzerTopology {
    private static final List<Topic<?>> BY_SOURCE = List.of(Topics.EVENTS, Topics.VERDICTS, Topics.ORDERS);
    private static final List<Topic<?>> OUT =
            List.of(Topics.DECISIONS, Topics.ASSESSMENTS, Topics.ALERTS, Topics.ANALYZER_DEAD_LETTERS);

    private AnalyzerTopology() {}

    /**
     * The topology with the shipped rules, without signatures: a broker that only this host reaches. One policy book
     * and blast radius for all tasks of the process.
     *
     * @param book the policy to begin with; the policy topic changes it
     * @param maxLiveProfiles most profiles held as objects in each task
     */
    public static Topology shipped(PolicyBook book, MeterRegistry registry, int maxLiveProfiles) {
        return shipped(book, registry, maxLiveProfiles, Trust.unsigned(), Places.NONE);
    }

    static Topology shipped(PolicyBook book, MeterRegistry registry, int maxLiveProfiles, Trust trust, Places places) {
        RuleSet rules = RuleSet.shipped();
        BlastRadius blastRadius = new BlastRadius();
        return build(
                () -> new AnalyzerCore(rules, book, blastRadius, AnalyzerCore.DEFAULT_GRACE, places),
                book,
                trust,
                new AnalyzerMeters(registry),
                maxLiveProfiles);
    }

    /**
     * Builds the topology; every node and store has a name of its own.
     *
     * @param cores makes the thinking of one task
     * @param book the policy, kept equal to its topic
     * @param maxLiveProfiles most profiles held as objects in each task
     */
    static Topology build(
            Supplier<AnalyzerCore> cores, PolicyBook book, Trust trust, AnalyzerMeters meters, int maxLiveProfiles) {
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
                () -> new PolicyProcessor(book));
        for (Topic<?> topic : BY_SOURCE) {
            topology.addSource(
                    source(topic.name()), new StringDeserializer(), new ByteArrayDeserializer(), topic.name());
        }
        topology.addProcessor(
                "source",
                () -> new SourceProcessor(cores, trust, meters),
                BY_SOURCE.stream().map(t -> source(t.name())).toArray(String[]::new));
        topology.addStateStore(
                ProfileStore.builder(
                                SourceProcessor.STORE,
                                SourceProfile::toBytes,
                                SourceProfile::fromBytes,
                                maxLiveProfiles)
                        .withLoggingEnabled(Map.of()),
                "source");
        for (Topic<?> topic : OUT) {
            topology.addSink(
                    sink(topic.name()), topic.name(), new StringSerializer(), new ByteArraySerializer(), "source");
        }
        return topology;
    }

    private static String source(String topic) {
        return topic + "-source";
    }

    static String sink(String topic) {
        return topic + "-sink";
    }
}
