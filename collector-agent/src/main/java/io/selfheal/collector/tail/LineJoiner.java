package io.selfheal.collector.tail;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives lines that go on with the one before as one line, a blank in place of each newline. A line is held until the
 * next one begins, or nothing came for a second; until then it counts as unread, so a crash loses nothing of it. At most
 * the line bound is kept, the rest is passed over and the line marked as cut.
 */
public final class LineJoiner implements LineSink {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int FIRST_ROOM = 512;

    private final LineSink sink;
    private final Continuation rule;
    private final int maxLine;
    private final Map<TailedFile, Held> held = new HashMap<>();

    /** A line of which more may come. */
    private static final class Held {
        private final int turn;
        private final long start;
        private byte[] bytes = new byte[FIRST_ROOM];
        private int length;
        private long end;
        private boolean cut;
        private boolean joined;
        /** Since when nothing came; null while something does. */
        private @Nullable Instant quietSince;

        Held(TailedFile file, long start) {
            this.turn = file.turn();
            this.start = start;
        }

        void add(byte[] more, int from, int to, int bound) {
            int size = Math.min(to - from, bound - length);
            cut |= size < to - from;
            if (length + size + 1 > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(bound, 2 * (length + size)) + 1);
            }
            System.arraycopy(more, from, bytes, length, size);
            length += size;
        }
    }

    /** @param maxLine bytes of a joined line that are kept */
    public LineJoiner(LineSink sink, Continuation rule, int maxLine) {
        this.sink = sink;
        this.rule = rule;
        this.maxLine = maxLine;
    }

    @Override
    public boolean line(TailedFile file, byte[] bytes, int from, int to, long start, long end, boolean cut) {
        Held before = held.get(file);
        if (before != null && before.turn != file.turn()) {
            // Reading began again before it.
            held.remove(file);
            before = null;
        }
        if (rule.goesOn(bytes, from, to)) {
            if (before == null) {
                return sink.line(file, bytes, from, to, start, end, cut);
            }
            before.joined = true;
            before.add(new byte[] {' '}, 0, 1, maxLine);
            add(before, bytes, from, to, end, cut);
            return true;
        }
        if (before != null && !giveAway(file, before)) {
            return false;
        }
        Held next = new Held(file, start);
        add(next, bytes, from, to, end, cut);
        held.put(file, next);
        file.hold();
        return true;
    }

    private void add(Held line, byte[] bytes, int from, int to, long end, boolean cut) {
        line.add(bytes, from, to, maxLine);
        line.cut |= cut;
        line.end = end;
        line.quietSince = null;
    }

    private boolean giveAway(TailedFile file, Held line) {
        // A joined line is not what stands in the file, which the byte behind it says.
        line.bytes[line.length] = (byte) (line.joined ? 0 : '\n');
        if (!sink.line(file, line.bytes, 0, line.length, line.start, line.end, line.cut)) {
            return false;
        }
        held.remove(file);
        file.letGo();
        return true;
    }

    @Override
    public boolean quiet(Instant at) {
        for (Map.Entry<TailedFile, Held> entry : List.copyOf(held.entrySet())) {
            Held line = entry.getValue();
            Instant since = line.quietSince;
            if (line.turn != entry.getKey().turn()) {
                held.remove(entry.getKey());
            } else if (since == null) {
                line.quietSince = at;
            } else if (!at.isBefore(since.plus(PATIENCE)) && !giveAway(entry.getKey(), line)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long pauseNanos() {
        return sink.pauseNanos();
    }
}
