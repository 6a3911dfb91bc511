package io.selfheal.responder.backup;

import io.selfheal.host.libc.HeldPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The names in a directory, in their order; of a huge one some at a time, so that no directory takes up all memory. */
final class Names implements AutoCloseable {
    private static final int AT_ONCE = 100_000;

    private final int atOnce;
    private final Path directory;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> left;

    /** @param directory as it is shown */
    Names(Path directory, HeldPath held) throws IOException {
        this(directory, held, AT_ONCE);
    }

    @SuppressWarnings("StreamResourceLeak") // closed with this
    Names(Path directory, HeldPath held, int atOnce) throws IOException {
        this.atOnce = atOnce;
        this.directory = directory;
        try {
            stream = Files.newDirectoryStream(held.path());
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(directory.toString(), null, "may not be read by this user");
        }
        left = stream.iterator();
    }

    /** The next ones; empty after the last. With these the directory is let go of: who walks deep holds few open. */
    List<Path> next() throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            while (names.size() < atOnce && left.hasNext()) {
                names.add(left.next().getFileName());
            }
            if (names.size() < atOnce) {
                stream.close();
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException(directory + " cannot be listed", e.getCause());
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
