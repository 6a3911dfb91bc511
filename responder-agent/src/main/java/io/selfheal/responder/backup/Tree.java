package io.selfheal.responder.backup;

import io.selfheal.host.libc.HeldPath;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands below the paths of a job, in a fixed order. Symbolic links are things of their own and never followed, and
 * each thing is held from the moment it is looked at until it is read: nobody who may write below a path can have another
 * file archived, also not by renaming directories meanwhile, or a pipe that is never filled.
 */
final class Tree {
    /** Linux' PATH_MAX: what lies deeper can be restored by nobody who goes by its name. */
    private static final int LONGEST = 4095;

    /** Each directory on the way is held open, and takes its part of the stack. */
    private static final int DEEPEST = 256;

    /** Bytes of a file from which on it matters how much of it is on the disk. */
    private static final long LARGE = 1L << 30;
    /** Less than one byte of so many is on the disk. */
    private static final int HOLE = 256;

    private static final Path ROOT = Path.of("/");
    /** What the kernel and the running system show there, see file-hierarchy(7): of a job for all that stands on the host. */
    private static final Set<Path> KERNELS =
            Set.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"), Path.of("/run"));

    private static final int SHOWN = 200;
    /** Debian's accounts of people begin here (adduser.conf(5), FIRST_UID). */
    private static final long FIRST_PERSON = 1000;

    private final List<PathMatcher> excluded;
    private final Set<Path> left;
    private final PersonalMounts mounts;
    private final Set<Path> roots;
    private final Notes notes = new Notes();
    private final Set<Path> seen = new HashSet<>();

    /** Takes what is found. */
    interface Visitor {
        /** @param path by which this process reaches it, during this call; to be followed */
        void visit(Path path, Entry entry) throws IOException;
    }

    /**
     * @param paths what is walked; one that lies below another is walked once
     * @param exclude globs that are left out with all below them: of absolute paths, or of what stands anywhere
     * @param left directories that are never part of a backup: where backups go
     * @param mounts what is left out, unless it is one of the paths itself
     */
    Tree(List<Path> paths, List<String> exclude, Set<Path> left, PersonalMounts mounts) {
        this.mounts = mounts;
        this.roots = new LinkedHashSet<>(
                paths.stream().map(path -> path.toAbsolutePath().normalize()).toList());
        this.excluded = exclude.stream()
                .flatMap(glob -> glob.startsWith("/") ? Stream.of(glob) : Stream.of(glob, "**/" + glob))
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        this.left = Set.copyOf(left);
    }

