package io.selfheal.agent.service;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a second agent out of a state directory; the kernel lets go of it when the process ends, however it ends. */
public final class StateLock implements AutoCloseable {
    /** The locked file in the directory; it stays, and says nothing. */
    public static final String FILE = "lock";

    private static final Log LOG = Log.of(StateLock.class);

    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory, and makes it if it is missing. Where the file system keeps no locks (NFS without its lock
     * service), that is logged, and nobody is kept out.
     *
     * @param agent whose state it is, as people call it
     * @throws IOException if another agent has it, or the lock's file cannot be made
     */
    public static StateLock take(Path directory, String agent) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel = FileChannel.open(
                directory.resolve(FILE),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken(directory, agent, e);
        } catch (IOException e) {
            LOG.warn(
                    "the state directory cannot be locked; see that one agent uses it",
                    "directory",
                    directory,
                    "cause",
                    e);
            return new StateLock(channel);
        }
        if (lock == null) {
            channel.close();
            throw taken(directory, agent, null);
        }
        return new StateLock(channel);
    }

    private static IOException taken(Path directory, String agent, @Nullable Throwable cause) {
        return new IOException("another " + agent + " uses the state directory " + directory, cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
