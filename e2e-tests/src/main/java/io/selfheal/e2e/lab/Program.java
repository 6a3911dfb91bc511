package io.selfheal.e2e.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs external programs by argument vector, with the locale set to C, a time limit and a bounded output. */
public final class Program {
    /** Output beyond this many bytes is read and thrown away, so that the program never blocks on a full pipe. */
    public static final int OUTPUT_LIMIT = 1 << 20;

    private Program() {}

    /** Runs to the end with nothing on standard input. */
    public static Finished run(List<String> argv, Duration limit) {
        return run(argv, "", limit);
    }

    /** Runs to the end with {@code input} on standard input; a program that cannot be started is a LabException. */
    public static Finished run(List<String> argv, String input, Duration limit) {
        Process process = launch(argv);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Thread reader = Thread.ofPlatform()
                .name("lab-output-" + process.pid())
                .daemon()
                .start(() -> readBounded(process.getInputStream(), output));
        try {
            feed(process, input);
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            // A daemon the program left behind may hold the pipe open: its output is not waited for.
            reader.join(Duration.ofSeconds(2));
            return new Finished(argv, process.exitValue(), text(output), !ended);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while running " + String.join(" ", argv), e);
        }
    }

    /** Starts a program that goes on until it is closed. */
    public static Running start(String name, List<String> argv) {
        return new Running(name, launch(argv));
    }

    static Process launch(List<String> argv) {
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LabException("cannot start " + String.join(" ", argv), e);
        }
    }

    private static void feed(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program ended without reading its input; its exit status tells the story.
        }
    }

    private static void readBounded(InputStream in, ByteArrayOutputStream output) {
        byte[] chunk = new byte[8192];
        try (in) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                synchronized (output) {
                    output.write(chunk, 0, Math.min(n, OUTPUT_LIMIT - output.size()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(ByteArrayOutputStream output) {
        synchronized (output) {
            return output.toString(StandardCharsets.UTF_8);
        }
    }
}
