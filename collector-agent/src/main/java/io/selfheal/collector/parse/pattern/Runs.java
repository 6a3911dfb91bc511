package io.selfheal.collector.parse.pattern;

/** Repetitions of one byte of a class: loops without a call for each byte. */
final class Runs {
    private static final int NO_GROUP = -1;

    private Runs() {}

    /** One byte, and what must or must not stand around it. */
    sealed interface Unit {
        /** How many there are one behind the other from here on, at most so many. */
        int count(LineMatcher at, int i, int most);
    }

    /** A byte of a class. */
    record Plain(ByteSet set) implements Unit {
        @Override
        public int count(LineMatcher at, int i, int most) {
            int end = most < at.to - i ? i + most : at.to;
            if (set == ByteSet.ALL) {
                return end - i;
            }
            byte[] bytes = at.bytes;
            int k = i;
            while (k < end && set.has(bytes[k])) {
                k++;
            }
            at.spend(k - i);
            return k - i;
        }
    }

    /** A byte of a class at a place where a part matches that takes no byte. */
    record Guarded(Step guard, ByteSet set) implements Unit {
        @Override
        public int count(LineMatcher at, int i, int most) {
            int end = most < at.to - i ? i + most : at.to;
            int k = i;
            while (k < end && set.has(at.bytes[k]) && guard.match(at, k)) {
                k++;
            }
            at.spend(k - i);
            return k - i;
        }
    }

    /** As many as there are; none is given back, or to give one back would be in vain. */
    static final class Whole extends Step {
        private final Unit unit;
        private final int min;
        private final int max;
        private final int group;
        private final Step next;

        Whole(Unit unit, Piece.Repeat repeat, Step next) {
            this(unit, repeat, NO_GROUP, next);
        }

        /** One that fills a group. */
        Whole(Unit unit, Piece.Repeat repeat, int group, Step next) {
            this.unit = unit;
            this.min = repeat.min();
            this.max = repeat.max();
            this.group = group;
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            int count = unit.count(at, i, max);
            if (count < min) {
                return false;
            }
            return group == NO_GROUP ? next.match(at, i + count) : at.matchWithGroup(group, i, i + count, next);
        }
    }

    /** As many as there are, then fewer. */
    static final class Greedy extends Step {
        private final Unit unit;
        private final int min;
        private final int max;
        private final Follow next;

        Greedy(Unit unit, Piece.Repeat repeat, Follow next) {
            this.unit = unit;
            this.min = repeat.min();
            this.max = repeat.max();
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            for (int end = i + unit.count(at, i, max); end >= i + min; end--) {
                at.spend(1);
                if (next.mayBegin(at, end) && next.step().match(at, end)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** As few as possible, then more. */
    static final class Lazy extends Step {
        private final Unit unit;
        private final int min;
        private final int max;
        private final Follow next;

        Lazy(Unit unit, Piece.Repeat repeat, Follow next) {
            this.unit = unit;
            this.min = repeat.min();
            this.max = repeat.max();
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            int count = unit.count(at, i, min);
            if (count < min) {
                return false;
            }
            while (true) {
                at.spend(1);
                if (next.mayBegin(at, i + count) && next.step().match(at, i + count)) {
                    return true;
                }
                if (count == max || unit.count(at, i + count, 1) == 0) {
                    return false;
                }
                count++;
            }
        }
    }
}
