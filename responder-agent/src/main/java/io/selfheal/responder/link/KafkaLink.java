package io.selfheal.responder.link;

import io.selfheal.agent.log.Log;
import io.selfheal.agent.time.SetBack;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.state.Outbox;
import io.selfheal.responder.state.Outbox.Letter;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.vitals.Vitals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The way to and from Kafka: one thread that reads, one that sends. It may be away at any time. */
public final class KafkaLink implements AutoCloseable {
    private static final Log LOG = Log.of(KafkaLink.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

    private final DecisionReader reader;
    private final Sender sender;
    private final InstantSource clock;
    private final SetBack setBack = new SetBack();
    private final Thread readerThread;
    private final Thread senderThread;

    public KafkaLink(
            KafkaSettings settings,
            Trust trust,
            Inbox inbox,
            Outbox outbox,
            LinkState state,
            Supplier<Vitals> vitals,
            Duration vitalsEvery,
            InstantSource clock) {
        this.clock = clock;
        this.sender = new Sender(settings, outbox, state, vitals, vitalsEvery);
        Reader decoder = new Reader(settings.host(), trust, inbox, sender, state, clock);
        this.reader = new DecisionReader(settings, decoder, inbox, state, clock);
        this.readerThread =
                Thread.ofPlatform().name("responder-reader").daemon().unstarted(reader);
        this.senderThread =
                Thread.ofPlatform().name("responder-sender").daemon().unstarted(sender);
    }

    public void start() {
        senderThread.start();
        readerThread.start();
    }

    /**
     * Connects anew when the clock was set back, and reads all decisions again: while it was ahead, blocks were forgotten
     * as over that are not. For one thread, every few seconds.
     */
    public void tick() {
        if (setBack.is(clock.instant())) {
            LOG.info("clock set back, decisions are read anew");
            reader.anew();
            sender.anew();
        }
    }

    /** Reports through the outbox: nothing is lost while Kafka is away. */
    public static Sink reporting(Outbox outbox) {
        return new Sink() {
            @Override
            public void outcome(Outcome outcome) {
                byte[] json = Topics.OUTCOMES.codec().encode(outcome);
                outbox.add(new Letter(Topics.OUTCOMES.name(), outcome.host(), text(json)));
            }

            @Override
            public void alert(Alert alert) {
                byte[] json = Topics.ALERTS.codec().encode(alert);
                outbox.add(new Letter(Topics.ALERTS.name(), alert.groupingKey(), text(json)));
            }

            private String text(byte[] json) {
                return new String(json, StandardCharsets.UTF_8);
            }
        };
    }

    @Override
    public void close() {
        reader.stop();
        sender.stop();
        try {
            if (!readerThread.join(STOP_WITHIN)) {
                readerThread.interrupt();
            }
            if (!senderThread.join(STOP_WITHIN)) {
                senderThread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
