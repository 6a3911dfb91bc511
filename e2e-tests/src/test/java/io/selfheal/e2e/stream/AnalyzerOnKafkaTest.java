package io.selfheal.e2e.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzerOnKafkaTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static BrokerAndAnalyzers broker;

    @BeforeAll
    static void startBroker() throws IOException, InterruptedException {
        broker = BrokerAndAnalyzers.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aRestartedAnalyzerRemembersWhatItCounted() throws Exception {
        String attacker = "203.0.113.10";
        try (KafkaStreams first = broker.analyzer("restart", "a")) {
            broker.failures(attacker, 1, 4);
            broker.awaitCommitted("restart");
            assertThat(first.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }

        try (KafkaStreams second = broker.analyzer("restart", "b")) {
            broker.failures(attacker, 5, 5);

            assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(broker.decided()).contains(attacker));
        }
    }

    @Test
    void aRebalanceTakesProfilesToTheInstanceThatJudgesNow() throws Exception {
        try (KafkaStreams first = broker.analyzer("rebalance", "c")) {
            for (int i = 1; i <= 8; i++) {
                broker.failures("198.51.100." + i, 1, 4);
            }
            broker.awaitCommitted("rebalance");
            try (KafkaStreams second = broker.analyzer("rebalance", "d")) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(partitionsOfEvents(first)).hasSize(1);
                    assertThat(partitionsOfEvents(second)).hasSize(1);
                });
                for (int i = 1; i <= 8; i++) {
                    broker.failures("198.51.100." + i, 5, 5);
                }

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(broker.decided())
                                .contains("198.51.100.1", "198.51.100.4", "198.51.100.8")
                                .filteredOn(key -> key.startsWith("198.51.100.") && !key.contains("/"))
                                .hasSize(8));
            }
        }
    }

    @Test
    void sourcesOfAllPartitionsMeetInTheirNetworkAndARestartLosesNoMember() throws Exception {
        try (KafkaStreams first = broker.analyzer("groups", "e")) {
            for (int i = 1; i <= 4; i++) {
                broker.failures("192.0.2." + i, 1, 5);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(broker.decided()).contains("192.0.2.1", "192.0.2.4"));
            broker.awaitCommitted("groups");
            assertThat(first.state()).isEqualTo(KafkaStreams.State.RUNNING);
            assertThat(broker.decided()).doesNotContain("192.0.2.0/24");
        }

        try (KafkaStreams second = broker.analyzer("groups", "f")) {
            broker.failures("192.0.2.5", 1, 5);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(broker.decided()).contains("192.0.2.5", "192.0.2.0/24"));
            assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
    }

    /** The partitions of sources that an instance judges; groups have tasks of their own. */
    private static List<TopicPartition> partitionsOfEvents(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(Topics.EVENTS.name()))
                .toList();
    }
}
