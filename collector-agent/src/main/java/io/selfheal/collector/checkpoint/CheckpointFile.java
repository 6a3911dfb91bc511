package io.selfheal.collector.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The checkpoint on disk. A save is durable when it returns: written aside, forced, and put in place by renaming, the
 * one before it kept. After a crash at any point one of the two is whole. Costs two forced writes, so it is done at
 * most about once a second.
 */
public final class CheckpointFile {
    private static final String NAME = "checkpoint";

    private final Path directory;
    private final Path file;
    private final Path previous;
    private final Path next;

    /** @param directory the state directory, made if it does not exist */
    public CheckpointFile(Path directory) throws IOException {
        this.directory = directory;
        this.file = directory.resolve(NAME);
        this.previous = directory.resolve(NAME + ".previous");
        this.next = directory.resolve(NAME + ".next");
        Files.createDirectories(directory);
    }

    /** What was found. */
    public sealed interface Loaded {
        Checkpoint checkpoint();

        /** There is none: the very first start. */
        record Fresh() implements Loaded {
            @Override
            public Checkpoint checkpoint() {
                return Checkpoint.EMPTY;
            }
        }

        record Restored(Checkpoint checkpoint) implements Loaded {}

        /** The newest is damaged or missing; the one before it is whole. Some events will be sent twice, with one id. */
        record RestoredPrevious(Checkpoint checkpoint) implements Loaded {}

        /** Both are damaged: everything is read from the beginning, under the same ids where the files are the same. */
        record Damaged() implements Loaded {
            @Override
            public Checkpoint checkpoint() {
                return Checkpoint.EMPTY;
            }
        }
    }

    /**
     * Reads the newest whole checkpoint.
     *
     * @throws IOException if a file is there and cannot be read
     */
    public Loaded load() throws IOException {
        boolean exists = Files.exists(file) || Files.exists(previous);
        if (!exists) {
            return new Loaded.Fresh();
        }
        Checkpoint newest = read(file);
        if (newest != null) {
            return new Loaded.Restored(newest);
        }
        Checkpoint before = read(previous);
        return before != null ? new Loaded.RestoredPrevious(before) : new Loaded.Damaged();
    }

    private static @org.jspecify.annotations.Nullable Checkpoint read(Path path) throws IOException {
        try {
            return CheckpointText.read(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    public void save(Checkpoint checkpoint) throws IOException {
        write(next, CheckpointText.write(checkpoint));
        if (Files.exists(file)) {
            Files.move(file, previous, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void write(Path path, byte[] bytes) throws IOException {
        try (FileChannel out = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
    }
}
