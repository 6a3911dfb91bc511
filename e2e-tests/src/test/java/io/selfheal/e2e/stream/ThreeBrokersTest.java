package io.selfheal.e2e.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.e2e.broker.ThreeBrokers;
import io.selfheal.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DEP-13: the profile of three brokers, in which one may be away. */
class ThreeBrokersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void aBrokerThatIsKilledTakesNothingAlong() throws Exception {
        try (ThreeBrokers cluster = ThreeBrokers.start(directory);
                BrokerAndAnalyzers fleet = BrokerAndAnalyzers.on(cluster, directory);
                KafkaStreams analyzer = fleet.analyzer("three", "a")) {
            fleet.failures("203.0.113.1", 1, 4);
            fleet.awaitCommitted("three");

            int first = cluster.leaderOf(new TopicPartition(Topics.EVENTS.name(), 0));
            cluster.kill(first);
            fleet.failures("203.0.113.1", 5, 5);
            fleet.failures("203.0.113.2", 1, 5);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(fleet.decided())
                            .as("four failures before the kill, and one after it")
                            .contains("203.0.113.1", "203.0.113.2"));

            cluster.comeBack(first);
            fleet.failures("203.0.113.3", 1, 4);
            fleet.awaitCommitted("three");
            cluster.kill(cluster.leaderOf(new TopicPartition(Topics.DECISIONS.name(), 0)));
            fleet.failures("203.0.113.3", 5, 5);

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(fleet.decided()).contains("203.0.113.1", "203.0.113.2", "203.0.113.3"));
            assertThat(analyzer.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
    }
}
