package io.selfheal.collector.publish;

import io.selfheal.agent.log.Log;
import io.selfheal.agent.log.Reason;
import io.selfheal.collector.checkpoint.Acknowledgement;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends with Kafka's own producer, idempotent and with all replicas acknowledging.
 *
 * <p>A batch that Kafka does not take within {@code delivery.timeout.ms} fails; the reader then starts over with a new
 * producer from the last acknowledged line. Waiting for ever instead would also wait for a producer whose sequence the
 * broker no longer accepts. How much is on its way, the in-flight window bounds well below {@code buffer.memory}, so
 * sending never waits for memory. Metadata is fetched by {@link #connect} and never expires for lack of use; only where
 * no broker is left the client forgets it, and sending waits for {@code max.block.ms} and fails.
 */
public final class KafkaPublisher implements EventPublisher {
    /** The broker's default {@code message.max.bytes}, with room for the batch's own header. */
    private static final int MAX_EVENT_BYTES = 1_000_000;

    private static final Duration FIRST_CONNECT = Duration.ofSeconds(2);

    private static final Log LOG = Log.of(KafkaPublisher.class);

    private final Map<String, Object> properties;
    private final AtomicLong refused = new AtomicLong();
    private volatile @Nullable KafkaProducer<String, byte[]> producer;
    private volatile String problem = "";
    private boolean closed;

    /**
     * @param bootstrap host:port, separated by commas
     * @param security further client properties: TLS and SASL
     */
    public KafkaPublisher(String bootstrap, Map<String, String> security) {
        properties = new HashMap<>(security);
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "selfheal-collector");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 32 * 1024);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
        properties.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 1_000);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        // Nobody asks an agent over JMX, and Java's server for it takes a tenth of the start.
        properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    }

    /**
     * Begins to connect in a thread of its own: making the first producer takes a cold JVM as long as reading the rules
     * does, and the two do not need each other.
     */
    public void connectMeanwhile() {
        Thread.ofPlatform().name("collector-connect").daemon().start(() -> {
            var _ = connect(FIRST_CONNECT);
        });
    }

    @Override
    public boolean connect(Duration atMost) {
        try {
            KafkaProducer<String, byte[]> connected = producer(atMost);
            if (connected == null) {
                return false;
            }
            connected.partitionsFor(Topics.EVENTS.name());
            problem = "";
            return true;
        } catch (InterruptException | IllegalStateException e) {
            // Told to stop, or closed meanwhile.
            return false;
        } catch (KafkaException e) {
            // Nobody answers, the name does not resolve, the topic is not there or not ours: all may change.
            problem = Reason.of(e);
            LOG.debug("no connection to Kafka yet", "cause", e);
            return false;
        }
    }

    @Override
    public String problem() {
        return problem;
    }

    /** Null if this was closed. */
    private synchronized @Nullable KafkaProducer<String, byte[]> producer(Duration atMost) {
        if (producer == null && !closed) {
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, atMost.toMillis());
            producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @Override
    public void publish(String key, byte[] event, Acknowledgement acknowledgement) {
        KafkaProducer<String, byte[]> connected = producer;
        if (connected == null) {
            acknowledgement.failed(new IllegalStateException("not connected"));
            return;
        }
        try {
            // What became of it is told to the callback; the future would say the same.
            var _ = connected.send(
                    new ProducerRecord<>(Topics.EVENTS.name(), key, event),
                    (metadata, failure) -> settle(acknowledgement, failure));
        } catch (RuntimeException e) {
            // Also that it was closed meanwhile, which is no KafkaException: the event's place must not stay open.
            acknowledgement.failed(e);
        }
    }

    /** A record that Kafka will never take must not stop those after it. */
    private void settle(Acknowledgement acknowledgement, @Nullable Exception failure) {
        if (failure == null) {
            acknowledgement.acknowledged();
        } else if (failure instanceof RecordTooLargeException) {
            if (refused.getAndIncrement() == 0) {
                LOG.warn("Kafka refuses an event for its size, it is counted from now on", "cause", failure);
            }
            acknowledgement.acknowledged();
        } else {
            acknowledgement.failed(failure);
        }
    }

    @Override
    public boolean publish(Vitals vitals) {
        KafkaProducer<String, byte[]> connected = producer;
        if (connected == null) {
            return false;
        }
        try {
            // The next vitals replace lost ones: nobody waits for these.
            var _ = connected.send(new ProducerRecord<>(
                    Topics.VITALS.name(), vitals.host(), Topics.VITALS.codec().encode(vitals)));
        } catch (TimeoutException e) {
            LOG.debug("vitals not sent", "cause", e);
        } catch (KafkaException e) {
            LOG.warn("vitals not sent", "cause", e);
        }
        return true;
    }

    @Override
    public int maxEventBytes() {
        return MAX_EVENT_BYTES;
    }

    @Override
    public long refused() {
        return refused.get();
    }

    @Override
    public void restart() {
        drop(Duration.ZERO);
    }

    @Override
    public void close(Duration atMost) {
        synchronized (this) {
            closed = true;
        }
        drop(atMost);
    }

    private void drop(Duration atMost) {
        KafkaProducer<String, byte[]> connected;
        synchronized (this) {
            connected = producer;
            producer = null;
        }
        if (connected != null) {
            connected.close(atMost);
        }
    }
}
