package io.selfheal.schemas.topic;

import static io.selfheal.schemas.topic.Role.ADMINISTRATOR;
import static io.selfheal.schemas.topic.Role.ANALYZER_SERVICE;
import static io.selfheal.schemas.topic.Role.COLLECTOR_AGENT;
import static io.selfheal.schemas.topic.Role.CONSOLE_SERVICE;
import static io.selfheal.schemas.topic.Role.ENRICHMENT_SERVICE;
import static io.selfheal.schemas.topic.Role.RESPONDER_AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.topic.Topic.Cleanup;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the catalogue against the table of docs/architecture: who writes what, and what Kafka does with old records. */
class TopicsTest {
    /** Deleted after this many days; 0 is compacted. */
    private static final Map<String, Integer> DAYS = Map.ofEntries(
            Map.entry("selfheal.events", 7),
            Map.entry("selfheal.assessments", 30),
            Map.entry("selfheal.verdicts", 0),
            Map.entry("selfheal.file-verdicts", 0),
            Map.entry("selfheal.decisions", 0),
            Map.entry("selfheal.orders", 7),
            Map.entry("selfheal.outcomes", 90),
            Map.entry("selfheal.vitals", 2),
            Map.entry("selfheal.alerts", 30),
            Map.entry("selfheal.policy", 0),
            Map.entry("selfheal.resolutions", 365),
            Map.entry("selfheal.analyzer.shares", 7),
            Map.entry("selfheal.analyzer.blames", 7));

    private static final Map<String, Set<Role>> WRITERS = Map.ofEntries(
            Map.entry("selfheal.events", Set.of(COLLECTOR_AGENT, CONSOLE_SERVICE)),
            Map.entry("selfheal.assessments", Set.of(ANALYZER_SERVICE)),
            Map.entry("selfheal.verdicts", Set.of(ENRICHMENT_SERVICE)),
            Map.entry("selfheal.file-verdicts", Set.of(ENRICHMENT_SERVICE)),
            Map.entry("selfheal.decisions", Set.of(ANALYZER_SERVICE)),
            Map.entry("selfheal.orders", Set.of(CONSOLE_SERVICE, ANALYZER_SERVICE, ADMINISTRATOR)),
            Map.entry("selfheal.outcomes", Set.of(RESPONDER_AGENT)),
            Map.entry("selfheal.vitals", Set.of(RESPONDER_AGENT, COLLECTOR_AGENT)),
            Map.entry("selfheal.alerts", Set.of(ANALYZER_SERVICE, RESPONDER_AGENT, ENRICHMENT_SERVICE)),
            Map.entry("selfheal.policy", Set.of(CONSOLE_SERVICE, ADMINISTRATOR)),
            Map.entry("selfheal.resolutions", Set.of(CONSOLE_SERVICE, ADMINISTRATOR)),
            Map.entry("selfheal.analyzer.shares", Set.of(ANALYZER_SERVICE)),
            Map.entry("selfheal.analyzer.blames", Set.of(ANALYZER_SERVICE)));

    private static final Map<String, Topic<?>> BY_NAME =
            Topics.ALL.stream().collect(Collectors.toMap(Topic::name, Function.identity()));

    @Test
    void everyTopicOfTheDesignIsThereOnceAndDeadLettersBesideThem() {
        // when
        List<String> names = Topics.ALL.stream().map(Topic::name).toList();

        // then
        assertThat(names).doesNotHaveDuplicates().containsAll(DAYS.keySet());
        assertThat(names.stream().filter(name -> !DAYS.containsKey(name)))
                .allMatch(name -> name.matches("selfheal\\.[a-z]+\\.dead-letters"));
    }

    @Test
    void everyTopicThatIsDeclaredIsListed() {
        // when
        List<Object> declared = Arrays.stream(Topics.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Topic.class)
                .map(TopicsTest::valueOf)
                .toList();

        // then
        assertThat(declared).containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    @Test
    void topicsAreCompactedOrDeletedAsDesigned() {
        DAYS.forEach((name, days) -> {
            Topic<?> topic = BY_NAME.get(name);
            assertThat(topic.cleanup()).as(name).isEqualTo(days == 0 ? Cleanup.COMPACT : Cleanup.DELETE);
            assertThat(days == 0 || topic.retention().equals(Duration.ofDays(days)))
                    .as(name)
                    .isTrue();
        });
    }

    @Test
    void onlyTheDesignedWritersMayWrite() {
        WRITERS.forEach((name, writers) ->
                assertThat(BY_NAME.get(name).writers()).as(name).isEqualTo(writers));
    }

    @Test
    void theAnalyzerAloneWritesDecisionsAndACollectorReadsNothing() {
        assertThat(Topics.DECISIONS.writers()).containsExactly(ANALYZER_SERVICE);
        assertThat(Topics.ALL).noneMatch(topic -> topic.readers().contains(COLLECTOR_AGENT));
    }

    @Test
    void everyTopicHasAReader() {
        assertThat(Topics.ALL).noneMatch(topic -> topic.readers().isEmpty());
    }

    @Test
    void topicsThatTheAnalyzerReadsBySourceHaveTheSamePartitions() {
        // given
        Set<Topic<?>> readAsAWhole = Set.of(Topics.POLICY, Topics.VITALS, Topics.RESOLUTIONS);

        // when
        Set<Integer> partitions = Topics.ALL.stream()
                .filter(topic -> topic.readers().contains(ANALYZER_SERVICE) && !readAsAWhole.contains(topic))
                .map(Topic::partitions)
                .collect(Collectors.toSet());

        // then
        assertThat(partitions).hasSize(1);
    }

    private static Object valueOf(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
