package io.selfheal.collector.tail;

import io.selfheal.agent.time.Due;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All followed files of one {@link Territory}: finds them, looks for rotation and reads what is new. One {@link #pass}
 * does one round. Confined to whoever holds its lock, which is {@link FileLane}'s.
 */
public final class FileTail {
    /** Has what is on a remote file system read elsewhere: should it hang, only that waits. */
    public interface Separation {
        /** @param left where reading goes on there */
        void separate(Path mount, Left left);
    }

    /** Gives each path that is found its sink. */
    public interface Sinks {
        LineSink open(FilePattern pattern, Path path);

        /** The path is let go of: nothing stands there any more. */
        default void letGo(Path path) {}
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
     * @param mounts says which remote file systems are mounted now; asked at each look
     * @param mount the one whose files are read; null for all local ones
     * @param folders names beside the files
     * @param pulse shows that reading goes on
     */
    public record Settings(
            String host,
            List<FilePattern> patterns,
            int lineBytes,
            Duration rotatedQuiet,
            Duration look,
            Unpacking unpacking,
            Supplier<Mounts> mounts,
            @Nullable Path mount,
            Folders folders,
            Pulse pulse) {
        public Settings {
            patterns = List.copyOf(patterns);
        }

        /** The same for what is on a remote file system, where the kernel reports no change. */
        public Settings on(Path mount, Duration look) {
            return new Settings(
                    host,
                    patterns,
                    lineBytes,
                    rotatedQuiet,
                    look,
                    unpacking.ofAnother(),
                    mounts,
                    mount,
                    new Folders(null),
                    new Pulse());
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

        /** What several tails leave. */
        public static Left of(List<Left> all) {
            if (all.size() == 1) {
                return all.getFirst();
            }
            Set<String> patterns = new HashSet<>();
            List<FileMark> files = new ArrayList<>();
            List<FileMark> done = new ArrayList<>();
            Map<String, Long> newest = new HashMap<>();
            all.forEach(left -> {
                patterns.addAll(left.patterns());
                files.addAll(left.files());
                done.addAll(left.done());
                newest.putAll(left.newest());
            });
            return new Left(patterns, files, done, newest);
        }
    }

    private final Settings settings;
    private final Separation separation;
    private final InstantSource time;
    private final Outlet outlet;
    private final FileTurn turn;
    private final FollowedPaths paths;
    private final Set<Path> separated = new HashSet<>();
    private Set<Path> directories = Set.of();
    private List<LeftOut> leftOut = List.of();
    private final Due look = new Due();

    /**
     * @param separation is told of each remote file system that is found, once
     * @param delivery under whose lock the sinks work
     * @param left what an earlier run left
     */
    public FileTail(
            Settings settings, Sinks sinks, Separation separation, InstantSource time, Delivery delivery, Left left) {
        this.settings = settings;
        this.separation = separation;
        this.time = time;
        this.outlet = new Outlet(delivery, settings.pulse());
        this.turn = new FileTurn(settings.lineBytes(), settings.rotatedQuiet(), outlet);
        this.paths = new FollowedPaths(settings, sinks, left);
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
        if (outlet.beginsAgain()) {
            rewind();
        }
        if (look.is(now)) {
            lookAround(now);
        }
        boolean busy = unpack(now);
        nameTouched(now, beforeNewIdentities);
        for (FollowedPath path : paths.all()) {
            if (!path.takeTouched()) {
                continue;
            }
            if (path.sink().pauseNanos() > 0) {
                path.touch();
                continue;
            }
            Pass result = turn.read(path, now, beforeNewIdentities);
            if (result == Pass.REFUSED) {
                path.touch();
                return Pass.REFUSED;
            }
            busy |= result == Pass.BUSY;
            path.old().dropDone();
        }
        return busy ? Pass.BUSY : Pass.IDLE;
    }

    /** Goes on with the log whose turn it is; false if none is being unpacked. */
    private boolean unpack(Instant now) {
        boolean any = false;
        for (FollowedPath path : paths.all()) {
            if (path.isUnpacking()) {
                any = true;
                path.look(now);
                path.touch();
            }
        }
        return any;
    }

    /**
     * Only looks and reads nothing: fixes where reading begins, and takes hold of files that are rotated.
     *
     * @param beforeNewIdentities as in {@link #pass}
     */
    public void look(Runnable beforeNewIdentities) {
        Instant now = time.instant();
        lookAround(now);
        nameTouched(now, beforeNewIdentities);
    }

    /** All of them before one checkpoint: one for each of a thousand files that are new would take minutes. */
    private void nameTouched(Instant now, Runnable beforeNewIdentities) {
        boolean fresh = false;
        for (FollowedPath path : paths.all()) {
            fresh |= path.isTouched() && FileTurn.name(path, now);
        }
        if (fresh) {
            beforeNewIdentities.run();
        }
    }

    /** Looks everywhere at the next pass instead of waiting for the next regular look. */
    public void lookSoon() {
        look.now();
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
        for (FollowedPath path : paths.all()) {
            if (path.files().size() > 1 || path.siblings().areElsewhere()) {
                path.touch();
            }
        }
    }

    private void lookAround(Instant now) {
        look.in(settings.look(), now);
        Territory territory =
                new Territory(settings.mount(), settings.mounts().get().and(separated));
        Map<FilePattern, FilePattern.Matches> found = new LinkedHashMap<>();
        settings.patterns().forEach(pattern -> found.put(pattern, pattern.expand(territory)));
        territory.met().forEach(mount -> separate(mount, territory));
        List<LeftOut> out = new ArrayList<>();
        found.forEach((pattern, matches) -> {
            Set<LeftOut.Why> why = EnumSet.noneOf(LeftOut.Why.class);
            why.addAll(matches.leftOut());
            if (!paths.follow(pattern, matches.files())) {
                why.add(LeftOut.Why.TOO_MANY);
            }
            why.forEach(reason -> out.add(new LeftOut(pattern.glob(), reason)));
        });
        for (FollowedPath path : paths.all()) {
            path.look(now);
            path.touch();
        }
        paths.letGo(now);
        directories = directories(found, territory);
        leftOut = List.copyOf(out);
    }

    /** From now on another tail reads what is on a remote file system; it goes on where this one got to. */
    private void separate(Path mount, Territory territory) {
        Left left = paths.giveAway(path -> territory.isOn(mount, path));
        // Otherwise it has its tail, and a link leads there now that led elsewhere: to a log that is new to it.
        if (separated.add(mount)) {
            separation.separate(mount, left);
        }
    }

    /** Forgets all that was read and not acknowledged. */
    public void rewind() {
        paths.all().forEach(FollowedPath::rewind);
        paths.all().forEach(FollowedPath::touch);
    }

    /** What to keep for the next run; what the last one left of paths that are not found at the moment included. */
    public Left left() {
        return paths.left();
    }

    public List<FollowedPath> paths() {
        return List.copyOf(paths.all());
    }

    /** What globs match and is not read. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Directories to be woken by, those behind symbolic links included; empty if they were asked for since the last look. */
    public Set<Path> newDirectories() {
        Set<Path> all = directories;
        directories = Set.of();
        return all;
    }

    private Set<Path> directories(Map<FilePattern, FilePattern.Matches> found, Territory territory) {
        Set<Path> all = new HashSet<>();
        found.forEach((pattern, matches) -> all.addAll(pattern.directories(matches.files(), territory)));
        paths.all().forEach(path -> all.add(path.siblings().folder()));
        return all;
    }

    public void close() {
        paths.close();
    }
}
