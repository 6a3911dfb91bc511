package io.selfheal.node;

import io.selfheal.collector.explain.Explainer;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What {@code explain} does with the files it is given. */
public final class ExplainedLogs {
    private static final int BUFFER = 1 << 16;

    private ExplainedLogs() {}

    /**
     * Explains files one after the other on standard output, or standard input if there are none.
     *
     * @param errors is told of each file that cannot be read; the others are explained
     * @return the command's exit status: 0, or 1 if anything could not be read
     */
    public static int print(Explainer explainer, Explainer.Options options, List<Path> files, PrintWriter errors) {
        try (PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
                false,
                StandardCharsets.UTF_8)) {
            if (files.isEmpty()) {
                return explainer.run("-", System.in, out, options, Instant.now());
            }
            int status = 0;
            for (Path file : files) {
                try (InputStream in = LogFiles.open(file)) {
                    status = Math.max(status, explainer.run(file.toString(), in, out, options, Instant.now()));
                } catch (IOException e) {
                    errors.println("selfheal explain: " + e.getMessage());
                    status = 1;
                }
            }
            return status;
        }
    }
}
