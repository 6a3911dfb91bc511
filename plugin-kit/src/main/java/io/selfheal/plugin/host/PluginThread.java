package io.selfheal.plugin.host;

import io.selfheal.schemas.text.Excerpt;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread on which a plugin's code runs, one call at a time. A call that takes too long is interrupted; if it
 * does not heed that, the thread is lost with it: a JVM cannot end a thread, so it stays until the process ends, and
 * the plugin is not asked again.
 */
final class PluginThread {
    /** After an interrupt a call may take this long to come back before its thread counts as lost. */
    private static final long GRACE_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int MAX_ERROR = 300;

    private final SynchronousQueue<FutureTask<?>> calls = new SynchronousQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    /** A call that was cut off and has not come back; null if none. */
    private volatile @Nullable FutureTask<?> cut;

    private volatile long cutAt;

    PluginThread(String name, ClassLoader classes) {
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
        thread.setContextClassLoader(classes);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                FutureTask<?> call = calls.take();
                call.run();
                if (call.equals(cut)) {
                    cut = null;
                }
                Thread.interrupted(); // meant for the call that has just ended, not for the next one
            } catch (InterruptedException late) {
                // Either the end, which the loop's condition sees, or one that came late.
            }
        }
    }

    /** Runs it there; waits for a call before it, and for it, within the budget. Everything it throws is an answer. */
    <R> CallResult<R> call(Callable<R> work, Duration budget) throws InterruptedException {
        if (isLost()) {
            return new CallResult.NotAsked<>("its thread is lost");
        }
        long end = System.nanoTime() + budget.toNanos();
        FutureTask<CallResult<R>> task = new FutureTask<>(() -> guarded(work));
        if (!calls.offer(task, budget.toNanos(), TimeUnit.NANOSECONDS)) {
            return new CallResult.NotAsked<>("it is busy");
        }
        try {
            return task.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            cutAt = System.nanoTime();
            cut = task;
            if (!task.cancel(true)) {
                cut = null; // it has just come back: too late all the same
            }
            return new CallResult.CutOff<>();
        } catch (ExecutionException e) {
            return new CallResult.Threw<>(e.getCause().getClass().getName());
        }
    }

    /** On the plugin's thread, so that even the text of what it throws is asked for there. */
    private static <R> CallResult<R> guarded(Callable<R> work) {
        try {
            return new CallResult.Answered<>(work.call());
        } catch (Throwable e) { // whatever a plugin throws is its failure and nobody else's
            return new CallResult.Threw<>(text(e));
        }
    }

    private static String text(Throwable e) {
        String type = e.getClass().getName();
        try {
            return Excerpt.of(type + ": " + e.getMessage(), MAX_ERROR);
        } catch (Throwable worse) { // its message may be a method of its own
            return Excerpt.of(type, MAX_ERROR);
        }
    }

    /** Whether a call was cut off and did not come back. */
    boolean isLost() {
        return cut != null && System.nanoTime() - cutAt > GRACE_NANOS;
    }

    /** Whether a call that was cut off is still running. */
    boolean isStuck() {
        return cut != null;
    }

    void close() {
        closed = true;
        thread.interrupt();
    }
}
