package io.selfheal.responder.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program of the system, run by argument vector. It is killed when its time is up; what it prints beyond the bound
 * is read and thrown away, so that it never blocks on a full pipe.
 *
 * @param command the program and its leading arguments
 * @param limit how long one run may take
 */
public record ExternalProgram(List<String> command, Duration limit) {
    private static final int MAX_OUTPUT = 256 * 1024;

    public ExternalProgram {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a program needs a name");
        }
    }

    /** Writes what the program reads on its standard input. */
    @FunctionalInterface
    public interface Input {
        Input NONE = out -> {};

        void writeTo(OutputStream out) throws IOException;
    }

    /** Reads what the program prints on its standard output, to its end. */
    @FunctionalInterface
    public interface Output<T> {
        T readFrom(InputStream in) throws IOException;
    }

    /**
     * How a run ended.
     *
     * @param exit the exit status; 128 + signal when killed
     * @param output what the reader made of standard output
     * @param errors the beginning of standard error
     */
    public record Run<T>(int exit, T output, String errors) {
        public boolean succeeded() {
            return exit == 0;
        }
    }

    /** Runs and gives the output as text, cut at 256 KiB. */
    public Run<String> run(List<String> arguments, Input input) throws IOException {
        return run(arguments, input, ExternalProgram::boundedText);
    }

    /**
     * Runs the program; standard input is written before standard output is read, which suits programs that read all
     * before they print.
     *
     * @throws IOException if the program cannot be started, runs out of time, or its output cannot be read
     */
    public <T> Run<T> run(List<String> arguments, Input input, Output<T> output) throws IOException {
        return run(arguments, input, output, new Stop());
    }

    /** Ends one run before its time, from another thread. */
    public static final class Stop {
        private @Nullable Process process;
        private boolean stopped;

        /** Kills the program with all that it started; one that is not started yet never starts. */
        public synchronized void now() {
            stopped = true;
            if (process != null) {
                kill(process);
            }
        }

        public synchronized boolean isStopped() {
            return stopped;
        }

        private synchronized Process start(ProcessBuilder builder) throws IOException {
            if (stopped) {
                throw new IOException("stopped before it began");
            }
            Process started = builder.start();
            process = started;
            return started;
        }
    }

    /** A run that can be stopped; see the other. */
    public <T> Run<T> run(List<String> arguments, Input input, Output<T> output, Stop stop) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().put("LC_ALL", "C");
        // What is told there is the agent's to tell; systemctl would.
        builder.environment().remove("NOTIFY_SOCKET");
        Process process = stop.start(builder);
        CompletableFuture<Process> end = process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> killer = end.handle((done, late) -> {
            if (late != null) {
                kill(process);
            }
            return null;
        });
        CompletableFuture<String> errors = readInBackground(process.getErrorStream());
        try {
            feed(process, input);
            T read;
            try (InputStream in = process.getInputStream()) {
                read = output.readFrom(in);
                in.transferTo(OutputStream.nullOutputStream());
            }
            killer.get();
            if (end.isCompletedExceptionally()) {
                throw new IOException(late(all));
            }
            return new Run<>(process.exitValue(), read, errors.get());
        } catch (IOException e) {
            // The streams of a killed process are closed under their reader.
            throw end.isCompletedExceptionally() ? new IOException(late(all), e) : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + all.getFirst(), e);
        } catch (ExecutionException e) {
            throw new IOException("cannot run " + all.getFirst(), e);
        } finally {
            kill(process);
        }
    }

    /** Its children first, which would otherwise live on and hold its pipes open. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private String late(List<String> all) {
        return all.getFirst() + " did not end within " + limit;
    }

    /** A program that ends before it read everything says why on standard error and by its exit status. */
    private static void feed(Process process, Input input) throws IOException {
        try (OutputStream out = process.getOutputStream()) {
            input.writeTo(out);
        } catch (IOException e) {
            if (process.isAlive() && !String.valueOf(e.getMessage()).contains("pipe")) {
                throw e;
            }
        }
    }

    private static CompletableFuture<String> readInBackground(InputStream in) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().name("program-errors").start(() -> {
            try (in) {
                text.complete(boundedText(in));
            } catch (IOException e) {
                text.complete("");
            }
        });
        return text;
    }

    private static String boundedText(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(in.readNBytes(MAX_OUTPUT));
        in.transferTo(OutputStream.nullOutputStream());
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
