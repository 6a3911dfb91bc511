package io.selfheal.collector.tail;

import io.selfheal.collector.tail.BlockReader.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All followed files: finds them, looks for rotation and reads what is new. One {@link #pass} does one round; the
 * caller holds the lock under which the sinks and the checkpoint work as well.
 */
public final class FileTail {
    /** Blocks read from one file before the others get their turn. */
    private static final int BLOCKS_A_TURN = 8;

    private static final int BLOCK_BYTES = 128 * 1024;

    /** Gives each path that is found its sink. */
    public interface Sinks {
        LineSink open(FilePattern pattern, Path path);
    }

    /**
     * What the tail is told.
     *
     * @param host this node's name, part of the lines' identity
     * @param patterns which files
     * @param lineBytes longer lines are cut here
     * @param rotatedQuiet how long a rotated file must stay silent before it is let go of
     * @param look how often paths are looked at and patterns expanded even if the kernel reports no change
     * @param unpacking how compressed rotations are read
     */
    public record Settings(
            String host,
            List<FilePattern> patterns,
            int lineBytes,
            Duration rotatedQuiet,
            Duration look,
            Unpacking unpacking) {
        public Settings {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * What one run leaves to the next.
     *
     * @param patterns the patterns that were followed: files that match them now and have no mark came later, and are
     *     read from their beginning
     * @param files unfinished files; those of one path oldest first
     * @param done the files of each path that were finished last, oldest first
     * @param newest for each path when its youngest file was created, nanoseconds since 1970: younger ones are unread
     */
    public record Left(Set<String> patterns, List<FileMark> files, List<FileMark> done, Map<String, Long> newest) {
        public static final Left NOTHING = new Left(Set.of(), List.of(), List.of(), Map.of());

        public Left {
            patterns = Set.copyOf(patterns);
            files = List.copyOf(files);
            done = List.copyOf(done);
            newest = Map.copyOf(newest);
        }
    }

    private final Settings settings;
    private final Sinks sinks;
    private final InstantSource time;
    private final BlockReader reader;
    private final Map<Path, FollowedPath> paths = new LinkedHashMap<>();
    private final Map<String, List<FileMark>> marks;
    private final Map<String, List<FileMark>> done;
    private final Map<String, Long> newest;
    private final Set<String> knownPatterns;
    private Set<Path> directories = Set.of();
    private Instant nextLook = Instant.MIN;

    /** @param left what an earlier run left */
    public FileTail(Settings settings, Sinks sinks, InstantSource time, Left left) {
        this.settings = settings;
        this.sinks = sinks;
        this.time = time;
        this.reader = new BlockReader(settings.lineBytes(), BLOCK_BYTES);
        this.knownPatterns = new HashSet<>(left.patterns());
        this.newest = new HashMap<>(left.newest());
        this.marks = byPath(left.files());
        this.done = byPath(left.done());
    }

    private static Map<String, List<FileMark>> byPath(List<FileMark> marks) {
        Map<String, List<FileMark>> grouped = new LinkedHashMap<>();
        marks.forEach(mark ->
                grouped.computeIfAbsent(mark.path(), path -> new ArrayList<>()).add(mark));
        return grouped;
    }

    private static List<FileMark> take(Map<String, List<FileMark>> marks, Path path) {
        List<FileMark> taken = marks.remove(path.toString());
        return taken == null ? List.of() : taken;
    }

    /** What one round did. */
    public enum Pass {
        /** Read something; there may be more. */
        BUSY,
        /** Read all there was. */
        IDLE,
        /** The sinks take nothing any more. */
        REFUSED
    }

    /**
     * One round over all files.
     *
     * @param beforeNewIdentities makes the checkpoint durable; called before the first line of a file is given away, so
     *     that a crash cannot make it forget under which identity the file's events were sent
     */
    public Pass pass(Runnable beforeNewIdentities) {
        Instant now = time.instant();
        if (!now.isBefore(nextLook)) {
            lookAround(now);
        }
        boolean busy = false;
        for (FollowedPath path : paths.values()) {
            if (!path.takeTouched()) {
                continue;
            }
            if (path.sink().pauseNanos() > 0) {
                path.touch();
                continue;
            }
            Pass result = read(path, now, beforeNewIdentities);
            if (result == Pass.IDLE && !path.sink().quiet(now)) {
                result = Pass.REFUSED;
            }
            if (result == Pass.REFUSED) {
                path.touch();
                return Pass.REFUSED;
            }
            busy |= result == Pass.BUSY;
            path.old().dropDone();
        }
        return busy ? Pass.BUSY : Pass.IDLE;
    }

    /**
     * Only looks and reads nothing: fixes where reading begins, and takes hold of files that are rotated.
     *
     * @param beforeNewIdentities as in {@link #pass}
     */
    public void look(Runnable beforeNewIdentities) {
        Instant now = time.instant();
        lookAround(now);
        for (FollowedPath path : paths.values()) {
            for (TailedFile file : path.files()) {
                try {
                    name(path, file, false, now, beforeNewIdentities);
                } catch (IOException e) {
                    path.failed();
                }
            }
        }
    }

    /** Looks everywhere at the next pass instead of waiting for the next regular look. */
    public void lookSoon() {
        nextLook = Instant.MIN;
    }

    /** Something was written at this path; others have changed names. */
    public void changed(Path path, boolean onlyWritten) {
        FollowedPath followed = paths.get(path);
        if (!onlyWritten) {
            lookSoon();
        } else if (followed != null) {
            followed.touch();
        } else {
            touchThoseWithOldFiles();
        }
    }

    private void touchThoseWithOldFiles() {
        for (FollowedPath path : paths.values()) {
            if (path.files().size() > 1 || path.isLinked()) {
                path.touch();
            }
        }
    }

    private void lookAround(Instant now) {
        nextLook = now.plus(settings.look());
        for (FilePattern pattern : settings.patterns()) {
            boolean first = knownPatterns.add(pattern.glob());
            for (Path path : pattern.expand()) {
                if (!paths.containsKey(path) && !OtherNames.isRead(path, paths.values())) {
                    boolean atEnd = first && pattern.fromEnd() && Files.exists(path);
                    long youngest = newest.getOrDefault(path.toString(), FollowedPath.NEVER_LOOKED);
                    LineSink sink = sinks.open(pattern, path);
                    paths.put(
                            path,
                            new FollowedPath(
                                    path, settings, sink, take(marks, path), take(done, path), youngest, atEnd));
                }
            }
        }
        for (FollowedPath path : paths.values()) {
            path.look(now);
            path.touch();
        }
        directories = directories();
    }

    private Pass read(FollowedPath path, Instant now, Runnable beforeNewIdentities) {
        Pass result = Pass.IDLE;
        for (TailedFile file : path.files()) {
            if (file.isComplete()) {
                continue;
            }
            try {
                boolean isOld = path.isOld(file);
                name(path, file, isOld && isQuiet(file, now), now, beforeNewIdentities);
                Found found = file.key() == null ? Found.NOTHING : readTurn(file, now);
                if (found == Found.REFUSED || (found == Found.NOTHING && isOld && !letGo(file, now))) {
                    return Pass.REFUSED;
                }
                if (found == Found.REWRITTEN) {
                    path.rewritten(file, now);
                }
                if (found == Found.BYTES || found == Found.REWRITTEN) {
                    path.touch();
                    result = Pass.BUSY;
                }
            } catch (IOException e) {
                // A disk or network file system that fails: the position stays, the next look tries again.
                path.failed();
            }
        }
        return result;
    }

    private static void name(
            FollowedPath path, TailedFile file, boolean finished, Instant now, Runnable beforeNewIdentities)
            throws IOException {
        path.identify(file, finished, now);
        if (path.naming().takeFresh()) {
            beforeNewIdentities.run();
        }
    }

    private Found readTurn(TailedFile file, Instant now) throws IOException {
        if (!file.beginsAsKnown()) {
            return Found.REWRITTEN;
        }
        Found found = Found.NOTHING;
        for (int i = 0; i < BLOCKS_A_TURN; i++) {
            Found one = reader.read(file, file.owner().sink());
            if (one == Found.NOTHING) {
                return found;
            }
            found = one;
            if (one != Found.BYTES) {
                return found;
            }
            file.quietSince = now;
        }
        return found;
    }

    private boolean isQuiet(TailedFile file, Instant now) {
        return !now.isBefore(file.quietSince.plus(settings.rotatedQuiet()));
    }

    /** Ends a rotated file that nobody writes to any more; false if the sink refused its last line. */
    private boolean letGo(TailedFile file, Instant now) {
        if (!isQuiet(file, now)) {
            return true;
        }
        if (!reader.finish(file, file.owner().sink())) {
            return false;
        }
        file.complete();
        return true;
    }

    /** Forgets all that was read and not acknowledged. */
    public void rewind() {
        paths.values().forEach(FollowedPath::rewind);
        paths.values().forEach(FollowedPath::touch);
    }

    /** What to keep for the next run; what the last one left of paths that are not found at the moment included. */
    public Left left() {
        List<FileMark> all = new ArrayList<>();
        marks.values().forEach(all::addAll);
        List<FileMark> finished = new ArrayList<>();
        done.values().forEach(finished::addAll);
        for (FollowedPath path : paths.values()) {
            all.addAll(path.marks());
            finished.addAll(path.old().done());
            newest.put(path.path().toString(), path.newestNanos());
        }
        return new Left(knownPatterns, all, finished, newest);
    }

    public List<FollowedPath> paths() {
        return List.copyOf(paths.values());
    }

    /** Directories to be woken by, those behind symbolic links included; empty if they were asked for since the last look. */
    public Set<Path> newDirectories() {
        Set<Path> all = directories;
        directories = Set.of();
        return all;
    }

    private Set<Path> directories() {
        Set<Path> all = new HashSet<>();
        settings.patterns().forEach(pattern -> all.addAll(pattern.directories()));
        paths.values().forEach(path -> all.add(path.siblings().realDirectory()));
        return all;
    }

    public void close() {
        paths.values().forEach(FollowedPath::close);
    }
}
