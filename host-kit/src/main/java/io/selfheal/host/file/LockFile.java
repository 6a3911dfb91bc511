package io.selfheal.host.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** Files that are locked, of which only one process has each, and which say nothing otherwise. */
public final class LockFile {
    private LockFile() {}

    /**
     * Opens the file, and makes it if it is missing.
     *
     * @param attributes of a new file
     * @throws IOException also if it is a symbolic link
     */
    public static FileChannel open(Path file, FileAttribute<?>... attributes) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                attributes);
    }

    /**
     * Locks it until the channel is closed or the process ends, however it ends.
     *
     * @return false if somebody has it, in this process or another
     * @throws IOException if its file system keeps no locks
     */
    public static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
