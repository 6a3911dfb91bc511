package io.selfheal.collector.tail;

import io.selfheal.collector.tail.Siblings.Opened;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One path and the files that stand or stood there: the current one, and before it those that rotation moved away and
 * that are still being read to their end. Confined to whoever holds the tail's lock.
 */
public final class FollowedPath {
    /** In place of the time of the youngest file: what stands there now is taken as it is. */
    static final long NEVER_LOOKED = -1;

    private final Path path;
    private final Standing standing;
    private final Naming naming;
    private final LineSink sink;
    private final Siblings siblings;
    private final CompressedSiblings compressed;
    private final EarlierFiles earlier;
    private final RotatedFiles old;
    private final Gaps gaps;
    private @Nullable TailedFile current;
    private List<FileMark> marks;
    private boolean atEnd;
    private boolean changed = true;
    /** When the youngest file of this path, rotated ones included, was created: what is younger is unread. */
    private long newestNanos;

    private boolean unpacking;
    private final PathState state = new PathState();

    /**
     * @param marks what an earlier run left unfinished, oldest first
     * @param done what earlier runs finished last
     * @param newestNanos as an earlier run left it, or {@link #NEVER_LOOKED}
     * @param atEnd whether a file that stands there now is read from its end instead of its beginning
     */
    FollowedPath(
            Path path,
            FileTail.Settings settings,
            LineSink sink,
            List<FileMark> marks,
            List<FileMark> done,
            long newestNanos,
            boolean atEnd) {
        this.path = path;
        this.naming = new Naming(settings.host());
        this.sink = sink;
        this.siblings = new Siblings(path, settings.folders());
        this.gaps = new Gaps(path);
        this.compressed = new CompressedSiblings(siblings, settings.unpacking(), settings.pulse(), gaps);
        this.earlier = new EarlierFiles(siblings, compressed);
        this.old = new RotatedFiles(done);
        this.marks = List.copyOf(marks);
        this.newestNanos = newestNanos;
        this.atEnd = atEnd;
        this.standing = new Standing(path, settings.mount() != null);
    }

    public Path path() {
        return path;
    }

    public SourceState state() {
        return state.current();
    }

    /** What was rotated away and could not be found or held until it was read. */
    public Gaps gaps() {
        return gaps;
    }

    /**
     * When the youngest file was created that needs not be looked for any more. One whose first line is not complete, or
     * was not come to while Kafka takes nothing, has no mark yet: should it be rotated away while no collector runs, it
     * must be found as unread.
     */
    long newestNanos() {
        return RotatedFiles.newestOf(files(), newestNanos);
    }

    LineSink sink() {
        return sink;
    }

    Siblings siblings() {
        return siblings;
    }

    boolean isOld(TailedFile file) {
        return file != current;
    }

    /** Reading failed; the next look finds out more. */
    void failed() {
        state.failed();
    }

    /** Something was written, or may have been. */
    void touch() {
        changed = true;
    }

    boolean isTouched() {
        return changed;
    }

    /** Whether it is worth reading; asked once for each touch. */
    boolean takeTouched() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** The files to read, oldest first. */
    List<TailedFile> files() {
        List<TailedFile> files = new ArrayList<>(old.all());
        if (current != null) {
            files.add(current);
        }
        return files;
    }

    /** Whether what rotation did is not taken up yet, for it has to be unpacked: each look goes on with that. */
    boolean isUnpacking() {
        return unpacking;
    }

    /** Looks what stands at the path now, and takes up what rotation did since the last look. */
    void look(Instant now) {
        unpacking = false;
        state.look(() -> lookAt(now), now);
        if (!unpacking) {
            compressed.letGo();
        }
    }

    /** Since when nothing stands at the path, as far as was looked; null if something does, or waits to be read. */
    @Nullable
    Instant goneSince() {
        return unpacking || current != null || !marks.isEmpty() || !old.all().isEmpty() ? null : state.missingSince();
    }

    private SourceState lookAt(Instant now) throws IOException {
        FileId.Stat stat;
        try {
            stat = FileId.stat(path);
        } catch (NoSuchFileException e) {
            if (isUnpacked(null)) {
                retire(now);
                resume(null, now);
                takeUpBetween(null, now);
            }
            return SourceState.MISSING;
        }
        if (stat == null) {
            return SourceState.WAITING;
        }
        if (current == null || !current.id().equals(stat.id())) {
            if (!change(stat, now)) {
                return current == null ? SourceState.WAITING : SourceState.READING;
            }
        } else if (standing.isAnother(current, stat)) {
            rewritten(current, now);
            return state.current();
        }
        if (current != null) {
            current.seen(stat.size());
        }
        siblings.findFolder();
        return current == null ? SourceState.WAITING : SourceState.READING;
    }

