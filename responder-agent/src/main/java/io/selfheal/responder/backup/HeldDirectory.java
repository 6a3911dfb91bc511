package io.selfheal.responder.backup;

import io.selfheal.host.libc.HeldPath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A directory that is held open, see openat(2): what is reached through it lies in it, whatever becomes of its name. So
 * nobody who may rename something on the way has root write somewhere else.
 */
final class HeldDirectory implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    /** Belongs to this process's user. */
    private static final Path SELF = Path.of("/proc/self");

    private final HeldPath held;
    private final Path shown;

    private HeldDirectory(HeldPath held, Path shown) {
        this.held = held;
        this.shown = shown;
    }

    /** The directory of this name, wherever links lead to it. */
    static HeldDirectory open(Path path) throws IOException {
        return new HeldDirectory(HeldPath.directory(path), path);
    }

    /**
     * A directory in this one.
     *
     * @param name of one part
     * @throws IOException if it is a symbolic link, or no directory
     */
    HeldDirectory child(Path name) throws IOException {
        Path child = shown.resolve(name);
        try {
            return new HeldDirectory(held.childDirectory(name), child);
        } catch (NotDirectoryException e) {
            throw new IOException(child + " is a symbolic link or no directory; nothing is written through it", e);
        }
    }

    /** As {@link #child}; it is made where it is missing. */
    HeldDirectory childOrNew(Path name) throws IOException {
        try {
            return child(name);
        } catch (NoSuchFileException missing) {
            try {
                Files.createDirectory(at(name));
            } catch (FileAlreadyExistsException e) {
                // Somebody was faster; what it is, is seen now.
            }
            return child(name);
        }
    }

    /**
     * A new directory in this one, in which nobody but this process's user, and root, can do anything.
     *
     * @throws IOException if somebody put another one in its place
     */
    HeldDirectory newPrivate(Path name) throws IOException {
        Files.createDirectory(at(name), OWNER_ONLY);
        HeldDirectory made = child(name);
        boolean ours = Files.getAttribute(made.held.path(), "unix:uid").equals(Files.getAttribute(SELF, "unix:uid"))
                && Files.getPosixFilePermissions(made.held.path()).equals(OWNER_ONLY.value());
        if (!ours) {
            made.close();
            throw new IOException(made.shown + " is not the directory that was made; somebody renames things there");
        }
        return made;
    }

    /** A path for this process by which a name in this directory is reached, as long as it is held. */
    Path at(Path name) {
        return held.path().resolve(name);
    }

    @Override
    public void close() {
        held.close();
    }
}
