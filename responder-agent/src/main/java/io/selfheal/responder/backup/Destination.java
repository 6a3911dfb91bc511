package io.selfheal.responder.backup;

import io.selfheal.host.file.LockFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The directory in which archives are kept: only its owner reads it, and a file in it is there whole or not at all. */
final class Destination {
    private static final long LOOK_AT_SPACE = 16L << 20;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final long spare;

    private Destination(Path directory, long spare) {
        this.directory = directory;
        this.spare = spare;
    }

    /**
     * Makes the directory if it is missing.
     *
     * @param spare free bytes that must remain
     * @throws IOException if it is a symbolic link, no directory, or others may write to it
     */
    static Destination open(Path directory, long spare) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new IOException(directory + " is a symbolic link; allowed: a directory");
        }
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectory(directory, OWNER_ONLY_DIRECTORY);
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is no directory");
        }
        Set<PosixFilePermission> may = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        if (may.contains(PosixFilePermission.OTHERS_WRITE) || may.contains(PosixFilePermission.GROUP_WRITE)) {
            throw new IOException(directory + " can be written by others; allowed: by its owner only (chmod go-w)");
        }
        return new Destination(directory, spare);
    }

    Path directory() {
        return directory;
    }

    /**
     * A directory for what is only needed while something is made or tried, kept apart from other runs of the same. What an
     * earlier run left because it was killed goes first: half an archive, or dumps that nobody encrypted.
     *
     * @param job or what else it is for: begins the names of what is written
     * @throws IOException if another run of it is going on
     */
    Scratch scratch(String job) throws IOException {
        FileChannel lock = lock(job);
        try {
            clear(job);
            return new Scratch(
                    Files.createTempDirectory(directory, ".scratch-" + job + "-", OWNER_ONLY_DIRECTORY), lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Closing it removes the directory and lets the next run in. */
    record Scratch(Path path, FileChannel lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (lock) {
                remove(path);
            }
        }
    }

    /** Keeps two runs apart; closing it lets the next one in. */
    private FileChannel lock(String job) throws IOException {
        FileChannel channel = LockFile.open(directory.resolve("." + job + ".lock"), OWNER_ONLY);
        if (LockFile.lock(channel)) {
            return channel;
        }
        channel.close();
        throw new IOException("another run of " + job + " is going on");
    }

    private void clear(String job) throws IOException {
        String name = Pattern.quote(job);
        Pattern left = Pattern.compile(
                "\\.scratch-" + name + "-[0-9]+|\\." + name + "-(?:[0-9]{8}T[0-9]{6}Z|[0-9]+)\\.tar\\..*\\.partial");
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> hidden = Files.newDirectoryStream(directory, ".*")) {
            hidden.forEach(all::add);
        }
        for (Path path : all) {
            if (left.matcher(String.valueOf(path.getFileName())).matches()) {
                remove(path);
            }
        }
    }

    /** Writes on to this file as long as what must remain stays free. */
    OutputStream sparing(OutputStream out) {
        return new SpareSpace(out);
    }

    static void remove(Path scratch) throws IOException {
        Files.walkFileTree(scratch, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Writes something. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a new file; it appears under its name when it is complete and synchronised.
     *
     * @throws IOException also if the free space falls below what must remain; nothing is left behind then
     */
    Path write(String name, Content content) throws IOException {
        Path target = directory.resolve(name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Path partial = directory.resolve("." + name + ".partial");
        Files.deleteIfExists(partial);
        try (FileChannel channel = FileChannel.open(
                partial, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            OutputStream out = new SpareSpace(Channels.newOutputStream(channel));
            content.writeTo(out);
            out.flush();
            channel.force(true);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            synchronise();
            return target;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    /** The archive's own small file; with it the archive counts. */
    void confirm(Kept kept) throws IOException {
        Files.deleteIfExists(Kept.sidecar(kept.archive()));
        write(
                String.valueOf(Kept.sidecar(kept.archive()).getFileName()),
                out -> out.write((kept.toJson() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** The archives of a job that count, in no order. */
    List<Kept> kept(String job) throws IOException {
        List<Kept> kept = new ArrayList<>();
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(directory, job + "-*.tar.{gz,zst}*")) {
            for (Path archive : archives) {
                if (!archive.toString().endsWith(".json")) {
                    Optional<Kept> one = Kept.read(archive);
                    one.filter(k -> k.job().equals(job)).ifPresent(kept::add);
                }
            }
        }
        return kept;
    }

    void delete(Kept kept) throws IOException {
        Files.deleteIfExists(Kept.sidecar(kept.archive()));
        Files.deleteIfExists(kept.archive());
    }

    private void synchronise() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A backup must not be what fills a disk. */
    private final class SpareSpace extends FilterOutputStream {
        private long sinceLook = LOOK_AT_SPACE;

        SpareSpace(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            sinceLook += count;
            if (sinceLook >= LOOK_AT_SPACE) {
                sinceLook = 0;
                long free = Files.getFileStore(directory).getUsableSpace();
                if (free < spare) {
                    throw new IOException("only " + (free >> 20) + " MiB are free at " + directory + "; at least "
                            + (spare >> 20) + " MiB must remain (spare)");
                }
            }
            out.write(bytes, from, count);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        /** The file is synchronised and closed by who opened it. */
        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
