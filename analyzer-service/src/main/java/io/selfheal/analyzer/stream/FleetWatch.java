package io.selfheal.analyzer.stream;

import io.selfheal.analyzer.decide.News;
import io.selfheal.analyzer.fleet.AgentRoll;
import io.selfheal.analyzer.fleet.FleetFigures;
import io.selfheal.analyzer.policy.FleetModes;
import io.selfheal.analyzer.policy.NodeRoll;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Learns from the agents' vitals which nodes enforce blocks, and tells the policy book; and who of them is not heard of
 * any more or reads nothing, and announces it. Every instance of the service reads all of them, in no group, from a few
 * minutes ago, since an agent speaks every half minute, and samples of the last day.
 *
 * <p>It reads what is there before the first event is judged, for ten seconds at most, so that an analyzer that starts
 * in a dry run does not begin with real blocks. When Kafka fails, what was known goes on to hold.
 */
public final class FleetWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FleetWatch.class);
    /** Nodes speak every half minute; after a pause of the whole fleet what they said before it counts. */
    private static final List<Duration> LOOK_BACK = List.of(Duration.ofMinutes(5), Duration.ofDays(1));

    private static final Duration FIRST_READ = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final PolicyBook book;
    private final InstantSource clock;
    private final News news;
    private final NodeRoll roll = new NodeRoll();
    private AgentRoll agents = new AgentRoll();
    private volatile FleetFigures figures = FleetFigures.NONE;
    private volatile FleetModes modes = FleetModes.UNKNOWN;
    private volatile boolean open = true;
    private @Nullable Thread thread;

    public FleetWatch(PolicyBook book, News news, InstantSource clock) {
        this.book = book;
        this.news = news;
        this.clock = clock;
    }

    /**
     * Reads what is known, then goes on in the background. Once is enough: Kafka Streams makes the processor that calls
     * this for the restore of its store, and again for the time after it.
     *
     * @param streams the configuration of Kafka Streams; brokers and security are taken from it
     */
    public synchronized void start(Map<String, Object> streams) {
        if (thread != null) {
            return;
        }
        Map<String, Object> settings =
                new HashMap<>(new StreamsConfig(streams).getGlobalConsumerConfigs("selfheal-analyzer-fleet"));
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) FIRST_READ.toMillis());
        Consumer<String, byte[]> first = null;
        try {
            first = consumer(settings);
            readUpTo(clock.instant().plus(FIRST_READ), first);
        } catch (KafkaException e) {
            LOG.warn("the nodes' vitals cannot be read yet; who enforces blocks is not known", e);
            closeQuietly(first);
            first = null;
        }
        Consumer<String, byte[]> begun = first;
        Instant now = clock.instant();
        thread = Thread.ofPlatform().daemon().name("selfheal-fleet").start(() -> follow(begun, settings, now));
    }

    private static Consumer<String, byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private void readUpTo(Instant deadline, Consumer<String, byte[]> consumer) {
        for (Duration back : LOOK_BACK) {
            List<TopicPartition> all = begin(consumer, back);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))
                    && clock.instant().isBefore(deadline)) {
                consumer.poll(POLL).forEach(this::note);
            }
            FleetModes known = roll.at(clock.instant());
            apply(known);
            if (!known.equals(FleetModes.UNKNOWN)) {
                return;
            }
        }
    }

    private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        String topic = Topics.VITALS.name();
        List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (all.isEmpty()) {
            throw new KafkaException("the topic " + topic + " does not exist");
        }
        return all;
    }

    /** Goes back; who is there is learned anew, since what was read before is read again. */
    private List<TopicPartition> begin(Consumer<String, byte[]> consumer, Duration back) {
        agents = new AgentRoll();
        List<TopicPartition> all = partitions(consumer);
        consumer.assign(all);
        Map<TopicPartition, Long> from =
                PastVitals.offsets(consumer, all, clock.instant().minus(back));
        for (TopicPartition p : all) {
            Long at = from.get(p);
            if (at == null) {
                consumer.seekToEnd(List.of(p));
            } else {
                consumer.seek(p, at);
            }
        }
        return all;
    }

    private void follow(@Nullable Consumer<String, byte[]> begun, Map<String, Object> settings, Instant since) {
        Consumer<String, byte[]> consumer = begun;
        boolean failed = begun == null;
        boolean recalled = false;
        Instant listening = since;
        while (open) {
            try {
                if (consumer == null) {
                    Thread.sleep(RETRY);
                    consumer = consumer(settings);
                    begin(consumer, LOOK_BACK.getFirst());
                    recalled = false;
                }
                if (!recalled) {
                    recall(settings);
                    recalled = true;
                }
                ConsumerRecords<String, byte[]> heard = consumer.poll(POLL);
                heard.forEach(this::note);
                Instant now = clock.instant();
                apply(roll.at(now));
                listening = heard.isEmpty() && !BrokerConnections.isAny(consumer.metrics()) ? now : listening;
                agents.news(now, listening).forEach(news::announce);
                figures = agents.figures();
                failed = false;
            } catch (InterruptedException e) {
                break;
            } catch (KafkaException e) {
                if (open && !failed) {
                    LOG.warn("the nodes' vitals cannot be read; tried again every few seconds", e);
                }
                failed = true;
                listening = clock.instant();
                closeQuietly(consumer);
                consumer = null;
            }
        }
        closeQuietly(consumer);
    }

    /** Who was there within the last day is missed if he is not now. */
    private void recall(Map<String, Object> settings) {
        Map<String, Object> named = new HashMap<>(settings);
        named.put(ConsumerConfig.CLIENT_ID_CONFIG, "selfheal-analyzer-fleet-past");
        try (Consumer<String, byte[]> past = consumer(named)) {
            new PastVitals(past, partitions(past), agents::recall).read(clock.instant());
        }
    }

    private void apply(FleetModes known) {
        modes = known;
        book.apply(known);
    }

    /** The agents as they spoke last, a second ago at most; of before while Kafka is away. */
    FleetFigures figures() {
        return figures;
    }

    /** Who of them enforces blocks. */
    FleetModes modes() {
        return modes;
    }

    /** A record that cannot be read is left out; the console and the node's own commands tell of it. */
    private void note(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            Vitals vitals = Topics.VITALS.codec().decode(record.value());
            roll.note(vitals);
            agents.note(vitals, clock.instant());
        } catch (DecodeException e) {
            LOG.debugf(e, "vitals of partition %d cannot be read", record.partition());
        }
    }

    private static void closeQuietly(@Nullable Consumer<String, byte[]> consumer) {
        if (consumer != null) {
            try {
                consumer.close(CloseOptions.timeout(POLL));
            } catch (KafkaException e) {
                LOG.debug("the consumer of vitals did not close well", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        open = false;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
