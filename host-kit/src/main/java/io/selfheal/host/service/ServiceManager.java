package io.selfheal.host.service;

import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a process tells the service manager that started it: sd_notify(3). Without one ({@code NOTIFY_SOCKET} not set)
 * nothing is told; one that does not listen is said once and holds nothing up.
 */
public final class ServiceManager {
    private static final int MAX_STATUS = 200;
    private static final long NANOS_PER_MICRO = 1_000;

    private static final System.Logger LOG = System.getLogger(ServiceManager.class.getName());

    private final @Nullable NotifySocket socket;
    private final Optional<Duration> watchdog;
    private boolean failing;

    private ServiceManager(@Nullable NotifySocket socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /** As the environment of this process says. A wrong value is said and taken for none. */
    public static ServiceManager of(Map<String, String> environment) {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (name.isEmpty()) {
            return new ServiceManager(null, Optional.empty());
        }
        try {
            return new ServiceManager(new NotifySocket(name), watchdog(environment));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "the service manager cannot be told anything: " + e.getMessage());
            return new ServiceManager(null, Optional.empty());
        }
    }

    private static Optional<Duration> watchdog(Map<String, String> environment) {
        String own = Long.toString(ProcessHandle.current().pid());
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        if (micros.isEmpty() || !environment.getOrDefault("WATCHDOG_PID", own).equals(own)) {
            return Optional.empty();
        }
        if (!micros.matches("[0-9]{1,15}") || Long.parseLong(micros) == 0) {
            throw new IllegalArgumentException(
                    "WATCHDOG_USEC: '" + Excerpt.of(micros, 40) + "' is no time; allowed: microseconds");
        }
        return Optional.of(Duration.ofNanos(Long.parseLong(micros) * NANOS_PER_MICRO));
    }

    /** After how long a time without a sign of life the service manager ends this process; empty if it does not. */
    public Optional<Duration> watchdog() {
        return watchdog;
    }

    /** The process does its work from now on. */
    public void ready(String status) {
        tell("READY=1\n" + statusLine(status));
    }

    /** The configuration is being read anew; {@link #ready} follows. */
    public void reloading() {
        // Ours run on Linux, where nanoTime is CLOCK_MONOTONIC, the clock that this field is about.
        tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / NANOS_PER_MICRO + "\n"
                + statusLine("reading the configuration anew"));
    }

    /** One line for {@code systemctl status}. */
    public void status(String status) {
        tell(statusLine(status));
    }

    /** A sign of life. */
    public void alive() {
        tell("WATCHDOG=1");
    }

    public void stopping() {
        tell("STOPPING=1\n" + statusLine("stopping"));
    }

    private static String statusLine(String status) {
        return "STATUS=" + Excerpt.of(status, MAX_STATUS);
    }

    private synchronized void tell(String message) {
        if (socket == null) {
            return;
        }
        try {
            socket.send(message);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.log(Level.WARNING, "the service manager does not listen: " + e.getMessage());
            }
            failing = true;
        }
    }
}
