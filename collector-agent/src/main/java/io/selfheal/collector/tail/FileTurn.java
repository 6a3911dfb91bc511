package io.selfheal.collector.tail;

import io.selfheal.collector.tail.BlockReader.Found;
import io.selfheal.collector.tail.FileTail.Pass;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** One path's turn in a round: its files are named, read for some blocks, and let go of once they are finished. */
final class FileTurn {
    /** Blocks read from one file before the others get their turn. */
    private static final int BLOCKS = 8;

    private static final int BLOCK_BYTES = 128 * 1024;

    private final BlockReader reader;
    private final Outlet outlet;
    private final Duration rotatedQuiet;

    /**
     * @param lineBytes longer lines are cut here
     * @param rotatedQuiet how long a rotated file must stay silent before it is let go of
     */
    FileTurn(int lineBytes, Duration rotatedQuiet, Outlet outlet) {
        this.reader = new BlockReader(lineBytes, BLOCK_BYTES, outlet);
        this.outlet = outlet;
        this.rotatedQuiet = rotatedQuiet;
    }

    /** Reads of all the path's files, oldest first. */
    Pass read(FollowedPath path, Instant now, Runnable beforeNewIdentities) {
        Pass result = Pass.IDLE;
        for (TailedFile file : path.files()) {
            if (file.isComplete()) {
                continue;
            }
            try {
                boolean isOld = path.isOld(file);
                path.identify(file, isOld && isQuiet(file, now), now);
                if (path.naming().takeFresh()) {
                    beforeNewIdentities.run();
                }
                Found found = file.key() == null ? Found.NOTHING : blocks(file, now);
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
        return result == Pass.IDLE && isHoldingBack(path, now) ? Pass.REFUSED : result;
    }

    private boolean isHoldingBack(FollowedPath path, Instant now) {
        return outlet.give(() -> path.sink().quiet(now) ? Found.NOTHING : Found.REFUSED) == Found.REFUSED;
    }

    /** Only names the path's files; returns whether one got a name that no checkpoint knows yet. */
    static boolean name(FollowedPath path, Instant now) {
        for (TailedFile file : path.files()) {
            try {
                path.identify(file, false, now);
            } catch (IOException e) {
                path.failed();
            }
        }
        return path.naming().takeFresh();
    }

    private Found blocks(TailedFile file, Instant now) throws IOException {
        if (!file.beginsAsKnown()) {
            return Found.REWRITTEN;
        }
        Found found = Found.NOTHING;
        for (int i = 0; i < BLOCKS; i++) {
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
        return !now.isBefore(file.quietSince.plus(rotatedQuiet));
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
}
