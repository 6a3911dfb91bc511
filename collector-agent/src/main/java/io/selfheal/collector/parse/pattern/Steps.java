package io.selfheal.collector.parse.pattern;

import java.util.Arrays;
import java.util.List;

/** The steps without repetition. */
final class Steps {
    private Steps() {}

    /** The end of the whole pattern: nothing may be left. */
    static final class Last extends Step {
        @Override
        boolean match(LineMatcher at, int i) {
            return i == at.to;
        }
    }

    /** The end of a part that is matched on its own; where it ends is kept. */
    static final class Accept extends Step {
        @Override
        boolean match(LineMatcher at, int i) {
            at.accepted = i;
            return true;
        }
    }

    static final class One extends Step {
        private final ByteSet set;
        private final Step next;

        One(ByteSet set, Step next) {
            this.set = set;
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            return i < at.to && set.has(at.bytes[i]) && next.match(at, i + 1);
        }
    }

    /** Several single bytes. */
    static final class Literal extends Step {
        private final byte[] literal;
        private final Step next;

        Literal(byte[] literal, Step next) {
            this.literal = literal;
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            if (at.to - i < literal.length) {
                return false;
            }
            byte[] bytes = at.bytes;
            for (int k = 0; k < literal.length; k++) {
                if (bytes[i + k] != literal[k]) {
                    return false;
                }
            }
            return next.match(at, i + literal.length);
        }
    }

    /** Tries only branches that the next byte may begin. */
    static final class Choice extends Step {
        private final Step[] branches;
        private final ByteSet[] firsts;
        private final boolean[] atEnd;

        Choice(List<Follow> branches) {
            this.branches = branches.stream().map(Follow::step).toArray(Step[]::new);
            this.firsts = branches.stream().map(Follow::first).toArray(ByteSet[]::new);
            this.atEnd = new boolean[firsts.length];
            for (int k = 0; k < atEnd.length; k++) {
                atEnd[k] = branches.get(k).atEnd();
            }
        }

        @Override
        boolean match(LineMatcher at, int i) {
            boolean end = i >= at.to;
            byte b = end ? 0 : at.bytes[i];
            for (int k = 0; k < branches.length; k++) {
                if (end ? atEnd[k] : firsts[k].has(b)) {
                    if (branches[k].match(at, i)) {
                        return true;
                    }
                    at.spend(1);
                }
            }
            return false;
        }
    }

    /** Remembers where a group begins. */
    static final class Opening extends Step {
        private final int local;
        private final Step next;

        Opening(int local, Step next) {
            this.local = local;
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            int before = at.locals[local];
            at.locals[local] = i;
            boolean matches = next.match(at, i);
            at.locals[local] = before;
            return matches;
        }
    }

    /** Keeps what a group has matched, unless what follows does not match. */
    static final class Closing extends Step {
        private final int local;
        private final int group;
        private final Step next;

        Closing(int local, int group, Step next) {
            this.local = local;
            this.group = group;
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            return at.matchWithGroup(group, at.locals[local], i, next);
        }
    }

    /** A part that is matched on its own. Groups within it are kept, also where what follows does not match. */
    static final class Atomic extends Step {
        private final Step body;
        private final Step next;

        Atomic(Step body, Step next) {
            this.body = body;
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            return body.match(at, i) && next.match(at, at.accepted);
        }
    }

    static final class Ahead extends Step {
        private final Step body;
        private final boolean wanted;
        private final Step next;

        Ahead(Step body, boolean wanted, Step next) {
            this.body = body;
            this.wanted = wanted;
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            return body.match(at, i) == wanted && next.match(at, i);
        }
    }

    static final class Behind extends Step {
        private final ByteSet[] sets;
        private final boolean wanted;
        private final Step next;

        Behind(List<ByteSet> sets, boolean wanted, Step next) {
            this.sets = sets.toArray(ByteSet[]::new);
            this.wanted = wanted;
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            return stands(at, i - sets.length) == wanted && next.match(at, i);
        }

        private boolean stands(LineMatcher at, int from) {
            if (from < at.from) {
                return false;
            }
            for (int k = 0; k < sets.length; k++) {
                if (!sets[k].has(at.bytes[from + k])) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What a group has matched, again; nothing matches where it has matched nothing. */
    static final class Again extends Step {
        private final int group;
        private final Step next;

        Again(int group, Step next) {
            this.group = group;
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            int from = at.groups[2 * group];
            int end = i + at.groups[2 * group + 1] - from;
            if (from < 0 || end > at.to) {
                return false;
            }
            at.spend(end - i);
            return Arrays.equals(at.bytes, from, from + end - i, at.bytes, i, end) && next.match(at, end);
        }
    }

    static final class Begin extends Step {
        private final Step next;

        Begin(Step next) {
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            return i == at.from && next.match(at, i);
        }
    }

    /** As {@link java.util.regex.Pattern} has it: before one last terminator, too. */
    static final class End extends Step {
        private final Step next;

        End(Step next) {
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            return (i == at.to || isBeforeLast(at, i)) && next.match(at, i);
        }

        private static boolean isBeforeLast(LineMatcher at, int i) {
            byte[] bytes = at.bytes;
            int left = at.to - i;
            if (left == 2) {
                return bytes[i] == '\r' && bytes[i + 1] == '\n';
            }
            return left == 1
                    && (bytes[i] == '\r'
                            || bytes[i] == (byte) 0x85
                            || (bytes[i] == '\n' && (i == at.from || bytes[i - 1] != '\r')));
        }
    }

    static final class WordBound extends Step {
        private final Step next;

        WordBound(Step next) {
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            return isWord(at, i - 1) != isWord(at, i) && next.match(at, i);
        }

        private static boolean isWord(LineMatcher at, int i) {
            return i >= at.from && i < at.to && ByteSet.WORD.has(at.bytes[i]);
        }
    }
}
