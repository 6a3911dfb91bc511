package io.selfheal.collector.parse.pattern;

/** Repetitions of parts that are more than one byte. */
final class Loops {
    private Loops() {}

    /** Each time on its own and nothing given back, so it needs no call within a call. */
    static final class Possessive extends Step {
        private final Follow body;
        private final int min;
        private final int max;
        private final Step next;

        Possessive(Follow body, Piece.Repeat repeat, Step next) {
            this.body = body;
            this.min = repeat.min();
            this.max = repeat.max();
            this.next = next;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            int place = i;
            for (int count = 0; count < max; count++) {
                at.spend(1);
                if (!body.mayBegin(at, place) || !body.step().match(at, place)) {
                    if (count < min) {
                        return false;
                    }
                    break;
                }
                boolean empty = at.accepted == place;
                place = at.accepted;
                if (empty && count >= min) {
                    break;
                }
            }
            return next.match(at, place);
        }
    }

    /** Where a repetition begins that may give back: the count and the place of the present time are kept here. */
    static final class Head extends Step {
        private final int local;
        private final Piece.Repeat repeat;
        private final Step next;
        private Step body = this;

        Head(int local, Piece.Repeat repeat, Step next) {
            this.local = local;
            this.repeat = repeat;
            this.next = next;
        }

        void setBody(Step step) {
            body = step;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            int count = at.locals[local];
            int place = at.locals[local + 1];
            boolean matches = repeat.min() > 0 ? again(at, i, 1) : more(at, i, 0);
            at.locals[local] = count;
            at.locals[local + 1] = place;
            return matches;
        }

        /** After one time. */
        boolean onceMore(LineMatcher at, int i) {
            int count = at.locals[local];
            if (i <= at.locals[local + 1]) {
                return next.match(at, i);
            }
            return count < repeat.min() ? again(at, i, count + 1) : more(at, i, count);
        }

        private boolean more(LineMatcher at, int i, int count) {
            if (repeat.mode() == Piece.Mode.LAZY) {
                return next.match(at, i) || (count < repeat.max() && again(at, i, count + 1));
            }
            return (count < repeat.max() && again(at, i, count + 1)) || next.match(at, i);
        }

        private boolean again(LineMatcher at, int i, int count) {
            at.spend(1);
            int countBefore = at.locals[local];
            int placeBefore = at.locals[local + 1];
            at.locals[local] = count;
            at.locals[local + 1] = i;
            if (body.match(at, i)) {
                return true;
            }
            at.locals[local] = countBefore;
            at.locals[local + 1] = placeBefore;
            return false;
        }
    }

    /** The end of one time. */
    static final class Tail extends Step {
        private final Head head;

        Tail(Head head) {
            this.head = head;
        }

        @Override
        boolean match(LineMatcher at, int i) {
            return head.onceMore(at, i);
        }
    }
}
