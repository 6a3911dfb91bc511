package io.selfheal.responder.enforce;

import io.selfheal.agent.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code responder-enforcer}: everything that touches the desired set or the firewall is a task for it. It
 * runs all tasks that have come in, then brings their changes into force together, so that a burst is one transaction
 * and a single block waits for nothing.
 */
public final class Mailbox implements AutoCloseable {
    private static final Log LOG = Log.of(Mailbox.class);
    private static final int CAPACITY = 20_000;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

    private final ArrayBlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(CAPACITY);
    private final List<Runnable> answers = new ArrayList<>();
    private final Thread thread;
    private volatile boolean open = true;

    /** What is done after each batch of tasks. */
    public interface Batch {
        /** Brings changes into force; returns how long to wait at most until it must be called again. */
        Duration finish();

        /** The last act of the thread. */
        void stop();
    }

    public Mailbox(Batch batch) {
        this.thread = Thread.ofPlatform().name("responder-enforcer").unstarted(() -> work(batch));
    }

    public void start() {
        thread.start();
    }

    /** Runs the task on the thread; waits while the queue is full. */
    public void post(Runnable task) throws InterruptedException {
        tasks.put(task);
    }

    /**
     * Runs the change on the thread and, when it is in force, the answer.
     *
     * @return the answer; fails if the thread has ended or too much is waiting
     */
    public <T> CompletableFuture<T> ask(Runnable change, Supplier<T> answer) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                change.run();
                answers.add(() -> future.complete(answer.get()));
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        };
        if (!open || !tasks.offer(task)) {
            future.completeExceptionally(new IllegalStateException("the responder is stopping or overloaded"));
        }
        return future;
    }

    private void work(Batch batch) {
        Duration wait = finish(batch);
        List<Runnable> more = new ArrayList<>();
        while (open) {
            try {
                @Nullable Runnable first = tasks.poll(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
                if (first != null) {
                    run(first);
                    tasks.drainTo(more);
                    more.forEach(Mailbox::run);
                    more.clear();
                }
                wait = finish(batch);
            } catch (InterruptedException e) {
                open = false;
            }
        }
        batch.stop();
    }

    private Duration finish(Batch batch) {
        Duration wait;
        try {
            wait = batch.finish();
        } catch (RuntimeException e) {
            LOG.error("a batch failed; it is tried again", "cause", e);
            wait = Duration.ofSeconds(1);
        }
        List<Runnable> ready = List.copyOf(answers);
        answers.clear();
        ready.forEach(Mailbox::run);
        return wait;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task failed", "cause", e);
        }
    }

    @Override
    public void close() {
        open = false;
        // Wakes the thread; a full queue needs no waking. No interrupt: a run of nft is let finish.
        tasks.offer(() -> {});
        try {
            thread.join(STOP_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
