package io.selfheal.collector.checkpoint;

import io.selfheal.collector.tail.FileTail;
import java.util.Map;

/**
 * Where reading goes on after a restart.
 *
 * @param files how far the files are done with
 * @param cursors each journal source's last acknowledged cursor
 */
public record Checkpoint(FileTail.Left files, Map<String, String> cursors) {
    /** Before the very first start. */
    public static final Checkpoint EMPTY = new Checkpoint(FileTail.Left.NOTHING, Map.of());

    public Checkpoint {
        cursors = Map.copyOf(cursors);
    }
}
