package io.selfheal.responder.link;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.state.Outbox;
import io.selfheal.responder.state.Outbox.Letter;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.topic.DeadLetter;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.vitals.Vitals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code responder-sender}: sends what is in the outbox and takes it out when Kafka acknowledged it; sends
 * vitals while Kafka is there, since old ones help nobody.
 */
final class Sender implements Runnable, DeadLetters {
    private static final Log LOG = Log.of(Sender.class);
    private static final int BATCH = 500;
    private static final long RETRY_MILLIS = 1_000;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final KafkaSettings settings;
    private final Outbox outbox;
    private final LinkState state;
    private final Supplier<Vitals> vitals;
    private final Duration vitalsEvery;
    private volatile boolean open = true;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    Sender(KafkaSettings settings, Outbox outbox, LinkState state, Supplier<Vitals> vitals, Duration vitalsEvery) {
        this.settings = settings;
        this.outbox = outbox;
        this.state = state;
        this.vitals = vitals;
        this.vitalsEvery = vitalsEvery;
    }

    /**
     * Made when it is needed: the node does its work also where no broker's name resolves, as at a boot before DNS.
     *
     * @throws KafkaException if none can be made now
     */
    private synchronized KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private synchronized void close(Duration within) {
        if (producer != null) {
            producer.close(within);
            producer = null;
        }
    }

    /** Sends with a new client what is not acknowledged; from any thread. */
    void anew() {
        close(Duration.ZERO);
    }

    @Override
    public void run() {
        long nextVitals = System.nanoTime();
        try {
            while (open) {
                long wait = nextVitals - System.nanoTime();
                if (wait <= 0) {
                    sendVitals();
                    nextVitals = System.nanoTime() + vitalsEvery.toNanos();
                    continue;
                }
                List<Letter> letters = outbox.next(BATCH, Duration.ofNanos(wait));
                if (!letters.isEmpty() && !deliver(letters)) {
                    Thread.sleep(RETRY_MILLIS);
                }
            }
            // What is waiting is on disk; the last acts are sent if Kafka is there.
            if (state.isConnected()) {
                deliver(outbox.next(BATCH, Duration.ZERO));
            }
        } catch (InterruptedException e) {
            close(Duration.ZERO);
        } finally {
            close(CLOSE_WITHIN);
        }
    }

    /** Awaits every acknowledgement before anything is taken out; a batch that fails half-way is sent again. */
    private boolean deliver(List<Letter> letters) throws InterruptedException {
        try {
            KafkaProducer<byte[], byte[]> to = producer();
            List<Future<RecordMetadata>> sent = new ArrayList<>(letters.size());
            for (Letter letter : letters) {
                sent.add(to.send(new ProducerRecord<>(
                        letter.topic(),
                        letter.key().getBytes(StandardCharsets.UTF_8),
                        letter.value().getBytes(StandardCharsets.UTF_8))));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            outbox.acknowledged(letters.size());
            return true;
        } catch (KafkaException | ExecutionException e) {
            LOG.debug("reports not delivered; tried again", "cause", e);
            return false;
        } catch (IOException e) {
            LOG.warn("the outbox cannot be emptied", "cause", e);
            return false;
        }
    }

    private void sendVitals() {
        if (!state.isConnected()) {
            return;
        }
        Vitals now;
        try {
            now = vitals.get();
        } catch (CompletionException e) {
            LOG.debug("no vitals while stopping", "cause", e);
            return;
        }
        send(new ProducerRecord<>(
                Topics.VITALS.name(),
                now.host().getBytes(StandardCharsets.UTF_8),
                Topics.VITALS.codec().encode(now)));
    }

    @Override
    public void send(ConsumerRecord<byte[], byte[]> message, DecodeException cause) {
        LOG.warn(
                "a broken record goes to the dead letters",
                "topic",
                message.topic(),
                "partition",
                message.partition(),
                "offset",
                message.offset(),
                "cause",
                cause.getMessage());
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.RESPONDER_DEAD_LETTERS.name(), message.key(), message.value());
        letter.headers()
                .add(DeadLetter.TOPIC, bytes(message.topic()))
                .add(DeadLetter.PARTITION, bytes(String.valueOf(message.partition())))
                .add(DeadLetter.OFFSET, bytes(String.valueOf(message.offset())))
                .add(DeadLetter.EXCEPTION_CLASS, bytes(cause.getClass().getName()))
                .add(DeadLetter.EXCEPTION_MESSAGE, bytes(String.valueOf(cause.getMessage())));
        send(letter);
    }

    /** A record that is still in its topic, or will soon be replaced: its loss is logged, not retried beyond Kafka's own retries. */
    private void send(ProducerRecord<byte[], byte[]> letter) {
        try {
            var _ = producer().send(letter, (metadata, failure) -> {
                if (failure != null) {
                    LOG.warn("a record was not delivered", "topic", letter.topic(), "cause", failure.getMessage());
                }
            });
        } catch (KafkaException e) {
            LOG.warn("a record was not delivered", "topic", letter.topic(), "cause", e.getMessage());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void stop() {
        open = false;
        outbox.wake();
    }

    String bootstrap() {
        return settings.bootstrap();
    }
}
