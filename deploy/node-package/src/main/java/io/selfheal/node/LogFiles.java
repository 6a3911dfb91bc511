package io.selfheal.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Log files as commands read them. */
public final class LogFiles {
    private static final int BUFFER = 64 * 1024;

    private LogFiles() {}

    /**
     * Opens a file; one whose name ends in {@code .gz} is unpacked on the way.
     *
     * @throws IOException if it cannot be read, or is no gzip although it is named so
     */
    public static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("is a directory");
        }
        InputStream raw = Files.newInputStream(file);
        try {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(raw, BUFFER) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
