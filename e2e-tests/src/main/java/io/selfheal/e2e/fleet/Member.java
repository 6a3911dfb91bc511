package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.LabException;
import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.lab.Running;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One process of the fleet, which may die and be started again. */
public final class Member {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String name;
    private final Machine machine;
    private final List<String> argv;
    private final Predicate<Running> ready;
    private final StringBuilder former = new StringBuilder();
    private @Nullable Running running;

    Member(String name, Machine machine, List<String> argv, Predicate<Running> ready) {
        this.name = name;
        this.machine = machine;
        this.argv = List.copyOf(argv);
        this.ready = ready;
    }

    public String name() {
        return name;
    }

    /** Starts it and does not wait. */
    public Member start() {
        if (running != null && running.alive()) {
            throw new LabException(name + " runs already");
        }
        keepOutput();
        running = machine.start(name, argv);
        return this;
    }

    /** Waits until it is ready; an early end is told with its output. */
    public Member awaitReady(Duration limit) {
        Running now = process();
        long end = System.nanoTime() + limit.toNanos();
        while (!ready.test(now)) {
            if (!now.alive()) {
                throw new LabException(name + " ended instead of getting ready: " + now.tail());
            }
            if (System.nanoTime() - end > 0) {
                throw new LabException(name + " was not ready within " + limit + ": " + now.tail());
            }
            pause();
        }
        return this;
    }

    /** Ends it as a crash would, and waits until it is gone. */
    public void kill9() {
        process().kill9();
        process().awaitExit(Duration.ofSeconds(10));
    }

    public boolean alive() {
        return running != null && running.alive();
    }

    public long pid() {
        return process().pid();
    }

    /** What it printed, earlier lives first. */
    public String output() {
        return former + (running == null ? "" : running.tail());
    }

    private Running process() {
        if (running == null) {
            throw new LabException(name + " was not started");
        }
        return running;
    }

    private void keepOutput() {
        if (running != null) {
            former.append(running.tail()).append("\n--- started again\n");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
