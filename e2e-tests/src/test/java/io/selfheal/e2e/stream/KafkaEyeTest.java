package io.selfheal.e2e.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.notifier.watch.KafkaEye;
import io.selfheal.notifier.watch.Progress;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.standalone.broker.EmbeddedKafka;
import io.selfheal.standalone.broker.TopicSetup;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the notifier sees of the analyzer's progress, in a real broker. */
class KafkaEyeTest {
    private static final String GROUP = "selfheal-analyzer";
    private static final TopicPartition FIRST = new TopicPartition(Topics.EVENTS.name(), 0);

    @TempDir
    private Path directory;

    @Test
    void seesWhatWaitsWhatWasTakenAndThatNobodyAnswers() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        Map<String, Object> brokers = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        try (KafkaEye eye = new KafkaEye(brokers, GROUP)) {
            try (Admin admin = Admin.create(brokers)) {
                assertThat(eye.look()).as("no topic yet").isEqualTo(new Progress.Seen(0, 0));

                TopicSetup.createMissing(brokers, Optional.of(2));
                assertThat(eye.look()).isEqualTo(new Progress.Seen(0, 0));

                write(brokers, 5);
                assertThat(eye.look()).isEqualTo(new Progress.Seen(5, 0));

                admin.alterConsumerGroupOffsets(GROUP, Map.of(FIRST, new OffsetAndMetadata(3)))
                        .all()
                        .get();
                assertThat(eye.look()).isEqualTo(new Progress.Seen(2, 3));

                write(brokers, 4);
                assertThat(eye.look()).isEqualTo(new Progress.Seen(6, 3));
            } finally {
                kafka.close();
            }
            assertThat(eye.look()).isInstanceOf(Progress.Away.class);
        }
    }

    private static void write(Map<String, Object> brokers, int count) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(brokers, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(FIRST.topic(), FIRST.partition(), "k", new byte[] {1}))
                        .get();
            }
        }
    }
}
