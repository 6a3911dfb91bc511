package io.selfheal.collector.tail;

import io.selfheal.collector.tail.CompressedSiblings.Known;
import java.io.IOException;
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

    /** Marks of those of these files that are not done with. */
    static List<FileMark> unfinished(List<TailedFile> files) {
        List<FileMark> all = new ArrayList<>();
        for (TailedFile file : files) {
            FileMark mark = file.mark();
            if (mark != null && !file.isDone()) {
                all.add(mark);
            }
        }
        return all;
    }

    /** Bytes written and not acknowledged, over all of these files; -1 if one cannot be asked. */
    static long lagOf(List<TailedFile> files) {
        long lag = 0;
        for (TailedFile file : files) {
            try {
                lag += file.lag();
            } catch (IOException e) {
                return -1;
            }
        }
        return lag;
    }
}
