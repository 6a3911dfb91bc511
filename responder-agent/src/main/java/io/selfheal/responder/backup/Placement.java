package io.selfheal.responder.backup;

import io.selfheal.host.libc.HeldPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Puts entries below a root. Nothing is ever written through a symbolic link: neither the name itself nor a directory on
 * the way may be one. A file that exists is replaced by renaming a complete one over it.
 */
final class Placement {
    private static final Path CONTENT = Path.of("content");
    private static final byte[] ZEROS = new byte[64 * 1024];

    private final Path root;
    private final boolean attributes;
    private final Notes notes = new Notes();
    /** Directories get their modes and times last: writing below them needs and changes them. */
    private final Deque<Entry> directories = new ArrayDeque<>();

    /** @param attributes whether what is put has the attributes of its entry, and no others */
    Placement(Path root, boolean attributes) {
        this.root = root;
        this.attributes = attributes;
    }

    /** What could not be put as it was. */
    List<String> notes() {
        return notes.all();
    }

    /** @throws IOException if a directory on the way from the root to the target is a symbolic link or no directory */
    static void check(Path root, Path target) throws IOException {
        if (!target.normalize().startsWith(root) || !target.normalize().equals(target)) {
            throw new IOException(target + " is not below " + root);
        }
        Path way = root;
        for (Path part : root.relativize(target.getParent())) {
            way = way.resolve(part);
            if (Files.isSymbolicLink(way)) {
                throw new IOException(way + " is a symbolic link; nothing is written through it");
            }
            if (Files.exists(way, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(way, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(way + " is no directory");
            }
        }
    }

    void put(Entry entry, InputStream content) throws IOException {
        Path shown = root.resolve(entry.place());
        check(root, shown);
        Files.createDirectories(root);
        try (HeldDirectory parent = parent(shown)) {
            Path target = parent.at(shown.getFileName());
            refuseOther(entry, target, shown);
            switch (entry.kind()) {
                case DIRECTORY -> directory(entry, target);
                case FILE -> aside(parent, target, path -> file(entry, path, shown, content));
                case SYMLINK -> aside(parent, target, path -> link(entry, path));
            }
        }
    }

    /** Held while something is put into it: {@link #check} says what was there a moment ago, and no more. */
    private HeldDirectory parent(Path target) throws IOException {
        HeldDirectory at = HeldDirectory.open(root);
        for (Path part : root.relativize(target.getParent())) {
            if (!part.toString().isEmpty()) {
                try (HeldDirectory above = at) {
                    at = above.childOrNew(part);
                }
            }
        }
        return at;
    }

    private void directory(Entry entry, Path target) throws IOException {
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(target);
        }
        directories.push(entry);
    }

    /**
     * Made where nobody else can reach it, until it has its owner, mode and content: in a directory of somebody who puts
     * another file in its place meanwhile, that one would be given away, or become set-user-ID.
     */
    private static void aside(HeldDirectory parent, Path target, Content content) throws IOException {
        Path name = Path.of(".selfheal-restore-" + UUID.randomUUID());
        try (HeldDirectory own = parent.newPrivate(name)) {
            Path beside = own.at(CONTENT);
            try {
                content.writeTo(beside);
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } finally {
            Files.deleteIfExists(parent.at(name));
        }
    }

    /** Makes a file or link, complete. */
    private interface Content {
        void writeTo(Path path) throws IOException;
    }

    private void file(Entry entry, Path path, Path shown, InputStream content) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel =
                FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            copy(content, channel);
            dress(entry, path, shown);
            channel.force(true);
        }
    }

    /** Where there is nothing but zeros, there is a hole: of /var/log/lastlog hundreds of gigabytes, see lseek(2). */
    private static void copy(InputStream content, FileChannel to) throws IOException {
        byte[] block = new byte[ZEROS.length];
        boolean endsWithHole = false;
        for (int read = content.readNBytes(block, 0, block.length); read > 0; ) {
            endsWithHole = Arrays.equals(block, 0, read, ZEROS, 0, read);
            if (endsWithHole) {
                to.position(to.position() + read);
            } else {
                write(block, read, to);
            }
            read = content.readNBytes(block, 0, block.length);
        }
        if (endsWithHole) {
            to.position(to.position() - 1);
            write(ZEROS, 1, to);
        }
    }

    private static void write(byte[] block, int length, FileChannel to) throws IOException {
        for (ByteBuffer bytes = ByteBuffer.wrap(block, 0, length); bytes.hasRemaining(); ) {
            to.write(bytes);
        }
    }

    private static void link(Entry entry, Path path) throws IOException {
        Files.createSymbolicLink(path, PathText.path(entry.content()));
        owners(entry, path);
    }

    private static void refuseOther(Entry entry, Path target, Path shown) throws IOException {
        boolean isDirectory = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
        if (entry.kind() != Entry.Kind.DIRECTORY && isDirectory) {
            throw new IOException(shown + " is a directory and is not replaced by a file");
        }
        if (entry.kind() == Entry.Kind.DIRECTORY && !isDirectory && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(shown + " is no directory and is not replaced by one");
        }
    }

    void finish() throws IOException {
        for (Entry entry : directories) {
            Path shown = root.resolve(entry.place());
            try (HeldDirectory parent = parent(shown)) {
                dress(entry, parent.at(shown.getFileName()), shown);
            }
        }
    }

    /** Owner first: changing it takes set-user-ID bits and capabilities away. An ACL last: the mode would change it. */
    private void dress(Entry entry, Path path, Path shown) throws IOException {
        owners(entry, path);
        Files.setAttribute(path, "unix:mode", entry.mode(), LinkOption.NOFOLLOW_LINKS);
        if (attributes) {
            try (HeldPath held = HeldPath.of(path)) {
                Attributes.give(held, entry.attributes(), note -> notes.add(PathText.of(shown) + " " + note));
            }
        }
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(entry.modified()), null, null);
    }

    private static void owners(Entry entry, Path path) throws IOException {
        Map<String, Object> is = Files.readAttributes(path, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        if (((Number) is.get("uid")).longValue() != entry.uid()) {
            Files.setAttribute(path, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
        }
        if (((Number) is.get("gid")).longValue() != entry.gid()) {
            Files.setAttribute(path, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
        }
    }
}
