package io.selfheal.collector.tail;

import io.selfheal.agent.unpack.Compression;
import io.selfheal.collector.tail.Siblings.Opened;
import io.selfheal.collector.tail.Siblings.Sibling;
import io.selfheal.collector.tail.Unpacking.Unpacked;
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
    private record Settled(FileId id, long size) {}

    /** How a file begins that is or was read, and what stands before the place up to which it was. */
    record Known(Fingerprint fingerprint, long offset, Context context) {
        static Known of(FileMark mark) {
            return new Known(mark.fingerprint(), mark.offset(), mark.context());
        }
    }

    private final Siblings siblings;
    private final Unpacking unpacking;
    private final Pulse pulse;
    private final Gaps gaps;
    private final Set<Settled> settled = new LinkedHashSet<>();

    CompressedSiblings(Siblings siblings, Unpacking unpacking, Pulse pulse, Gaps gaps) {
        this.siblings = siblings;
        this.unpacking = unpacking;
        this.pulse = pulse;
        this.gaps = gaps;
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
            Settled state = new Settled(sibling.stat().id(), sibling.stat().size());
            if (lastWritten(sibling) <= newestNanos || settled.contains(state)) {
                continue;
            }
            settle(state);
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
                    Unpacked unpacked = unpacking.unpack(sibling.path(), mark.offset(), 0, pulse);
                    boolean same = mark.context().standsIn(unpacked.channel(), mark.offset());
                    unpacked.channel().close();
                    if (same) {
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
            Unpacked unpacked = unpacking.unpack(sibling.path(), from, most, pulse);
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
                gaps.add(Gaps.UNKNOWN, sibling.path() + ": " + unpacked.missing());
            }
            return opened;
        } catch (IOException e) {
            gaps.add(Gaps.UNKNOWN, sibling.path() + " cannot be unpacked: " + e.getMessage());
            return null;
        }
    }
}
