package io.selfheal.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that is measured, or tested; ends with the scope that started it. */
public final class Child implements AutoCloseable {
    private static final int SHOWN = 500;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts it; what it prints goes to a file in the folder. */
    public static Child start(String name, List<String> argv, Path folder) throws IOException {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        builder.environment().put("LC_ALL", "C");
        return new Child(name, builder.start(), log);
    }

    Usage usage() throws IOException {
        return Usage.of(process.pid());
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    /** Waits until it printed this. */
    public Child awaitOutput(String text, Duration limit) throws IOException, InterruptedException {
        Waiter.until(name + " to print '" + text + "'", limit, () -> output().contains(text), this);
        return this;
    }

    /** Waits for its own end and returns what it printed. */
    public String awaitEnd(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(name + " did not end within " + limit);
        }
        return output();
    }

    /** Its exit status, once it has ended. */
    public int exit() {
        return process.exitValue();
    }

    /** An exception with the end of what it printed if it is no longer alive. */
    public void check() throws IOException {
        if (!process.isAlive()) {
            String all = output().strip();
            throw new IllegalStateException(name + " ended: "
                    + all.substring(Math.max(0, all.length() - SHOWN)).replace('\n', ' '));
        }
    }

    /** As by {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
