package io.selfheal.host.service;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Gives signs of life as long as the process works, three within the service manager's patience. One that hangs gives none
 * and is ended and started again by the service manager.
 */
public final class Watchdog implements AutoCloseable {
    private static final int SIGNS = 3;
    private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());

    private final ServiceManager manager;
    private final BooleanSupplier working;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean said;

    private Watchdog(ServiceManager manager, BooleanSupplier working) {
        this.manager = manager;
        this.working = working;
    }

    /**
     * Starts it; if the service manager expects no signs of life, nothing happens.
     *
     * @param working whether the process gets on; asked by a thread of its own, three times within the patience
     */
    public static Watchdog start(ServiceManager manager, BooleanSupplier working) {
        Watchdog watchdog = new Watchdog(manager, working);
        manager.watchdog()
                .ifPresent(patience -> Thread.ofPlatform()
                        .name("service-watchdog")
                        .daemon()
                        .start(() -> watchdog.run(patience.dividedBy(SIGNS))));
        return watchdog;
    }

    private void run(Duration every) {
        try {
            do {
                look();
            } while (!closing.await(every.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        if (working.getAsBoolean()) {
            manager.alive();
            said = false;
        } else if (!said) {
            LOG.log(Level.ERROR, "the work does not get on; the service manager will start this process again");
            said = true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
