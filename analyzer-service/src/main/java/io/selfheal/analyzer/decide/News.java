package io.selfheal.analyzer.decide;

import io.selfheal.schemas.alert.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Alerts that come from beside the events, and wait until a task asks and publishes them. What nobody takes is let go,
 * the oldest first. Safe for several threads.
 */
public final class News {
    private final BlockingQueue<Alert> waiting;

    /** @param most that may wait */
    public News(int most) {
        waiting = new ArrayBlockingQueue<>(most);
    }

    public void announce(Alert alert) {
        while (!waiting.offer(alert)) {
            waiting.poll();
        }
    }

    /** What was announced since the last time. */
    public List<Alert> take() {
        List<Alert> taken = new ArrayList<>();
        waiting.drainTo(taken);
        return taken;
    }
}
