package io.selfheal.collector.tail;

import io.selfheal.agent.unpack.Compression;
import io.selfheal.collector.tail.Siblings.Opened;
import io.selfheal.collector.tail.Siblings.Sibling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rotated files of one log that are compressed already, {@code auth.log.2.gz}: those of which something is unread
 * are unpacked and read like any other. A file has another inode once it is compressed, so its first line and the bytes
 * before the offset tell which one it is.
 */
final class CompressedSiblings {
    private static final int MOST_SETTLED = 256;
    private static final long SECOND = 1_000_000_000;

    /** A compressed file as it was when it turned out that nothing of it is unread. */
    private record Settled(FileId id, long size) {
        static Settled of(Sibling sibling) {
            return new Settled(sibling.stat().id(), sibling.stat().size());
        }
    }

    /** How a file begins that is or was read, and what stands before the place up to which it was. */
    record Known(Fingerprint fingerprint, long offset, Context context) {
        static Known of(FileMark mark) {
            return new Known(mark.fingerprint(), mark.offset(), mark.context());
        }
    }

    private final Siblings siblings;
    private final Unpacking unpacking;
    private final Extractions extractions;
    private final Gaps gaps;
    private final Set<Settled> settled = new LinkedHashSet<>();

    CompressedSiblings(Siblings siblings, Unpacking unpacking, Pulse pulse, Gaps gaps) {
        this.siblings = siblings;
        this.unpacking = unpacking;
        this.extractions = new Extractions(unpacking, pulse);
        this.gaps = gaps;
    }

    /**
     * Unpacks for a moment what {@link #continuation} and {@link #unread} will be asked for.
     *
     * @param marks those whose files are found nowhere else
     * @param newestNanos as in {@link #unread}
     * @param known as in {@link #unread}
     * @return whether nothing is left to do for these
     */
    boolean areUnpacked(List<FileMark> marks, long newestNanos, List<Known> known) {
        List<Sibling> files = siblings.compressed();
        List<Sibling> between =
                files.stream().filter(file -> mayBeUnread(file, newestNanos)).toList();
        if (marks.isEmpty() && between.isEmpty()) {
            return true;
        }
        try {
            return extractions.isTheirTurn() && areFound(marks, files) && areTold(between, known);
        } catch (IOException e) {
            // Who asks for it is told.
            return true;
        }
    }

    private boolean areFound(List<FileMark> marks, List<Sibling> files) throws IOException {
        for (FileMark mark : marks) {
            if (!isUnpacked(mark, files)) {
                return false;
            }
        }
        return true;
    }

    private boolean areTold(List<Sibling> files, List<Known> known) throws IOException {
        long room = unpacking.mostBytes();
        for (Sibling file : files) {
            Fingerprint print = Unpacking.fingerprint(file.path());
            if (print == null) {
                continue;
            }
            for (Known mark : known) {
                if (mark.fingerprint().equals(print) && extractions.ifWhole(file, mark.offset(), 0) == null) {
                    return false;
                }
            }
            if (!isKnown(file, print, known)) {
                Extraction unread = extractions.ifWhole(file, 0, room);
                if (unread == null) {
                    return false;
                }
                room = Math.max(0, room - unread.channel().size());
            }
        }
        return true;
    }

    private boolean isUnpacked(FileMark mark, List<Sibling> files) throws IOException {
        for (Sibling sibling : files) {
            if (mark.fingerprint().equals(Unpacking.fingerprint(sibling.path()))) {
                Extraction whole = extractions.ifWhole(sibling, mark.offset(), unpacking.mostBytes());
                if (whole == null) {
                    return false;
                }
                if (mark.context().standsIn(whole.channel(), mark.offset())) {
                    return true;
                }
            }
        }
        return true;
    }

    /** Lets go of what was unpacked and not asked for. */
    void letGo() {
        extractions.letGo();
    }

    /** The file that holds what was read up to the mark, and perhaps more; null if there is none. */
    @Nullable
    Opened continuation(FileMark mark) {
        for (Sibling sibling : siblings.compressed()) {
            if (mark.fingerprint().equals(Unpacking.fingerprint(sibling.path()))) {
                Opened opened = unpack(sibling, mark.offset(), unpacking.mostBytes(), mark);
                if (opened != null) {
                    return opened;
                }
            }
        }
        return null;
    }

    /**
     * Files that were written to after this moment and are none of the known ones: nothing of them was read. Oldest
     * first.
     */
    List<Opened> unread(long newestNanos, List<Known> known) {
        List<Opened> unread = new ArrayList<>();
        long room = unpacking.mostBytes();
        for (Sibling sibling : siblings.compressed()) {
            if (!mayBeUnread(sibling, newestNanos)) {
                continue;
            }
            settle(Settled.of(sibling));
            Fingerprint print = Unpacking.fingerprint(sibling.path());
            if (print == null) {
                gaps.add(Gaps.UNKNOWN, sibling.path() + " cannot be unpacked: " + Unpacking.refusal(sibling.path()));
            } else if (!isKnown(sibling, print, known)) {
                Opened opened = unpack(sibling, 0, room, null);
                if (opened != null) {
                    room = Math.max(0, room - opened.stat().size());
                    unread.add(opened);
                }
            }
        }
        return unread;
    }

    private boolean mayBeUnread(Sibling sibling, long newestNanos) {
        return lastWritten(sibling) > newestNanos && !settled.contains(Settled.of(sibling));
    }

    /** bzip2 gives its file the time of the other one in whole seconds: it may be of any moment of that second. */
    private static long lastWritten(Sibling sibling) {
        long nanos = sibling.stat().modifiedNanos();
        boolean whole = nanos % SECOND == 0 && sibling.path().toString().endsWith(Compression.BZIP2.suffix());
        return whole ? nanos + SECOND - 1 : nanos;
    }

    private boolean isKnown(Sibling sibling, Fingerprint print, List<Known> known) {
        for (Known mark : known) {
            if (mark.fingerprint().equals(print)) {
                try {
                    Extraction read = extractions.whole(sibling, mark.offset(), 0);
                    if (mark.context().standsIn(read.channel(), mark.offset())) {
                        return true;
                    }
                } catch (IOException e) {
                    // As if it were another: what is read twice is told apart from what is lost by nobody.
                    return false;
                }
            }
        }
        return false;
    }

    private void settle(Settled state) {
        settled.add(state);
        if (settled.size() > MOST_SETTLED) {
            settled.remove(settled.iterator().next());
        }
    }

    /** @param mark what its bytes must agree with; null if nothing is known of it */
    private @Nullable Opened unpack(Sibling sibling, long from, long most, @Nullable FileMark mark) {
        try {
            Extraction unpacked = extractions.take(sibling, from, most);
            // Its birth says nothing: younger files that are not compressed yet may be unread.
            FileId.Stat stat = new FileId.Stat(
                    sibling.stat().id(),
                    0,
                    unpacked.channel().size(),
                    sibling.stat().modifiedNanos());
            Opened opened = new Opened(unpacked.channel(), stat);
            if (mark != null && !Siblings.holds(opened, mark.fingerprint(), mark.offset(), mark.context())) {
                Siblings.closeQuietly(unpacked.channel());
                return null;
            }
            if (unpacked.missing() != null) {
                gaps.add(unpacked.missingBytes(), sibling.path() + ": " + unpacked.missing());
            }
            return opened;
        } catch (IOException e) {
            gaps.add(Gaps.UNKNOWN, sibling.path() + " cannot be unpacked: " + e.getMessage());
            return null;
        }
    }
}
