package io.selfheal.collector.tail;

import io.selfheal.agent.log.Log;
import java.nio.file.Path;

/** What of one log could not be read any more, because rotation was faster or took it away; each is said in the log. */
public final class Gaps {
    /** For sizes that nobody can know. */
    static final long UNKNOWN = -1;

    private static final Log LOG = Log.of(Gaps.class);

    private final Path log;
    private int count;
    private long bytes;

    Gaps(Path log) {
        this.log = log;
    }

    /** @param size bytes, at least; or {@link #UNKNOWN} */
    void add(long size, String why) {
        count++;
        bytes += Math.max(0, size);
        LOG.error(
                "lines of a log are lost",
                "log",
                log,
                "why",
                why,
                "bytes-at-least",
                size == UNKNOWN ? "unknown" : Long.toString(size));
    }

    /** How often. */
    public int count() {
        return count;
    }

    /** Bytes, at least. */
    public long bytes() {
        return bytes;
    }
}
