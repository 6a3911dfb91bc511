package io.selfheal.collector.tail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which paths a tail follows, in the order in which they were found, and what is remembered of those that it does not. */
final class FollowedPaths {
    /** Each holds a file open, and the unit lets the collector open some 16,000. */
    private static final int MOST = 10_000;

    private final FileTail.Settings settings;
    private final FileTail.Sinks sinks;
    private final Leftovers leftovers;
    private final Map<Path, FollowedPath> paths = new LinkedHashMap<>();
    private final Stems stems = new Stems();
    /** Those that stand in the configuration as they are. */
    private final Set<Path> awaited = new HashSet<>();

    /** @param left what an earlier run left */
    FollowedPaths(FileTail.Settings settings, FileTail.Sinks sinks, FileTail.Left left) {
        this.settings = settings;
        this.sinks = sinks;
        this.leftovers = new Leftovers(left);
        settings.patterns().stream().filter(FilePattern::isPlain).forEach(plain -> awaited.add(plain.plain()));
    }

    Collection<FollowedPath> all() {
        return Collections.unmodifiableCollection(paths.values());
    }

    @Nullable
    FollowedPath get(Path path) {
        return paths.get(path);
    }

    /**
     * Follows what a pattern matches now.
     *
     * @return false if there is no room for all of it
     */
    boolean follow(FilePattern pattern, List<Path> matches) {
        boolean first = leftovers.isNew(pattern);
        OtherNames otherNames = new OtherNames(paths.values());
        for (Path path : matches) {
            if (paths.containsKey(path) || isReadOtherwise(path, otherNames)) {
                continue;
            }
            if (paths.size() >= MOST) {
                return false;
            }
            boolean atEnd = first && pattern.fromEnd() && Files.exists(path);
            put(path, open(pattern, path, atEnd));
        }
        return true;
    }

    /**
     * Globs match more names than there are logs. What rotation made of a log is that one's matter; of one that stands
     * there no more, too, which is followed again for it.
     */
    private boolean isReadOtherwise(Path path, OtherNames otherNames) {
        Path log = leftovers.logOf(path);
        for (FilePattern pattern : log == null ? List.<FilePattern>of() : settings.patterns()) {
            if (pattern.matches(log)) {
                put(log, open(pattern, log, false));
                return true;
            }
        }
        return stems.logOf(path) != null || otherNames.isRead(path);
    }

    private void put(Path path, FollowedPath followed) {
        paths.put(path, followed);
        stems.add(path);
    }

    private FollowedPath open(FilePattern pattern, Path path, boolean atEnd) {
        return new FollowedPath(
                path,
                settings,
                sinks.open(pattern, path),
                leftovers.takeFiles(path),
                leftovers.takeDone(path),
                leftovers.takeNewest(path),
                atEnd);
    }

    /** Lets go of those that are gone; see {@link GonePaths}. */
    void letGo(Instant now) {
        List<FollowedPath> found = paths.values().stream()
                .filter(path -> !awaited.contains(path.path()))
                .toList();
        for (FollowedPath path : GonePaths.of(found, now)) {
            paths.remove(path.path());
            stems.remove(path.path());
            leftovers.keep(path);
            path.close();
            sinks.letGo(path.path());
        }
    }

    /** Follows these no longer; returns where somebody else goes on. */
    FileTail.Left giveAway(Predicate<Path> which) {
        List<FollowedPath> theirs =
                paths.values().stream().filter(path -> which.test(path.path())).toList();
        FileTail.Left left = new Leftovers(leftovers.take(which)).with(theirs);
        theirs.forEach(path -> stems.remove(path.path()));
        theirs.forEach(FollowedPath::close);
        paths.values().removeAll(theirs);
        return left;
    }

    FileTail.Left left() {
        return leftovers.with(paths.values());
    }

    void close() {
        paths.values().forEach(FollowedPath::close);
    }
}
