package io.selfheal.collector.tail;

import io.selfheal.agent.unpack.Compression;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files beside a log that rotation made of it: {@code auth.log.1}, {@code auth.log-20260101},
 * {@code access.1.log}. Compressed ones cannot be read at an offset; {@link CompressedSiblings} unpacks them.
 */
final class Siblings {
    /** A directory with more rotated files of one log is not searched further. */
    private static final int MAX_FILES = 1000;

    private static final Pattern COMPRESSED = Pattern.compile(".*\\.(gz|bz2|xz|zst|lz4|Z|zip)", Pattern.DOTALL);
    private static final String NUMBER_OR_DATE = "[-._][0-9][-0-9._T]{0,30}";

    private final Path path;
    private final Folders folders;
    private final String stem;
    private final Pattern rotatedName;
    private Path folder;

    Siblings(Path path, Folders folders) {
        this.path = path;
        this.folders = folders;
        this.folder = path.getParent();
        this.stem = stem(fileName(path));
        this.rotatedName = rotatedName(fileName(path));
    }

    /** What the names of a log and of all that rotation makes of it begin with. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static Pattern rotatedName(String name) {
        String stem = stem(name);
        String extension = name.substring(stem.length());
        return Pattern.compile(Pattern.quote(name) + NUMBER_OR_DATE + "|" + Pattern.quote(stem) + NUMBER_OR_DATE
                + Pattern.quote(extension));
    }

    /** Looks in which directory the file itself stands, symbolic links resolved. */
    void findFolder() {
        try {
            folder = path.toRealPath().getParent();
        } catch (IOException e) {
            folder = path.getParent();
        }
    }

    /** Where that was when it was looked for last; where changes of the file show. */
    Path folder() {
        return folder;
    }

    /** Whether that is elsewhere: the kernel reports the file's changes under another name. */
    boolean areElsewhere() {
        return !folder.equals(path.getParent());
    }

    static boolean isCompressed(Path path) {
        return COMPRESSED.matcher(fileName(path)).matches();
    }

    /** A sibling and how it stood when looked at. */
    record Sibling(Path path, FileId.Stat stat) {}

    /** An open file and what it is. */
    record Opened(FileChannel channel, FileId.Stat stat) {}

    /** Whether this is the name that rotation gives to files of {@code path}. */
    boolean isRotatedName(Path other) {
        return rotatedName.matcher(fileName(other)).matches();
    }

    /** Whether anything stands there that rotation made of the log. */
    boolean areAny() {
        return !rotated().isEmpty() || !compressed().isEmpty();
    }

    /** Whether rotation made the one file of the other, by their names. */
    static boolean isRotated(Path log, Path other) {
        return rotatedName(fileName(log)).matcher(fileName(other)).matches();
    }

    /** The rotated files that a program is done compressing, in the order in which they were last written to. */
    List<Sibling> compressed() {
        List<Sibling> found = new ArrayList<>();
        for (Sibling sibling : all(entry -> Compression.ofName(fileName(entry)).isPresent())) {
            String name = fileName(sibling.path());
            int suffix = Compression.ofName(name).orElseThrow().suffix().length();
            Path plain = sibling.path().resolveSibling(name.substring(0, name.length() - suffix));
            // Each of the programs removes the file once all of it is written elsewhere.
            if (isRotatedName(plain) && !Files.exists(plain)) {
                found.add(sibling);
            }
        }
        found.sort(Comparator.comparingLong(sibling -> sibling.stat().modifiedNanos()));
        return found;
    }

    /** The rotated files, oldest first. */
    List<Sibling> rotated() {
        List<Sibling> found = new ArrayList<>();
        for (Sibling sibling : all(entry -> !isCompressed(entry))) {
            if (isRotatedName(sibling.path())) {
                found.add(sibling);
            }
        }
        found.sort(Comparator.comparingLong(sibling -> sibling.stat().bornNanos()));
        return found;
    }

    /**
     * The file beside the path that holds what was read up to {@code offset}, and perhaps more: the renamed file itself,
     * or the copy that copytruncate made. Where nothing was read yet only the first line can tell, so that a copy must be
     * younger than {@code newestNanos}.
     */
    @Nullable
    Opened continuation(FileId id, @Nullable Fingerprint fingerprint, long offset, Context context, long newestNanos) {
        List<Sibling> candidates = all(entry -> !isCompressed(entry));
        candidates.sort(Comparator.comparingInt(sibling -> sibling.stat().id().equals(id) ? 0 : 1));
        for (Sibling candidate : candidates) {
            boolean same = candidate.stat().id().equals(id);
            boolean told = fingerprint != null
                    && (context.length() > 0 || candidate.stat().bornNanos() > newestNanos);
            Opened opened = same || told ? open(candidate.path()) : null;
            if (opened != null && !holds(opened, fingerprint, offset, context)) {
                closeQuietly(opened.channel());
                opened = null;
            }
            if (opened != null) {
                return opened;
            }
        }
        return null;
    }

    /** A copy, elsewhere than in the file itself, of what was read of it; null if there is none. */
    @Nullable
    Opened copyOf(TailedFile file, long newestNanos) {
        Opened copy = continuation(file.id(), file.fingerprint(), file.readTo, file.readContext, newestNanos);
        if (copy != null && copy.stat().id().equals(file.id())) {
            closeQuietly(copy.channel());
            return null;
        }
        return copy;
    }

    /** Opens a file that may vanish meanwhile; null then. */
    static @Nullable Opened open(Path path) {
        try {
            FileId.Stat before = FileId.stat(path);
            if (before == null) {
                return null;
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            FileId.Stat after = FileId.stat(path);
            if (after != null && after.id().equals(before.id())) {
                return new Opened(channel, after);
            }
            channel.close();
        } catch (IOException e) {
            // Renamed, removed or protected since the directory was listed: as if it were not there.
            return null;
        }
        return null;
    }

    /** Whether it is the file of which this is known. A file system may be another device each time it is mounted. */
    static boolean isSame(Opened file, FileId id, @Nullable Fingerprint fingerprint, long offset, Context context) {
        return id.inode() == file.stat().id().inode() && holds(file, fingerprint, offset, context);
    }

    static boolean holds(Opened file, @Nullable Fingerprint fingerprint, long offset, Context context) {
        try {
            return context.standsIn(file.channel(), offset)
                    && (fingerprint == null || fingerprint.standsIn(file.channel()));
        } catch (IOException e) {
            return false;
        }
    }

    static void closeQuietly(@Nullable Opened file) {
        if (file != null) {
            closeQuietly(file.channel());
        }
    }

    static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Only ever read from: nothing can be lost by it.
            return;
        }
    }

    private List<Sibling> all(Predicate<Path> wanted) {
        List<Sibling> found = new ArrayList<>();
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            return found;
        }
        try {
            for (Path entry : folders.beginningWith(directory, stem)) {
                FileId.Stat stat = !isSelf(entry) && wanted.test(entry) ? statQuietly(entry) : null;
                if (stat != null && found.size() < MAX_FILES) {
                    found.add(new Sibling(entry, stat));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A directory that cannot be listed shows no siblings; the path itself is still read.
            return found;
        }
        return found;
    }

    private boolean isSelf(Path entry) {
        return fileName(entry).equals(fileName(path));
    }

    private static FileId.@Nullable Stat statQuietly(Path entry) {
        try {
            return FileId.stat(entry);
        } catch (IOException e) {
            return null;
        }
    }

    static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
