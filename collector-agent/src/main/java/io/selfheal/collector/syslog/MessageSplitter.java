package io.selfheal.collector.syslog;

import java.io.IOException;
import java.util.Arrays;

/**
 * Splits a stream into syslog messages (RFC 6587): {@code 47 <34>…} says how many bytes follow, anything else ends with
 * a newline or a NUL; a stream may mix both. Keeps the first bytes of a message up to its bound and passes over the
 * rest, so memory stays in that bound whatever comes. Not thread-safe.
 */
final class MessageSplitter {
    /** A message that is said to be longer is no message: a stream out of step would be passed over for gigabytes. */
    static final int LONGEST_COUNT = 1 << 20;

    private static final int MOST_DIGITS = 10;
    private static final int FIRST_ROOM = 512;

    /** Takes the messages. */
    interface Sink {
        void message(byte[] bytes, int length, boolean cut) throws InterruptedException;
    }

    private enum State {
        BETWEEN,
        COUNT,
        AFTER_COUNT,
        COUNTED,
        LINE
    }

    private final int bound;
    private final Sink sink;
    private byte[] kept = new byte[FIRST_ROOM];
    private int length;
    private boolean cut;
    private long count;
    private State state = State.BETWEEN;

    /** @param bound bytes of a message that are kept */
    MessageSplitter(int bound, Sink sink) {
        this.bound = bound;
        this.sink = sink;
    }

    /**
     * Takes the stream's next bytes.
     *
     * @throws IOException if a message is said to be longer than {@value #LONGEST_COUNT} bytes
     */
    void push(byte[] b, int from, int to) throws IOException, InterruptedException {
        int i = from;
        while (i < to) {
            i = switch (state) {
                case BETWEEN -> between(b, i);
                case COUNT -> count(b, i);
                case AFTER_COUNT -> afterCount(b, i);
                case COUNTED -> counted(b, i, to);
                case LINE -> line(b, i, to);
            };
        }
    }

    private int between(byte[] b, int i) {
        if (b[i] == '\n' || b[i] == '\r' || b[i] == 0) {
            return i + 1;
        }
        count = 0;
        state = b[i] >= '1' && b[i] <= '9' ? State.COUNT : State.LINE;
        return i;
    }

    private int count(byte[] b, int i) {
        boolean digit = b[i] >= '0' && b[i] <= '9' && length < MOST_DIGITS;
        if (digit) {
            count = count * 10 + b[i] - '0';
        } else if (b[i] == ' ') {
            state = State.AFTER_COUNT;
        } else {
            state = State.LINE;
            return i;
        }
        keep(b, i, i + 1);
        return i + 1;
    }

    /** A counted message begins with its priority; a line that begins with a number does not go on so. */
    private int afterCount(byte[] b, int i) throws IOException {
        if (b[i] != '<') {
            state = State.LINE;
            return i;
        }
        if (count > LONGEST_COUNT) {
            throw new IOException("a message of " + count + " bytes; allowed: up to " + LONGEST_COUNT);
        }
        length = 0;
        state = State.COUNTED;
        return i;
    }

    private int counted(byte[] b, int i, int to) throws InterruptedException {
        int end = (int) Math.min(to, i + count);
        keep(b, i, end);
        count -= end - i;
        if (count == 0) {
            emit();
        }
        return end;
    }

    private int line(byte[] b, int i, int to) throws InterruptedException {
        int end = i;
        while (end < to && b[end] != '\n' && b[end] != 0) {
            end++;
        }
        keep(b, i, end);
        if (end == to) {
            return to;
        }
        emit();
        return end + 1;
    }

    private void keep(byte[] b, int from, int to) {
        int size = Math.min(to - from, bound - length);
        cut |= size < to - from;
        if (length + size > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(bound, Math.max(2 * kept.length, length + size)));
        }
        System.arraycopy(b, from, kept, length, size);
        length += size;
    }

    private void emit() throws InterruptedException {
        boolean wasCut = cut;
        int size = length;
        while (!wasCut && size > 0 && (kept[size - 1] == '\r' || kept[size - 1] == '\n' || kept[size - 1] == 0)) {
            size--;
        }
        state = State.BETWEEN;
        length = 0;
        cut = false;
        if (size > 0) {
            sink.message(kept, size, wasCut);
        }
        if (kept.length > FIRST_ROOM) {
            kept = new byte[FIRST_ROOM];
        }
    }

    /**
     * The stream ended. What stands there without an end is a message whose end may be missing, unless its sender closed
     * the connection in order, which ends a line as well.
     *
     * @return whether half a message was left
     */
    boolean end(boolean inOrder) throws InterruptedException {
        boolean half = length > 0 && !(inOrder && state == State.LINE);
        if (length > 0) {
            cut |= half;
            emit();
        }
        return half;
    }
}
