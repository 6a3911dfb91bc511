package io.selfheal.collector.parse.pattern;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A class of bytes. Immutable; equal ones are one object, since patterns have the same few again and again. */
final class ByteSet {
    private static final int BYTES = 256;
    private static final Map<BitSet, ByteSet> KNOWN = new ConcurrentHashMap<>();

    static final ByteSet NONE = of(new BitSet());
    static final ByteSet ALL = NONE.complement();
    static final ByteSet DIGITS = range('0', '9');
    static final ByteSet WORD =
            range('a', 'z').with(range('A', 'Z')).with(DIGITS).with(one('_'));
    static final ByteSet BLANKS = range('\t', '\r').with(one(' '));

    private final BitSet bits;
    private final boolean[] table = new boolean[BYTES];

    private ByteSet(BitSet bits) {
        this.bits = bits;
        bits.stream().forEach(b -> table[b] = true);
    }

    private static ByteSet of(BitSet bits) {
        return KNOWN.computeIfAbsent(bits, ByteSet::new);
    }

    static ByteSet one(int b) {
        return range(b, b);
    }

    /** From and to, both included. */
    static ByteSet range(int from, int to) {
        BitSet bits = new BitSet();
        bits.set(from, to + 1);
        return of(bits);
    }

    /** What a letter after a backslash stands for; null if for no class and no control character. */
    static @Nullable ByteSet escaped(char letter) {
        return switch (letter) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.complement();
            case 'w' -> WORD;
            case 'W' -> WORD.complement();
            case 's' -> BLANKS;
            case 'S' -> BLANKS.complement();
            case 't' -> one('\t');
            case 'n' -> one('\n');
            case 'r' -> one('\r');
            case 'f' -> one('\f');
            default -> null;
        };
    }

    ByteSet with(ByteSet other) {
        BitSet both = (BitSet) bits.clone();
        both.or(other.bits);
        return of(both);
    }

    ByteSet complement() {
        BitSet others = (BitSet) bits.clone();
        others.flip(0, BYTES);
        return of(others);
    }

    /** With the other case of its ASCII letters. */
    ByteSet ignoringCase() {
        BitSet both = (BitSet) bits.clone();
        for (int upper = 'A'; upper <= 'Z'; upper++) {
            int lower = upper - 'A' + 'a';
            boolean either = bits.get(upper) || bits.get(lower);
            both.set(upper, either);
            both.set(lower, either);
        }
        return of(both);
    }

    boolean meets(ByteSet other) {
        return bits.intersects(other.bits);
    }

    /** The byte, if there is but one; else -1. */
    int single() {
        return bits.cardinality() == 1 ? bits.nextSetBit(0) : -1;
    }

    boolean has(byte b) {
        return table[b & 0xFF];
    }
}
