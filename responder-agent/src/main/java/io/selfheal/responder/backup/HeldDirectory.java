package io.selfheal.responder.backup;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.selfheal.agent.libc.CLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A directory that is held open, see openat(2): what is reached through it lies in it, whatever becomes of its name. So
 * nobody who may rename something on the way has root write somewhere else.
 */
final class HeldDirectory implements AutoCloseable {
    private static final MethodHandle OPENAT =
            CLibrary.function("openat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = CLibrary.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /** From {@code <fcntl.h>} of Linux; two of them are others on ARM. */
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    private static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    private static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;
    private static final int AT_FDCWD = -100;
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;
    private static final int ELOOP = 40;

    private final int descriptor;
    private final Path shown;

    private HeldDirectory(int descriptor, Path shown) {
        this.descriptor = descriptor;
        this.shown = shown;
    }

    /** The directory of this name, wherever links lead to it. */
    static HeldDirectory open(Path path) throws IOException {
        return new HeldDirectory(openat(AT_FDCWD, path.toString(), 0, path), path);
    }

    /**
     * A directory in this one.
     *
     * @param name of one part
     * @throws IOException if it is a symbolic link, or no directory
     */
    HeldDirectory child(String name) throws IOException {
        Path child = shown.resolve(name);
        return new HeldDirectory(openat(descriptor, name, O_NOFOLLOW, child), child);
    }

    /** As {@link #child}; it is made where it is missing. */
    HeldDirectory childOrNew(String name) throws IOException {
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

    /** A path for this process by which a name in this directory is reached, as long as it is held. */
    Path at(String name) {
        return Path.of("/proc/self/fd/" + descriptor, name);
    }

    private static int openat(int directory, String name, int further, Path shown) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.state(arena);
            int flags = O_PATH | O_DIRECTORY | O_CLOEXEC | further;
            int opened = (int) OPENAT.invokeExact(state, directory, arena.allocateFrom(name), flags);
            if (opened >= 0) {
                return opened;
            }
            int errno = CLibrary.errno(state);
            switch (errno) {
                case ENOENT -> throw new NoSuchFileException(shown.toString());
                case ENOTDIR, ELOOP ->
                    throw new IOException(shown + " is a symbolic link or no directory; nothing is written through it");
                default -> throw new IOException(shown + " cannot be opened (errno " + errno + ")");
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("openat threw", e);
        }
    }

    @Override
    public void close() {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(CLibrary.state(arena), descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("close threw", e);
        }
    }
}
