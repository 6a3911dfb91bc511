package io.selfheal.standalone;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds the JVM up after a signal until a command has tidied up. Without it the JVM ends when its shutdown hooks are
 * done, which is before the command's own {@code finally} blocks are.
 */
public final class OrderlyStop {
    /** Longest time that a stop may take before the JVM ends anyway. */
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private OrderlyStop() {}

    /** From now on a signal waits for {@link #done}. */
    public static OrderlyStop begin() {
        OrderlyStop stop = new OrderlyStop();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("orderly-stop").unstarted(stop::hold));
        return stop;
    }

    /** Waits until a signal asks for the stop. */
    public void awaitRequest() throws InterruptedException {
        requested.await();
    }

    /** Everything is tidied up; the JVM may end. */
    public void done() {
        done.countDown();
    }

    private void hold() {
        requested.countDown();
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(OrderlyStop.class.getName())
                        .log(System.Logger.Level.WARNING, "stopped without waiting any longer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