    /**
     * Walks all paths.
     *
     * @throws IOException if one does not exist, something below it cannot be read, or a database runs on it
     */
    void walk(Visitor visitor) throws IOException {
        for (Path root : roots) {
            if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(root.toString(), null, "does not exist");
            }
            step(root, root, visitor);
        }
    }

    /** What was left out and why, for the manifest. */
    List<String> notes() {
        return notes.all();
    }

    /**
     * @param path as it is shown
     * @param link the same through its held directory, not followed
     */
    private void step(Path path, Path link, Visitor visitor) throws IOException {
        boolean wasWalked = roots.contains(path) && !seen.add(path);
        if (wasWalked || left.contains(path) || excluded.stream().anyMatch(glob -> glob.matches(path))) {
            return;
        }
        if (path.toString().length() > LONGEST || path.getNameCount() > DEEPEST) {
            notes.add("left out: a path of more than " + LONGEST + " characters or " + DEEPEST + " directories, below "
                    + Excerpt.of(path.toString(), SHOWN));
            return;
        }
        try (HeldPath held = hold(path, link)) {
            if (held == null) {
                return;
            }
            if (path.equals(ROOT)) {
                descend(path, held, visitor);
                return;
            }
            Entry entry = noted(path, link, held);
            if (entry == null) {
                return;
            }
            boolean isDirectory = entry.kind() == Entry.Kind.DIRECTORY;
            if (isDirectory) {
                refuseLiveDatabase(path, held, entry.uid());
            }
            visitor.visit(held.path(), entry);
            if (isDirectory) {
                descend(path, held, visitor);
            }
        }
    }

    private void descend(Path path, HeldPath held, Visitor visitor) throws IOException {
        try (Names names = new Names(path, held)) {
            for (List<Path> some = names.next(); !some.isEmpty(); some = names.next()) {
                for (Path name : some) {
                    Path child = path.resolve(name);
                    if (path.equals(ROOT) && KERNELS.contains(child)) {
                        notes.add(child + " is not kept on a disk and was left out");
                    } else {
                        step(child, held.path().resolve(name), visitor);
                    }
                }
            }
        }
    }

    /** What looks like one in a person's own directory may be made to look like one: it must not end the others' backup. */
    private void refuseLiveDatabase(Path path, HeldPath held, long uid) throws IOException {
        Optional<String> live = LiveDatabase.in(held.path(), path);
        if (live.isPresent() && uid < FIRST_PERSON) {
            throw new IOException(live.get());
        }
        live.ifPresent(notes::add);
    }

    private @Nullable HeldPath hold(Path path, Path link) throws IOException {
        try {
            return HeldPath.of(link);
        } catch (NoSuchFileException e) {
            notes.add(path + " went away while it was backed up");
            return null;
        }
    }

    /** Null, and a note, for what is left out. */
    private @Nullable Entry noted(Path path, Path link, HeldPath held) throws IOException {
        String why;
        try {
            if (isPersonal(held) && !roots.contains(path)) {
                why = "is a file system that a person mounted";
            } else {
                Entry entry = look(path, link, held, note -> notes.add(path + " " + note));
                if (entry == null) {
                    why = "is a socket, pipe or device";
                } else if (isMostlyNothing(entry, held)) {
                    why = "of " + (entry.size() >> 30) + " GiB is almost nothing but a hole";
                } else {
                    return entry;
                }
            }
            notes.add(path + " " + why + " and was left out");
        } catch (NoSuchFileException | NotLinkException e) {
            notes.add(path + " went away while it was backed up");
        }
        return null;
    }

    /** By its name alone: to look at it asks the person's program. */
    private boolean isPersonal(HeldPath held) throws IOException {
        return !mounts.isEmpty() && mounts.points().contains(Files.readSymbolicLink(held.path()));
    }

    /**
     * Anybody can make a file of nothing, of a size that takes days to read. Root's own, like /var/log/lastlog, are root's
     * matter.
     */
    private static boolean isMostlyNothing(Entry entry, HeldPath held) throws IOException {
        return entry.kind() == Entry.Kind.FILE
                && entry.size() > LARGE
                && entry.uid() != 0
                && held.allocated() < entry.size() / HOLE;
    }

    /** Holds one thing and shows it, if it is a file, directory or symbolic link. */
    static void visit(Path path, Visitor visitor) throws IOException {
        try (HeldPath held = HeldPath.of(path)) {
            Entry entry = look(path, path, held, note -> {});
            if (entry != null) {
                visitor.visit(held.path(), entry);
            }
        }
    }

    /** Null for what is neither file, directory nor symbolic link. */
    static @Nullable Entry look(Path path) throws IOException {
        try (HeldPath held = HeldPath.of(path)) {
            return look(path, path, held, note -> {});
        }
    }

    /** @param note takes which of its attributes are left out */
    private static @Nullable Entry look(Path path, Path link, HeldPath held, Consumer<String> note) throws IOException {
        Map<String, Object> is = Files.readAttributes(
                held.path(), "unix:mode,uid,gid,size,lastModifiedTime,isRegularFile,isDirectory,isSymbolicLink");
        String name = PathText.of(ROOT.relativize(path));
        int mode = ((Number) is.get("mode")).intValue() & 07777;
        long uid = ((Number) is.get("uid")).longValue();
        long gid = ((Number) is.get("gid")).longValue();
        Instant modified = ((FileTime) is.get("lastModifiedTime")).toInstant().truncatedTo(ChronoUnit.SECONDS);
        if (Boolean.TRUE.equals(is.get("isSymbolicLink"))) {
            String target = PathText.of(Files.readSymbolicLink(link));
            return new Entry(name, Entry.Kind.SYMLINK, 0, mode, uid, gid, modified, target);
        }
        if (Boolean.TRUE.equals(is.get("isDirectory"))) {
            return new Entry(name, Entry.Kind.DIRECTORY, 0, mode, uid, gid, modified, "")
                    .withAttributes(Attributes.of(held, note));
        }
        long size = ((Number) is.get("size")).longValue();
        return Boolean.TRUE.equals(is.get("isRegularFile"))
                ? new Entry(name, Entry.Kind.FILE, size, mode, uid, gid, modified, "")
                        .withAttributes(Attributes.of(held, note))
                : null;
    }
}
