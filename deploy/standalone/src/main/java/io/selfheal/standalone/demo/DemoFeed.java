package io.selfheal.standalone.demo;

import io.selfheal.schemas.codec.Codec;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the topics that the view shows and puts them on the board. Used by one thread. */
final class DemoFeed implements AutoCloseable {
    private static final List<Topic<?>> SHOWN =
            List.of(Topics.EVENTS, Topics.ASSESSMENTS, Topics.DECISIONS, Topics.OUTCOMES);

    private final KafkaConsumer<String, byte[]> consumer;
    private final DemoBoard board;

    DemoFeed(String bootstrapServers, DemoBoard board) {
        this.board = board;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = SHOWN.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map((PartitionInfo p) -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
    }

    /** Waits at most this long for records and shows them. */
    void poll(Duration wait) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
            if (record.topic().equals(Topics.EVENTS.name())) {
                board.countEvents(1);
            } else if (record.value() != null) {
                show(record);
            }
        }
    }

    private void show(ConsumerRecord<String, byte[]> record) {
        String topic = record.topic();
        if (topic.equals(Topics.ASSESSMENTS.name())) {
            with(Topics.ASSESSMENTS.codec(), record.value(), board::on);
        } else if (topic.equals(Topics.DECISIONS.name())) {
            with(Topics.DECISIONS.codec(), record.value(), decision -> board.on(record.key(), decision));
        } else {
            with(Topics.OUTCOMES.codec(), record.value(), board::on);
        }
    }

    /** A record that cannot be read is the services' business (dead letters); the view leaves it out. */
    private static <T> void with(Codec<T> codec, byte[] bytes, Consumer<T> show) {
        try {
            show.accept(codec.decode(bytes));
        } catch (DecodeException e) {
            System.getLogger(DemoFeed.class.getName()).log(System.Logger.Level.DEBUG, "record not shown", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
