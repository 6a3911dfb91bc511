package io.selfheal.responder.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stands below the paths of a job, in a fixed order. Symbolic links are things of their own and never followed, so
 * that nobody who may write below a path can have another file archived.
 */
final class Tree {
    private final List<PathMatcher> excluded;
    private final Set<Path> left;
    private final List<String> notes = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    /** Takes what is found. */
    interface Visitor {
        void visit(Path path, Entry entry) throws IOException;
    }

    /**
     * @param exclude globs of absolute paths that are left out with all below them
     * @param left directories that are never part of a backup: where backups go
     */
    Tree(List<String> exclude, Set<Path> left) {
        this.excluded = exclude.stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        this.left = Set.copyOf(left);
    }

    /**
     * Walks one path.
     *
     * @throws IOException if the path does not exist, something below it cannot be read, or a database runs on it
     */
    void walk(Path path, Visitor visitor) throws IOException {
        Path root = path.toAbsolutePath().normalize();
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(root.toString(), null, "does not exist");
        }
        step(root, visitor);
    }

    /** What was left out and why, for the manifest. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void step(Path path, Visitor visitor) throws IOException {
        if (left.contains(path) || excluded.stream().anyMatch(glob -> glob.matches(path)) || !seen.add(path)) {
            return;
        }
        Entry entry;
        try {
            entry = look(path);
        } catch (NoSuchFileException e) {
            notes.add(path + " went away while it was backed up");
            return;
        } catch (IllegalArgumentException e) {
            notes.add("left out: a name that is no text on one line, below " + path.getParent());
            return;
        }
        if (entry == null) {
            notes.add(path + " is a socket, pipe or device and was left out");
            return;
        }
        Optional<String> live = entry.kind() == Entry.Kind.DIRECTORY ? LiveDatabase.in(path) : Optional.empty();
        if (live.isPresent()) {
            throw new IOException(live.get());
        }
        visitor.visit(path, entry);
        if (entry.kind() == Entry.Kind.DIRECTORY) {
            for (Path child : children(path)) {
                step(child, visitor);
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
            throw new IOException(directory + " cannot be listed", e);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(directory.toString(), null, "may not be read by this user");
        }
        Collections.sort(children);
        return children;
    }

    /** Null for what is neither file, directory nor symbolic link. */
    static @org.jspecify.annotations.Nullable Entry look(Path path) throws IOException {
        Map<String, Object> is = Files.readAttributes(
                path,
                "unix:mode,uid,gid,size,lastModifiedTime,isRegularFile,isDirectory,isSymbolicLink",
                LinkOption.NOFOLLOW_LINKS);
        String name = path.toString().substring(1);
        int mode = ((Number) is.get("mode")).intValue() & 07777;
        long uid = ((Number) is.get("uid")).longValue();
        long gid = ((Number) is.get("gid")).longValue();
        Instant modified = ((FileTime) is.get("lastModifiedTime")).toInstant().truncatedTo(ChronoUnit.SECONDS);
        if (Boolean.TRUE.equals(is.get("isSymbolicLink"))) {
            String target = Files.readSymbolicLink(path).toString();
            return new Entry(name, Entry.Kind.SYMLINK, 0, mode, uid, gid, modified, target);
        }
        if (Boolean.TRUE.equals(is.get("isDirectory"))) {
            return new Entry(name, Entry.Kind.DIRECTORY, 0, mode, uid, gid, modified, "");
        }
        long size = ((Number) is.get("size")).longValue();
        return Boolean.TRUE.equals(is.get("isRegularFile"))
                ? new Entry(name, Entry.Kind.FILE, size, mode, uid, gid, modified, "")
                : null;
    }
}
