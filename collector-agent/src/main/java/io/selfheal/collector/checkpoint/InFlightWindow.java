package io.selfheal.collector.checkpoint;

import io.selfheal.collector.tail.Delivery;
import io.selfheal.collector.tail.Progress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events that are on their way to Kafka, in the order they were read. Kafka acknowledges partitions in any order;
 * here progress is passed on only up to the first event that is still open. When the window is full the reader waits:
 * that is the back pressure, and the log files are the spool.
 *
 * <p>Its lock is the collector's: lines are given away and progress is passed on under it. Acknowledging takes no lock.
 */
public final class InFlightWindow implements Delivery {
    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MOST_NANOS_FOR_ROOM = TimeUnit.SECONDS.toNanos(2);
    /** Places at first; an agent that has little to send does not hold what it may need when it catches up. */
    private static final int FIRST_SLOTS = 64;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition room = lock.newCondition();
    private final int capacity;
    private final long byteCapacity;
    /** The event with number n is at n modulo its length; those that were never needed are null. */
    private @Nullable Slot[] slots;

    private long head;
    private long tail;
    private long bytes;
    private long acknowledged;
    private boolean closed;
    private boolean suspended;
    private int turn;
    private volatile Epoch epoch = new Epoch();

    /** Between two resets: what is told about an event of an earlier one does not matter any more. */
    private static final class Epoch {
        private volatile @Nullable Exception failure;
    }

    /** One event on its way; reused. */
    private static final class Slot implements Acknowledgement {
        private final Epoch epoch;
        private @Nullable Progress progress;
        private long end;
        private Object place = "";
        private int size;
        private volatile boolean done;

        Slot(Epoch epoch) {
            this.epoch = epoch;
        }

        @Override
        public void acknowledged() {
            done = true;
        }

        @Override
        public void failed(Exception cause) {
            epoch.failure = cause;
        }
    }

    /**
     * @param capacity most events on their way
     * @param byteCapacity most bytes on their way; a single event may exceed it
     */
    public InFlightWindow(int capacity, long byteCapacity) {
        this.capacity = capacity;
        this.byteCapacity = byteCapacity;
        this.slots = new Slot[Math.min(FIRST_SLOTS, capacity)];
    }

    @Override
    public ReentrantLock lock() {
        return lock;
    }

    @Override
    public int turn() {
        return turn;
    }

    /**
     * Takes a place for the next event; waits, with the lock given back, until there is one.
     *
     * @param progress who is to be told
     * @param end where the event's line ends
     * @param place anything its progress needs beside
     * @param size of the event, bytes
     * @return null if there was none for two seconds, so that the reader looks after its files while Kafka is away; or
     *     the window is closed or suspended; or sending failed and everything open has to be read again
     */
    public @Nullable Acknowledgement claim(Progress progress, long end, Object place, int size) {
        if (!awaitRoom(size)) {
            return null;
        }
        Slot slot = free();
        slot.done = false;
        slot.progress = progress;
        slot.end = end;
        slot.place = place;
        slot.size = size;
        bytes += size;
        tail++;
        progress.sent();
        return slot;
    }

    /** The place of the next event, when there is room. */
    private Slot free() {
        if (tail - head == slots.length) {
            grow();
        }
        int index = (int) (tail % slots.length);
        Slot slot = slots[index];
        if (slot == null) {
            slot = new Slot(epoch);
            slots[index] = slot;
        }
        return slot;
    }

    private void grow() {
        @Nullable Slot[] more = new Slot[Math.min(capacity, 2 * slots.length)];
        for (long i = head; i < tail; i++) {
            more[(int) (i % more.length)] = slots[(int) (i % slots.length)];
        }
        slots = more;
    }

    /** Polls with growing pauses: being woken for each acknowledgement would cost the sender a switch for each. */
    private boolean awaitRoom(int size) {
        long pause = FIRST_WAIT_NANOS;
        long waited = 0;
        int mine = turn;
        while (!closed && !suspended && mine == turn && epoch.failure == null && waited < MOST_NANOS_FOR_ROOM) {
            if (tail - head < capacity && (bytes == 0 || bytes + size <= byteCapacity)) {
                return true;
            }
            if (release() > 0) {
                pause = FIRST_WAIT_NANOS;
                continue;
            }
            waited += pause;
            try {
                room.awaitNanos(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            pause = Math.min(LONGEST_WAIT_NANOS, 2 * pause);
        }
        return false;
    }

    /** Passes on the progress made so far; how many events it was. Under the lock. */
    public int release() {
        int released = 0;
        while (head < tail) {
            Slot slot = Objects.requireNonNull(slots[(int) (head % slots.length)], "an open event has its place");
            Progress progress = slot.progress;
            if (!slot.done || progress == null) {
                break;
            }
            bytes -= slot.size;
            slot.progress = null;
            head++;
            acknowledged++;
            released++;
            progress.acknowledged(slot.end, slot.place);
        }
        return released;
    }

    /** Events acknowledged since the start, in order, without those that a reset forgot. Under the lock. */
    public long acknowledged() {
        return acknowledged;
    }

    /** Events on their way. Under the lock. */
    public int inFlight() {
        return (int) (tail - head);
    }

    /** Whether somebody waits for room. Under the lock. */
    boolean isAwaited() {
        return lock.hasWaiters(room);
    }

    /** Why an event could not be sent; null while all is well. */
    public @Nullable Exception failure() {
        return epoch.failure;
    }

    /**
     * Forgets what is on its way; their late acknowledgements count for nothing. Nobody gets a place before
     * {@link #resume()}: what is sent without a connection fails, and would have everything begin again. Under the lock.
     */
    public void reset() {
        suspended = true;
        turn++;
        epoch = new Epoch();
        slots = new Slot[Math.min(FIRST_SLOTS, capacity)];
        head = tail;
        bytes = 0;
    }

    /** There is a connection again. Under the lock. */
    public void resume() {
        suspended = false;
    }

    /** Whoever waits for room, now or later, gets none. Under the lock. */
    public void close() {
        closed = true;
        room.signalAll();
    }
}
