package io.selfheal.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Without a broker; with one, the collector's own tests. */
class KafkaPublisherTest {
    private static final String NOBODY = "127.0.0.1:1";

    @Test
    void connectsToNobodyWithoutWaitingLongerThanToldTo() {
        try (KafkaPublisher publisher = new KafkaPublisher(NOBODY, Map.of())) {
            assertThat(publisher.connect(Duration.ofMillis(100))).isFalse();
            assertThat(publisher.problem()).contains("Topic selfheal.events not present in metadata after 100 ms");
        }
    }

    @Test
    void saysWhyThereIsNoConnection() {
        try (KafkaPublisher publisher = new KafkaPublisher("kafka.invalid:9092", Map.of())) {
            assertThat(publisher.connect(Duration.ofMillis(100))).isFalse();
            assertThat(publisher.problem())
                    .isEqualTo(
                            "Failed to construct kafka producer: No resolvable bootstrap urls given in bootstrap.servers");
        }
    }

    @Test
    void makesNoConnectionOnceItIsClosed() {
        KafkaPublisher publisher = new KafkaPublisher(NOBODY, Map.of());

        publisher.close(Duration.ZERO);

        assertThat(publisher.connect(Duration.ofMillis(100))).isFalse();
        assertThat(clientThreads()).isEmpty();
    }

    /** A configuration that is refused after the connection was begun must leave nothing behind. */
    @Test
    void leavesNoClientBehindWhenClosedWhileItConnects() {
        KafkaPublisher publisher = new KafkaPublisher(NOBODY, Map.of());
        publisher.connectMeanwhile();

        publisher.close(Duration.ZERO);

        Awaitility.await().untilAsserted(() -> assertThat(clientThreads()).isEmpty());
    }

    private static List<String> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("kafka-producer-network-thread") || name.equals("collector-connect"))
                .toList();
    }
}
