package io.selfheal.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Log files as commands read them. */
public final class LogFiles {
    private static final int BUFFER = 64 * 1024;

    private LogFiles() {}

    /**
     * Opens a file; one whose name ends in {@code .gz} is unpacked on the way.
     *
     * @throws IOException if it cannot be read, or is no gzip although it is named so; its message names the file and the
     *     reason
     */
    public static InputStream open(Path file) throws IOException {
        try {
            return opened(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "no such file", e);
        } catch (AccessDeniedException e) {
            throw unreadable(file, "permission denied", e);
        } catch (EOFException e) {
            throw unreadable(file, "ends in its first bytes", e);
        } catch (IOException e) {
            throw unreadable(file, e.getMessage(), e);
        }
    }

    private static InputStream opened(Path file) throws IOException {
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

    private static IOException unreadable(Path file, String why, IOException cause) {
        return new IOException("cannot read " + file + ": " + why, cause);
    }
}
