package io.selfheal.e2e.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/**
 * One use of the laboratory: a name nobody else has, a directory for everything it writes, and the certainty that what
 * was made is removed. What is opened is closed in reverse order; then {@link Sweep} removes by name whatever is left.
 * The same sweep removes the remains of runs whose JVM is gone, each time a new run opens; a run whose JVM still lives
 * is never touched.
 */
public final class LabRun implements AutoCloseable {
    /** Where runs keep their directories, the container image and its engine's data. */
    static final Path HOME = Path.of("/var/cache/selfheal-lab");

    static final Path RUNS = HOME.resolve("runs");

    private final String name;
    private final Path directory;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::close, "lab-at-exit");
    private boolean closed;

    private LabRun(String name, Path directory) {
        this.name = name;
        this.directory = directory;
    }

    /** Removes what crashed runs left, then opens a new one. Needs root. */
    static LabRun open() {
        Sweep.crashedRuns();
        String name = "sh" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
        Path directory = RUNS.resolve(name);
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("owner"), Sweep.mark(ProcessHandle.current()));
        } catch (IOException e) {
            throw new LabException("cannot make " + directory, e);
        }
        LabRun run = new LabRun(name, directory);
        Runtime.getRuntime().addShutdownHook(run.atExit);
        return run;
    }

    /** {@code sh} and eight hex digits. */
    public String name() {
        return name;
    }

    /** An existing directory of this run, gone when it closes. Programs in every namespace see it. */
    public Path directory() {
        return directory;
    }

    /** The resource is closed with this run, before everything that was opened earlier. */
    synchronized <T extends AutoCloseable> T own(T resource) {
        if (closed) {
            throw new LabException(name + " is closed already");
        }
        opened.push(resource);
        return resource;
    }

    /** Starts a program that ends with this run at the latest. Its pid is on disk before anyone can use it. */
    Running start(String programName, List<String> argv) {
        Process process = Program.launch(argv);
        try {
            Files.writeString(
                    directory.resolve("processes"),
                    Sweep.mark(process.toHandle()) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            process.destroyForcibly();
            throw new LabException("cannot note the process " + programName, e);
        }
        return own(new Running(programName, process));
    }

    /** Writes a file of this run, with the folders above it. */
    Path write(String relative, String content) {
        Path file = directory.resolve(relative);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        LabException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new LabException("closing " + name, e) : failure;
                failure.addSuppressed(e);
            }
        }
        Sweep.run(directory);
        forgetExit();
        if (failure != null) {
            throw failure;
        }
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending and this is the hook itself.
        }
    }

    static Finished must(String... argv) {
        return Program.run(List.of(argv), Duration.ofSeconds(20)).orThrow();
    }
}
