package io.selfheal.collector.tail;

import io.selfheal.collector.tail.CompressedSiblings.Known;
import io.selfheal.collector.tail.Siblings.Opened;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files that rotation moved away and that are still being read to their end, oldest first; bounded. */
final class RotatedFiles {
    /** Kept open while nothing can be sent; beyond that the oldest are given up. */
    private static final int MAX = 64;

    private static final int MAX_DONE = 16;

    private final Deque<TailedFile> files = new ArrayDeque<>();
    private final Deque<FileMark> done = new ArrayDeque<>();

    /** @param done as an earlier run left them */
    RotatedFiles(List<FileMark> done) {
        this.done.addAll(done);
    }

    /** Adds the youngest; the oldest is given up if there are too many. */
    void add(TailedFile file, Gaps gaps) {
        files.add(file);
        if (files.size() > MAX) {
            TailedFile oldest = files.removeFirst();
            gaps.add(lagOf(List.of(oldest)), "more than " + MAX + " rotated files are unread");
            Siblings.closeQuietly(oldest.channel());
        }
    }

    /**
     * The one of these files that stands at the path again: it was renamed and renamed back, or its file system was not
     * mounted for a while. Those that were done with count, too.
     *
     * @return null if the file is another
     */
    @Nullable
    TailedFile takeBack(Opened file, FollowedPath owner, Instant now) throws IOException {
        for (TailedFile one : files) {
            if (one.key() != null && Siblings.isSame(file, one.id(), one.fingerprint(), one.readTo, one.readContext)) {
                files.remove(one);
                one.continueIn(file.channel(), file.stat());
                return one;
            }
        }
        for (FileMark mark : done) {
            if (EarlierFiles.isOf(mark, file)) {
                done.remove(mark);
                TailedFile again =
                        new TailedFile(owner, file.channel(), file.stat(), mark.offset(), mark.context(), now);
                again.identify(mark.fingerprint(), mark.generation(), mark.key());
                return again;
            }
        }
        return null;
    }

    List<TailedFile> all() {
        return List.copyOf(files);
    }

    /** Lets go of those that are read and acknowledged to their end. */
    void dropDone() {
        for (TailedFile file : all()) {
            if (file.isDone()) {
                files.remove(file);
                remember(file.mark());
                Siblings.closeQuietly(file.channel());
            }
        }
    }

    /** When the youngest file was created, those without an identity left out as far as they can be. */
    static long newestOf(List<TailedFile> files, long all) {
        long newest = all;
        for (TailedFile file : files) {
            if (file.key() == null) {
                newest = Math.min(newest, file.newestWithout);
            }
        }
        return newest;
    }

    private void remember(@Nullable FileMark mark) {
        if (mark != null) {
            done.add(mark);
            if (done.size() > MAX_DONE) {
                done.removeFirst();
            }
        }
    }

    /** The files that were done with last: compressed, they must not be taken for others. */
    List<FileMark> done() {
        return List.copyOf(done);
    }

    /**
     * What tells these files, and those that were done with last, from others. Those that have no identity yet count by
     * how they begin now.
     *
     * @throws IOException if one cannot be read
     */
    List<Known> known(List<TailedFile> others) throws IOException {
        List<Known> known = new ArrayList<>();
        done.forEach(mark -> known.add(Known.of(mark)));
        for (TailedFile file : others) {
            FileMark mark = file.mark();
            if (mark != null) {
                known.add(Known.of(mark));
                continue;
            }
            Fingerprint print = Fingerprint.ofFinished(file.channel());
            if (print != null) {
                known.add(new Known(print, 0, Context.NONE));
            }
        }
        return known;
    }

    /** These marks, and those of files that are not done with. */
    static List<FileMark> unfinished(List<FileMark> marks, List<TailedFile> files) {
        List<FileMark> all = new ArrayList<>(marks);
        for (TailedFile file : files) {
            FileMark mark = file.mark();
            if (mark != null && !file.isDone()) {
                all.add(mark);
            }
        }
        return all;
    }

    /** Bytes written and not acknowledged, over all of these files. */
    static long lagOf(List<TailedFile> files) {
        return files.stream().mapToLong(TailedFile::lag).sum();
    }
}
