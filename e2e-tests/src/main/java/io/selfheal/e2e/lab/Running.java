package io.selfheal.e2e.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that is running in the laboratory. Its last 64 KiB of output are kept; close ends it for good. */
public final class Running implements AutoCloseable {
    private static final int KEPT = 64 * 1024;

    private final String name;
    private final Process process;
    private final StringBuilder tail = new StringBuilder();

    Running(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread.ofPlatform().name("lab-output-" + name).daemon().start(this::keepTail);
    }

    public String name() {
        return name;
    }

    /** The program's own process id: the tools that enter a namespace replace themselves by the program. */
    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** The last output, standard output and error together. */
    public String tail() {
        synchronized (tail) {
            return tail.toString();
        }
    }

    /** Asks the program to end (SIGTERM). */
    public void kill() {
        process.destroy();
    }

    /** Ends the program at once (SIGKILL), as a crash would. */
    public void kill9() {
        process.destroyForcibly();
    }

    /** Waits for the end and returns the exit status (128 and the signal's number after a signal). */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException(name + " did not end within " + limit + ": " + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for " + name, e);
        }
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        kill();
        try {
            awaitExit(Duration.ofSeconds(10));
        } catch (LabException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            kill9();
            awaitExit(Duration.ofSeconds(5));
        }
    }

    private void keepTail() {
        byte[] chunk = new byte[8192];
        try (InputStream in = process.getInputStream()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                append(new String(chunk, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            append("\n(output lost: " + e.getMessage() + ")");
        }
    }

    private void append(String text) {
        synchronized (tail) {
            tail.append(text);
            if (tail.length() > KEPT) {
                tail.delete(0, tail.length() - KEPT);
            }
        }
    }
}
