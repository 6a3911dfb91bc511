package io.selfheal.analyzer.profile;

import java.util.Arrays;

/**
 * How often something happened in the last minute, ten minutes, hour and day of event time. Up to {@value #EXACT}
 * occurrences are held as exact times (4 B each), so that small thresholds are exact; a busier source spills into four
 * rings of partial sums (224 B), whose windows are exact to one bucket: 10 s, 1 min, 5 min, 1 h. O(1) amortised.
 *
 * <p>An occurrence that is late is counted in its own bucket as long as the ring still covers it.
 */
final class WindowCount {
    private static final int EXACT = 16;
    /** Seconds in a bucket, buckets in a ring, and where the ring begins in the array. */
    private static final int[] BUCKET = {10, 60, 300, 3600};

    private static final int[] BUCKETS = {6, 10, 12, 24};
    private static final int[] FROM = {0, 6, 16, 28};
    private static final int CELLS = 52;
    /** Behind the cells stand the four that count the newest second, so that the common case needs no division. */
    private static final int LENGTH = CELLS + 4;

    private int[] times = new int[2];
    private int size;
    private int @org.jspecify.annotations.Nullable [] cells;
    /** Newest second counted; the rings' heads follow from it. */
    private int newest;
    /** First second that is no longer counted in the cells named at the array's end; the shortest bucket sets it. */
    private int currentUntil;
    /** Occurrences of the newest bucket that do not stand in the rings yet: most events change this number only. */
    private int pending;
    /** The sum of the last question, without what is pending: the same one is asked for most events. */
    private int sumRing = -1;

    private int sumFirst;
    private int sum;

    void add(int second, int count) {
        int[] rings = cells;
        if (rings == null) {
            if (size + count <= EXACT || makeRoom(Math.max(second, newest), count)) {
                addExact(second, count);
                return;
            }
            rings = spill();
        }
        if (second >= newest && second < currentUntil) {
            newest = second;
            pending = (int) Math.min((long) pending + count, Integer.MAX_VALUE);
            return;
        }
        settle(rings);
        advance(rings, second);
        addTo(rings, second, count);
    }

    /** Occurrences in the last {@code window} seconds before and including {@code now}. */
    int within(int now, int window) {
        int[] rings = cells;
        if (rings == null) {
            int count = 0;
            for (int i = 0; i < size; i++) {
                if (Math.abs(now - times[i]) < window) {
                    count++;
                }
            }
            return count;
        }
        int ring = window <= 60 ? 0 : window <= 600 ? 1 : window <= 3600 ? 2 : 3;
        int length = BUCKET[ring];
        int head = newest / length;
        int first = Math.max(head - BUCKETS[ring] + 1, (now - window) / length + 1);
        if (first > head) {
            return 0;
        }
        if (sumRing != ring || sumFirst != first) {
            sum = sum(rings, ring, first, head);
            sumRing = ring;
            sumFirst = first;
        }
        return (int) Math.min((long) sum + pending, Integer.MAX_VALUE);
    }

    private static int sum(int[] rings, int ring, int first, int head) {
        long count = 0;
        for (int bucket = first; bucket <= head; bucket++) {
            count += rings[FROM[ring] + bucket % BUCKETS[ring]];
        }
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    /** Puts what is pending where it belongs; afterwards the rings may change. */
    private void settle(int[] rings) {
        for (int i = CELLS; pending > 0 && i < LENGTH; i++) {
            raise(rings, rings[i], pending);
        }
        pending = 0;
        sumRing = -1;
    }

    private boolean makeRoom(int now, int count) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (now - times[i] < 86_400) {
                times[kept++] = times[i];
            }
        }
        size = kept;
        return size + count <= EXACT;
    }

    private void addExact(int second, int count) {
        if (size + count > times.length) {
            times = Arrays.copyOf(times, Math.min(EXACT, Math.max(size + count, times.length * 2)));
        }
        for (int i = 0; i < count; i++) {
            times[size++] = second;
        }
        newest = Math.max(newest, second);
    }

    private int[] spill() {
        int[] rings = new int[LENGTH];
        for (int i = 0; i < size; i++) {
            addTo(rings, times[i], 1);
        }
        cells = rings;
        times = new int[0];
        size = 0;
        return rings;
    }

    private void advance(int[] rings, int second) {
        if (second <= newest) {
            return;
        }
        // The divisors are constants on purpose: four divisions by an array's values cost more than all the rest.
        clear(rings, 0, newest / 10, second / 10);
        clear(rings, 1, newest / 60, second / 60);
        clear(rings, 2, newest / 300, second / 300);
        clear(rings, 3, newest / 3600, second / 3600);
        newest = second;
        rings[CELLS] = second / 10 % 6;
        rings[CELLS + 1] = 6 + second / 60 % 10;
        rings[CELLS + 2] = 16 + second / 300 % 12;
        rings[CELLS + 3] = 28 + second / 3600 % 24;
        currentUntil = (int) Math.min(Integer.MAX_VALUE, (second / 10 + 1) * 10L);
    }

    private static void clear(int[] rings, int ring, int head, int next) {
        for (int b = Math.max(head, next - BUCKETS[ring]) + 1; b <= next; b++) {
            rings[FROM[ring] + b % BUCKETS[ring]] = 0;
        }
    }

    private void addTo(int[] rings, int second, int count) {
        if (second == newest && currentUntil > 0) {
            for (int i = CELLS; i < LENGTH; i++) {
                raise(rings, rings[i], count);
            }
            return;
        }
        for (int ring = 0; ring < BUCKET.length; ring++) {
            int bucket = second / BUCKET[ring];
            if (bucket > newest / BUCKET[ring] - BUCKETS[ring]) {
                raise(rings, FROM[ring] + bucket % BUCKETS[ring], count);
            }
        }
    }

    private static void raise(int[] rings, int cell, int count) {
        rings[cell] = (int) Math.min((long) rings[cell] + count, Integer.MAX_VALUE);
    }

    void write(Packer out) {
        out.number(newest);
        int[] rings = cells;
        if (rings == null) {
            out.number(size);
            for (int i = 0; i < size; i++) {
                out.word(times[i]);
            }
        } else {
            settle(rings);
            out.number(EXACT + 1);
            for (int i = 0; i < CELLS; i++) {
                out.number(rings[i]);
            }
        }
    }

    static WindowCount read(Unpacker in) {
        WindowCount count = new WindowCount();
        count.newest = in.number(Integer.MAX_VALUE);
        int size = in.number(EXACT + 1);
        if (size > EXACT) {
            int[] rings = new int[LENGTH];
            for (int i = 0; i < CELLS; i++) {
                rings[i] = in.number(Integer.MAX_VALUE);
            }
            count.cells = rings;
            count.times = new int[0];
        } else {
            count.times = new int[Math.max(size, 1)];
            count.size = size;
            for (int i = 0; i < size; i++) {
                count.times[i] = in.word();
            }
        }
        return count;
    }
}
