package io.selfheal.collector.tail;

import io.selfheal.collector.tail.CompressedSiblings.Known;
import io.selfheal.collector.tail.Siblings.Opened;
import io.selfheal.collector.tail.Siblings.Sibling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of one path are that an earlier run left, at the path, beside it, or compressed; and those that came
 * and went since.
 */
final class EarlierFiles {
    private final Siblings siblings;
    private final CompressedSiblings compressed;

    /**
     * A file of which nothing was read.
     *
     * @param newestWithout when the youngest was created that was there before it
     */
    record Unread(Opened file, long newestWithout) {}

    /**
     * Files that came and were rotated away, oldest first.
     *
     * @param youngest when the youngest of all but the one at the path was created, as far as is known
     */
    record Between(List<Unread> unread, long youngest) {
        Between {
            unread = List.copyOf(unread);
        }
    }

    EarlierFiles(Siblings siblings, CompressedSiblings compressed) {
        this.siblings = siblings;
        this.compressed = compressed;
    }

    /** Whether it is the file that the mark is of. */
    static boolean isOf(FileMark mark, @Nullable Opened file) {
        return file != null && Siblings.isSame(file, mark.id(), mark.fingerprint(), mark.offset(), mark.context());
    }

    /** The file beside the path that the mark is of; null if there is none. */
    @Nullable
    Opened continuation(FileMark mark, long newestNanos) {
        Opened plain = plain(mark, newestNanos);
        return plain == null ? compressed.continuation(mark) : plain;
    }

    /**
     * Files that came and were rotated away again between two looks, or while the collector was down: those younger than
     * all that were there before. At the very first look everything beside the path is history.
     *
     * @param here the file at the path
     * @param newestNanos when the youngest was created, or {@link FollowedPath#NEVER_LOOKED}
     * @param files those that are read
     * @param old those among them that rotation moved away, and those that were done with
     * @throws IOException if one that is read cannot be
     */
    Between between(FileId.@Nullable Stat here, long newestNanos, List<TailedFile> files, RotatedFiles old)
            throws IOException {
        List<Unread> unread = new ArrayList<>();
        boolean looked = newestNanos != FollowedPath.NEVER_LOOKED;
        if (looked) {
            for (Opened file : compressed.unread(newestNanos, old.known(files))) {
                unread.add(new Unread(file, Long.MAX_VALUE));
            }
        }
        Set<FileId> known = new HashSet<>();
        files.forEach(file -> known.add(file.id()));
        if (here != null) {
            known.add(here.id());
        }
        long youngest = Math.max(0, newestNanos);
        for (Sibling sibling : siblings.rotated()) {
            FileId.Stat stat = sibling.stat();
            boolean isUnread = looked && stat.bornNanos() > newestNanos && !known.contains(stat.id());
            Opened file = isUnread ? Siblings.open(sibling.path()) : null;
            if (file != null) {
                unread.add(new Unread(file, stat.bornNanos() - 1));
                known.add(stat.id());
            }
            youngest = Math.max(youngest, stat.bornNanos());
        }
        return new Between(unread, youngest);
    }

    /**
     * Unpacks for a moment what {@link #continuation} and {@link #between} will be asked for.
     *
     * @param here the file at the path
     * @param newestNanos as in {@link #between}
     * @param files as in {@link #between}
     * @param old as in {@link #between}
     * @return whether all of it is unpacked
     * @throws IOException as {@link #between}
     */
    boolean areUnpacked(
            List<FileMark> marks, @Nullable Opened here, long newestNanos, List<TailedFile> files, RotatedFiles old)
            throws IOException {
        List<FileMark> gone = new ArrayList<>();
        boolean nothingBetween = newestNanos == FollowedPath.NEVER_LOOKED;
        for (FileMark mark : marks) {
            if (isOf(mark, here)) {
                nothingBetween = true;
            } else if (!isPlain(mark, newestNanos)) {
                gone.add(mark);
            }
        }
        if (gone.isEmpty() && nothingBetween) {
            return true;
        }
        List<Known> known = old.known(files);
        gone.forEach(mark -> known.add(Known.of(mark)));
        return compressed.areUnpacked(gone, nothingBetween ? Long.MAX_VALUE : newestNanos, known);
    }

    private boolean isPlain(FileMark mark, long newestNanos) {
        Opened file = plain(mark, newestNanos);
        Siblings.closeQuietly(file);
        return file != null;
    }

    private @Nullable Opened plain(FileMark mark, long newestNanos) {
        return siblings.continuation(mark.id(), mark.fingerprint(), mark.offset(), mark.context(), newestNanos);
    }
}
