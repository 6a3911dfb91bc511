package io.selfheal.analyzer.profile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many different values were seen. Exact up to {@value #EXACT} values (4 B each); above, a HyperLogLog of 128
 * registers (128 B) with a standard error of 1.04 / sqrt(128) = 9.2 % (Flajolet et al. 2007), linear counting below
 * 2.5 times the registers. Never forgets single values; the profile drops it as a whole when the source was quiet.
 */
final class DistinctCount {
    private static final int EXACT = 12;
    private static final int REGISTERS = 128;

    private int[] values = new int[2];
    private int size;
    private byte @Nullable [] registers;

    /** Adds a value; false if it was certainly, or once the sketch is in use probably, there before. */
    boolean add(int hash) {
        byte[] sketch = registers;
        if (sketch != null) {
            return raise(sketch, hash);
        }
        for (int i = 0; i < size; i++) {
            if (values[i] == hash) {
                return false;
            }
        }
        if (size < EXACT) {
            if (size == values.length) {
                values = Arrays.copyOf(values, Math.min(EXACT, size * 2));
            }
            values[size++] = hash;
            return true;
        }
        byte[] fresh = new byte[REGISTERS];
        for (int value : values) {
            raise(fresh, value);
        }
        raise(fresh, hash);
        registers = fresh;
        values = new int[0];
        size = 0;
        return true;
    }

    int estimate() {
        byte[] sketch = registers;
        if (sketch == null) {
            return size;
        }
        double sum = 0;
        int empty = 0;
        for (byte register : sketch) {
            sum += 1.0 / (1L << register);
            empty += register == 0 ? 1 : 0;
        }
        double raw = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
        if (raw <= 2.5 * REGISTERS && empty > 0) {
            return (int) Math.round(REGISTERS * Math.log((double) REGISTERS / empty));
        }
        return (int) Math.round(raw);
    }

    private static boolean raise(byte[] sketch, int hash) {
        int mixed = Hashes.mix(hash);
        int index = mixed >>> 25;
        byte rank = (byte) (Integer.numberOfLeadingZeros(mixed << 7 | 0x40) + 1);
        if (sketch[index] < rank) {
            sketch[index] = rank;
            return true;
        }
        return false;
    }

    void write(Packer out) {
        byte[] sketch = registers;
        if (sketch != null) {
            out.number(EXACT + 1).raw(sketch);
            return;
        }
        out.number(size);
        for (int i = 0; i < size; i++) {
            out.word(values[i]);
        }
    }

    static DistinctCount read(Unpacker in) {
        DistinctCount count = new DistinctCount();
        int size = in.number(EXACT + 1);
        if (size > EXACT) {
            byte[] sketch = in.raw();
            if (sketch.length != REGISTERS) {
                throw new IllegalArgumentException(
                        "a sketch of " + sketch.length + " registers; allowed: " + REGISTERS);
            }
            count.registers = sketch;
            count.values = new int[0];
            return count;
        }
        count.values = new int[Math.max(2, size)];
        count.size = size;
        for (int i = 0; i < size; i++) {
            count.values[i] = in.word();
        }
        return count;
    }
}