    /** False if that is for a later look. */
    private boolean change(FileId.Stat stat, Instant now) throws IOException {
        Opened file = standing.open(stat);
        if (file == null || !isUnpacked(file)) {
            Siblings.closeQuietly(file);
            return false;
        }
        retire(now);
        if (!resume(file, now)) {
            current = old.takeBack(file, this, now);
        }
        if (current == null) {
            long others = takeUpBetween(file.stat(), now);
            current = open(file, atEnd ? Context.lastLineEnd(file.channel()) : 0, Context.NONE, now);
            if (file.stat().bornNanos() > others) {
                current.newestWithout = others;
            }
        }
        atEnd = false;
        return true;
    }

    /** Whether all that is to be taken up now can be read as it is. */
    private boolean isUnpacked(@Nullable Opened here) throws IOException {
        unpacking = !earlier.areUnpacked(marks, here, newestNanos, files(), old);
        return !unpacking;
    }

    /** Takes up what an earlier run left; true if the file at the path is part of it. */
    private boolean resume(@Nullable Opened file, Instant now) {
        List<FileMark> left = marks;
        marks = List.of();
        long youngest = newestNanos;
        for (FileMark mark : left) {
            naming.seen(mark);
            boolean here = current == null && EarlierFiles.isOf(mark, file);
            Opened found = here ? file : earlier.continuation(mark, newestNanos);
            if (found == null) {
                gaps.add(mark.size() - mark.offset(), "it was rotated away while the collector did not run");
                continue;
            }
            TailedFile tailed = open(found, mark.offset(), mark.context(), now);
            tailed.identify(mark.fingerprint(), mark.generation(), mark.key());
            if (here) {
                current = tailed;
            } else {
                old.add(tailed, gaps);
                youngest = Math.max(youngest, found.stat().bornNanos());
            }
        }
        // Otherwise those in between that had no mark yet are looked for.
        newestNanos = current == null ? newestNanos : youngest;
        return current != null;
    }

    /**
     * Files that came and were rotated away again between two looks, or while the collector was down: those younger than
     * all that were there before. At the very first look everything beside the path is history.
     *
     * @return when the youngest of all but the one that stands {@code here} was created, as far as is known
     */
    private long takeUpBetween(FileId.@Nullable Stat here, Instant now) throws IOException {
        EarlierFiles.Between between = earlier.between(here, newestNanos, files(), old);
        for (EarlierFiles.Unread one : between.unread()) {
            takeUp(one.file(), one.newestWithout(), now);
        }
        newestNanos = here == null ? between.youngest() : Math.max(between.youngest(), here.bornNanos());
        return between.youngest();
    }

    private void takeUp(Opened opened, long newestWithout, Instant now) throws IOException {
        TailedFile file = open(opened, 0, Context.NONE, now);
        file.newestWithout = newestWithout;
        old.add(file, gaps);
        // At once: the checkpoint must not count it as seen without knowing it.
        naming.name(file, false, false);
    }

    private TailedFile open(Opened file, long from, Context context, Instant now) {
        return new TailedFile(this, file.channel(), file.stat(), from, context, now);
    }

    /** What stood at the path is no longer there. */
    private void retire(Instant now) {
        TailedFile file = current;
        if (file == null) {
            return;
        }
        current = null;
        file.quietSince = now;
        old.add(file, gaps);
    }

    /**
     * The file at the path, or an old one, does not hold the bytes that were read: it was truncated. What of it was not
     * read yet may stand in a copy.
     */
    void rewritten(TailedFile file, Instant now) throws IOException {
        Opened copy = siblings.copyOf(file, newestNanos);
        boolean wasCurrent = file == current;
        if (wasCurrent) {
            current = null;
            old.add(file, gaps);
        }
        if (copy == null) {
            if (file.unread() > 0) {
                gaps.add(file.unread(), "it was truncated before it was read");
            }
            file.complete();
        } else {
            newestNanos = Math.max(newestNanos, copy.stat().bornNanos());
            file.continueIn(copy.channel(), copy.stat());
            file.quietSince = now;
        }
        if (wasCurrent) {
            look(now);
        }
    }

    /** Gives the file an identity as soon as its first line is complete. */
    void identify(TailedFile file, boolean finished, Instant now) throws IOException {
        boolean named = file.key() == null && naming.name(file, finished, file == current);
        if (named && file == current && file.readTo == 0) {
            // Until now a truncation would have gone unnoticed.
            takeUpBetween(null, now);
        }
    }

    Naming naming() {
        return naming;
    }

    void rewind() {
        files().forEach(TailedFile::rewind);
    }

    /** Marks of what is not finished, those of an earlier run that were not found again yet included. */
    List<FileMark> marks() {
        return RotatedFiles.unfinished(marks, files());
    }

    RotatedFiles old() {
        return old;
    }

    /** Bytes written and not acknowledged, over all files. */
    public long lag() {
        return RotatedFiles.lagOf(files());
    }

    void close() {
        compressed.letGo();
        files().forEach(file -> Siblings.closeQuietly(file.channel()));
    }
}
