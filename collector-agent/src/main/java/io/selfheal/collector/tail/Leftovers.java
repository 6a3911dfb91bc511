package io.selfheal.collector.tail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an earlier run left of paths that were not found again yet, and what this one left of those that are gone. */
final class Leftovers {
    /** Above it those are forgotten whose files are oldest. */
    private static final int MOST = 1000;

    private final Set<String> patterns;
    private final Map<String, List<FileMark>> files;
    private final Map<String, List<FileMark>> done;
    private final Map<String, Long> newest;
    private final Stems stems = new Stems();

    Leftovers(FileTail.Left left) {
        this.patterns = new HashSet<>(left.patterns());
        this.files = byPath(left.files());
        this.done = byPath(left.done());
        this.newest = new HashMap<>(left.newest());
        newest.keySet().forEach(path -> stems.add(Path.of(path)));
    }

    private static Map<String, List<FileMark>> byPath(List<FileMark> marks) {
        Map<String, List<FileMark>> grouped = new LinkedHashMap<>();
        marks.forEach(mark ->
                grouped.computeIfAbsent(mark.path(), path -> new ArrayList<>()).add(mark));
        return grouped;
    }

    private static List<FileMark> all(Map<String, List<FileMark>> marks) {
        return marks.values().stream().flatMap(List::stream).toList();
    }

    /** Whether nobody has followed this pattern yet; from now on it is known. */
    boolean isNew(FilePattern pattern) {
        return patterns.add(pattern.glob());
    }

    /** What was left unfinished of the path; it is the caller's from now on. */
    List<FileMark> takeFiles(Path path) {
        List<FileMark> taken = files.remove(path.toString());
        return taken == null ? List.of() : taken;
    }

    /** What was finished last of the path; it is the caller's from now on. */
    List<FileMark> takeDone(Path path) {
        List<FileMark> taken = done.remove(path.toString());
        return taken == null ? List.of() : taken;
    }

    /** When the youngest file of the path was created; it is the caller's from now on. */
    long takeNewest(Path path) {
        Long taken = newest.remove(path.toString());
        stems.remove(path);
        return taken == null ? FollowedPath.NEVER_LOOKED : taken;
    }

    /** The log that this file was, before rotation gave it its name; null if nothing was left of one. */
    @Nullable
    Path logOf(Path rotated) {
        return stems.logOf(rotated);
    }

    /** Keeps what the path leaves, until it is found again. */
    void keep(FollowedPath path) {
        String name = path.path().toString();
        newest.put(name, path.newestNanos());
        stems.add(path.path());
        done.put(name, path.old().done());
        while (newest.size() > MOST) {
            String oldest = Collections.min(newest.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
            newest.remove(oldest);
            stems.remove(Path.of(oldest));
            done.remove(oldest);
            files.remove(oldest);
        }
    }

    /** Takes out what belongs to some paths, patterns included. */
    FileTail.Left take(Predicate<Path> theirs) {
        Map<String, Long> itsNewest = new HashMap<>(newest);
        itsNewest.keySet().removeIf(path -> !theirs.test(Path.of(path)));
        FileTail.Left taken = new FileTail.Left(patterns, take(files, theirs), take(done, theirs), itsNewest);
        newest.keySet().removeAll(itsNewest.keySet());
        itsNewest.keySet().forEach(path -> stems.remove(Path.of(path)));
        return taken;
    }

    private static List<FileMark> take(Map<String, List<FileMark>> marks, Predicate<Path> theirs) {
        Map<String, List<FileMark>> taken = new LinkedHashMap<>(marks);
        taken.keySet().removeIf(path -> !theirs.test(Path.of(path)));
        marks.keySet().removeAll(taken.keySet());
        return all(taken);
    }

    /** What is left, and what those paths that are followed leave. */
    FileTail.Left with(Iterable<FollowedPath> paths) {
        List<FileMark> unfinished = new ArrayList<>(all(files));
        List<FileMark> finished = new ArrayList<>(all(done));
        Map<String, Long> youngest = new HashMap<>(newest);
        for (FollowedPath path : paths) {
            unfinished.addAll(path.marks());
            finished.addAll(path.old().done());
            youngest.put(path.path().toString(), path.newestNanos());
        }
        return new FileTail.Left(patterns, unfinished, finished, youngest);
    }
}
