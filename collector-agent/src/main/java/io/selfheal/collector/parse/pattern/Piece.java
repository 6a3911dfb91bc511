package io.selfheal.collector.parse.pattern;

import java.util.List;

/** A part of a pattern as it was written. */
sealed interface Piece {
    /** The bytes with which a match of this part may begin; those of what follows are not among them. */
    ByteSet first();

    /** Whether it may match without taking a byte. */
    boolean mayBeEmpty();

    /** How often a part is repeated, and whether it gives back. */
    enum Mode {
        GREEDY,
        LAZY,
        POSSESSIVE
    }

    /** Says something of the place where it stands, and takes no byte. */
    sealed interface Still extends Piece {
        @Override
        default ByteSet first() {
            return ByteSet.NONE;
        }

        @Override
        default boolean mayBeEmpty() {
            return true;
        }
    }

    /** Places in the text. */
    enum Place implements Still {
        BEGIN,
        /** The end, or before a line's last terminator, as Java has it. */
        END,
        WORD_BOUND
    }

    /** One byte of a class. */
    record One(ByteSet set) implements Piece {
        @Override
        public ByteSet first() {
            return set;
        }

        @Override
        public boolean mayBeEmpty() {
            return false;
        }
    }

    /** One after the other. */
    record Sequence(List<Piece> parts) implements Piece {
        @Override
        public ByteSet first() {
            ByteSet all = ByteSet.NONE;
            for (Piece part : parts) {
                all = all.with(part.first());
                if (!part.mayBeEmpty()) {
                    break;
                }
            }
            return all;
        }

        @Override
        public boolean mayBeEmpty() {
            return parts.stream().allMatch(Piece::mayBeEmpty);
        }
    }

    /** The first one that lets the rest match. */
    record Choice(List<Piece> branches) implements Piece {
        @Override
        public ByteSet first() {
            return branches.stream().map(Piece::first).reduce(ByteSet.NONE, ByteSet::with);
        }

        @Override
        public boolean mayBeEmpty() {
            return branches.stream().anyMatch(Piece::mayBeEmpty);
        }
    }

    /** Matches what its body matches. */
    sealed interface Wrapped extends Piece {
        Piece body();

        @Override
        default ByteSet first() {
            return body().first();
        }

        @Override
        default boolean mayBeEmpty() {
            return body().mayBeEmpty();
        }
    }

    /** What it matches is kept under a number. */
    record Group(int number, Piece body) implements Wrapped {}

    /** Once matched it is not tried another way. */
    record Atomic(Piece body) implements Wrapped {}

    /** What follows must match this, or must not. */
    record Ahead(Piece body, boolean wanted) implements Still {}

    /** The bytes before must be of these classes, or must not. */
    record Behind(List<ByteSet> sets, boolean wanted) implements Still {}

    /** What a group has matched, again. */
    record Again(int group) implements Piece {
        @Override
        public ByteSet first() {
            return ByteSet.ALL;
        }

        @Override
        public boolean mayBeEmpty() {
            return true;
        }
    }

    /** So many times. */
    record Repeat(Piece body, int min, int max, Mode mode) implements Piece {
        @Override
        public ByteSet first() {
            return body.first();
        }

        @Override
        public boolean mayBeEmpty() {
            return min == 0 || body.mayBeEmpty();
        }
    }
}
