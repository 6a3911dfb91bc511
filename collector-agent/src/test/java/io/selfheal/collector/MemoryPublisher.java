package io.selfheal.collector;

import io.selfheal.collector.checkpoint.Acknowledgement;
import io.selfheal.collector.publish.EventPublisher;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A Kafka in memory: acknowledges at once, later, or fails. */
final class MemoryPublisher implements EventPublisher {
    final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
    final List<Vitals> vitals = new CopyOnWriteArrayList<>();
    private final Deque<Acknowledgement> held = new ArrayDeque<>();
    volatile boolean reachable = true;
    volatile boolean holding;
    volatile boolean failing;
    private volatile boolean connected;
    private final AtomicInteger restarts = new AtomicInteger();

    @Override
    public boolean connect(Duration atMost) {
        connected = reachable;
        return connected;
    }

    @Override
    public String problem() {
        return reachable ? "" : "as the test wants it";
    }

    @Override
    public synchronized void publish(String key, byte[] event, Acknowledgement acknowledgement) {
        if (!connected) {
            acknowledgement.failed(new IllegalStateException("not connected"));
            return;
        }
        if (failing) {
            acknowledgement.failed(new IllegalStateException("as the test wants it"));
            return;
        }
        try {
            events.add(Topics.EVENTS.codec().decode(event));
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
        if (holding) {
            held.add(acknowledgement);
        } else {
            acknowledgement.acknowledged();
        }
    }

    synchronized void acknowledgeHeld() {
        holding = false;
        held.forEach(Acknowledgement::acknowledged);
        held.clear();
    }

    @Override
    public boolean publish(Vitals sign) {
        return vitals.add(sign);
    }

    @Override
    public int maxEventBytes() {
        return 100_000;
    }

    @Override
    public long refused() {
        return 0;
    }

    @Override
    public void restart() {
        connected = false;
        restarts.incrementAndGet();
    }

    @Override
    public void close(Duration atMost) {
        holding = true;
    }

    int restarts() {
        return restarts.get();
    }

    List<String> users() {
        return events.stream().map(event -> String.valueOf(event.user())).toList();
    }
}
