package io.selfheal.responder.bus;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears from systemd when one of a few units changes (org.freedesktop.systemd1, signal PropertiesChanged). Where there
 * is no bus, or it does not answer, {@link #isListening()} is false, and whoever asks must look for himself.
 */
public final class UnitSignals implements AutoCloseable {
    private static final Log LOG = Log.of(UnitSignals.class);
    private static final String SYSTEMD = "org.freedesktop.systemd1";
    private static final String MANAGER_PATH = "/org/freedesktop/systemd1";
    private static final String MANAGER = "org.freedesktop.systemd1.Manager";
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Path socket;
    private final List<String> units;
    private final Thread thread;
    private volatile long changes;
    private volatile boolean listening;
    private volatile boolean closed;
    private volatile Runnable onChange = () -> {};
    private volatile @Nullable SystemBus bus;
    private String lastProblem = "";

    /**
     * Prepares to listen.
     *
     * @param socket of the system's bus
     * @param units their names
     */
    public UnitSignals(Path socket, List<String> units) {
        this.socket = socket;
        this.units = List.copyOf(units);
        this.thread = Thread.ofPlatform().name("responder-bus").daemon().unstarted(this::work);
    }

    /** @param told called on the listening thread after each change, and when listening begins or ends */
    public void start(Runnable told) {
        onChange = told;
        thread.start();
    }

    /** Whether every change since this became true was counted. */
    public boolean isListening() {
        return listening;
    }

    /** Grows with each change, by whom it may be. Ask for it before the states are read, not after. */
    public long changes() {
        return changes;
    }

    private void work() {
        while (!closed) {
            try (SystemBus opened = SystemBus.open(socket)) {
                bus = opened;
                listen(opened);
            } catch (IOException e) {
                stopped(String.valueOf(e.getMessage()));
            }
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void listen(SystemBus opened) throws IOException {
        opened.call(SYSTEMD, MANAGER_PATH, MANAGER, "Subscribe", "");
        for (String unit : units) {
            // An alias has no object of its own: the answer is where the signals will come from.
            String path = opened.call(SYSTEMD, MANAGER_PATH, MANAGER, "LoadUnit", unit)
                    .firstText();
            opened.match("type='signal',sender='" + SYSTEMD + "',interface='org.freedesktop.DBus.Properties',"
                    + "member='PropertiesChanged',path='" + path + "'");
        }
        changed();
        listening = true;
        lastProblem = "";
        LOG.info("systemd tells when a unit changes", "units", units.size());
        while (!closed) {
            BusMessage message = opened.read();
            if (message.type() == BusMessage.SIGNAL && message.member().equals("PropertiesChanged")) {
                changed();
            }
        }
    }

    // Written by this thread alone.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void changed() {
        changes++;
        onChange.run();
    }

    private void stopped(String problem) {
        listening = false;
        if (!closed && !problem.equals(lastProblem)) {
            LOG.info("systemd does not tell when a unit changes: states are read again and again", "cause", problem);
            lastProblem = problem;
            onChange.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        SystemBus open = bus;
        if (open != null) {
            open.close();
        }
    }
}
