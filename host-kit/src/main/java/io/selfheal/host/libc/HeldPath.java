package io.selfheal.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.selfheal.host.file.PathBytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * What stands at a path, held without being opened for reading (O_PATH, see open(2)). Holding it never waits, not even
 * for a pipe, and what is reached through it stays the same, whatever becomes of its name.
 */
public final class HeldPath implements AutoCloseable {
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

    private final int descriptor;

    private HeldPath(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Whatever is there; a symbolic link is held itself. */
    public static HeldPath of(Path path) throws IOException {
        return new HeldPath(openat(AT_FDCWD, path, O_NOFOLLOW));
    }

    /** The directory of this name, wherever links lead to it. */
    public static HeldPath directory(Path path) throws IOException {
        return new HeldPath(openat(AT_FDCWD, path, O_DIRECTORY));
    }

    /**
     * A directory in this one.
     *
     * @param name of one part
     * @throws NotDirectoryException if it is a symbolic link, or no directory
     */
    public HeldPath childDirectory(Path name) throws IOException {
        return new HeldPath(openat(descriptor, name, O_DIRECTORY | O_NOFOLLOW));
    }

    /** A path for this process by which it is reached, as long as it is held; it is a link that has to be followed. */
    public Path path() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    /**
     * Bytes that it takes up on the disk, see statx(2): of a file with holes fewer than its size.
     *
     * @throws IOException if the kernel does not say
     */
    public long allocated() throws IOException {
        return CLibrary.call("statx", (arena, state) -> {
            MemorySegment answer = arena.allocate(Statx.SIZE, Long.BYTES);
            int failed = (int) Statx.CALL.invokeExact(
                    state, descriptor, arena.allocateFrom(""), Statx.AT_EMPTY_PATH, Statx.STATX_BLOCKS, answer);
            if (failed != 0) {
                throw new IOException("statx failed (errno " + CLibrary.errno(state) + ")");
            }
            return answer.get(JAVA_LONG, Statx.BLOCKS) * Statx.BLOCK;
        });
    }

    /** Asked of few files, so that it is made ready for the first of them. The figures are those of {@code <linux/stat.h>}. */
    private static final class Statx {
        private static final MethodHandle CALL = CLibrary.function(
                "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
        private static final int AT_EMPTY_PATH = 0x1000;
        private static final int STATX_BLOCKS = 0x400;
        private static final int SIZE = 256;
        private static final int BLOCKS = 48;
        private static final int BLOCK = 512;
    }

    private static int openat(int directory, Path path, int further) throws IOException {
        return CLibrary.call("openat", (arena, state) -> {
            int flags = O_PATH | O_CLOEXEC | further;
            int opened = (int) OPENAT.invokeExact(state, directory, text(path, arena), flags);
            if (opened >= 0) {
                return opened;
            }
            int errno = CLibrary.errno(state);
            switch (errno) {
                case ENOENT -> throw new NoSuchFileException(path.toString());
                case ENOTDIR -> throw new NotDirectoryException(path.toString());
                default -> throw new IOException(path + " cannot be opened (errno " + errno + ")");
            }
        });
    }

    private static MemorySegment text(Path path, Arena arena) {
        byte[] bytes = PathBytes.of(path);
        MemorySegment text = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
        return text;
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
