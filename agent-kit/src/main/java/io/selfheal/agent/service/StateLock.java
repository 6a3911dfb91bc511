package io.selfheal.agent.service;

import io.selfheal.agent.log.Log;
import io.selfheal.host.file.LockFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

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
        FileChannel channel = LockFile.open(directory.resolve(FILE));
        try {
            if (LockFile.lock(channel)) {
                return new StateLock(channel);
            }
        } catch (IOException e) {
            LOG.warn(
                    "the state directory cannot be locked; see that one agent uses it",
                    "directory",
                    directory,
                    "cause",
                    e);
            return new StateLock(channel);
        }
        channel.close();
        throw new IOException("another " + agent + " uses the state directory " + directory);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
