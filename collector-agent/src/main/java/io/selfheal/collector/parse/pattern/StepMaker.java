package io.selfheal.collector.parse.pattern;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes steps of a pattern's pieces, from the last one to the first, so that each one knows what follows it. */
final class StepMaker {
    /** Repetitions of exactly so many are written out. */
    private static final int WRITTEN_OUT = 4;

    private static final Follow ACCEPT = new Follow(new Steps.Accept(), ByteSet.ALL, true);

    private int locals;

    /** How many places for groups and repetitions the steps need. */
    int locals() {
        return locals;
    }

    Follow whole(Piece piece) {
        return make(piece, new Follow(new Steps.Last(), ByteSet.NONE, true));
    }

    private Follow make(Piece piece, Follow next) {
        return switch (piece) {
            case Piece.Place.BEGIN -> with(piece, new Steps.Begin(next.step()), next);
            case Piece.Place.END -> with(piece, new Steps.End(next.step()), next);
            case Piece.Place.WORD_BOUND -> with(piece, new Steps.WordBound(next.step()), next);
            case Piece.One(ByteSet set) -> with(piece, new Steps.One(set, next.step()), next);
            case Piece.Sequence(List<Piece> parts) -> sequence(parts, next);
            case Piece.Choice(List<Piece> branches) -> choice(piece, branches, next);
            case Piece.Group(int number, Piece body) -> group(piece, number, body, next);
            case Piece.Atomic(Piece body) ->
                with(piece, new Steps.Atomic(alone(body).step(), next.step()), next);
            case Piece.Ahead(Piece body, boolean wanted) ->
                with(piece, new Steps.Ahead(alone(body).step(), wanted, next.step()), next);
            case Piece.Behind(List<ByteSet> sets, boolean wanted) ->
                with(piece, new Steps.Behind(sets, wanted, next.step()), next);
            case Piece.Again(int group) -> with(piece, new Steps.Again(group, next.step()), next);
            case Piece.Repeat repeat -> repeat(repeat, next);
        };
    }

    private static Follow with(Piece piece, Step step, Follow next) {
        return piece.mayBeEmpty()
                ? new Follow(step, piece.first().with(next.first()), next.atEnd())
                : new Follow(step, piece.first(), false);
    }

    private Follow alone(Piece body) {
        return make(body, ACCEPT);
    }

    private Follow sequence(List<Piece> parts, Follow next) {
        Follow follow = next;
        int i = parts.size() - 1;
        while (i >= 0) {
            int from = i;
            while (from >= 0 && singleByte(parts.get(from)) >= 0) {
                from--;
            }
            if (i - from > 1) {
                follow = literal(parts.subList(from + 1, i + 1), follow);
                i = from;
            } else {
                follow = make(parts.get(i), follow);
                i--;
            }
        }
        return follow;
    }

    private static int singleByte(Piece piece) {
        return piece instanceof Piece.One(ByteSet set) ? set.single() : -1;
    }

    private static Follow literal(List<Piece> parts, Follow next) {
        byte[] literal = new byte[parts.size()];
        for (int i = 0; i < literal.length; i++) {
            literal[i] = (byte) singleByte(parts.get(i));
        }
        return new Follow(
                new Steps.Literal(literal, next.step()), parts.getFirst().first(), false);
    }

    private Follow choice(Piece piece, List<Piece> branches, Follow next) {
        List<Follow> made = new ArrayList<>();
        branches.forEach(branch -> made.add(make(branch, next)));
        return with(piece, new Steps.Choice(made), next);
    }

    private Follow group(Piece piece, int number, Piece body, Follow next) {
        Piece.Repeat repeat = body instanceof Piece.Repeat repeated ? repeated : null;
        Runs.Unit unit = repeat == null ? null : unit(repeat.body());
        if (repeat != null && unit != null && whole(repeat, next)) {
            return with(piece, new Runs.Whole(unit, repeat, number, next.step()), next);
        }
        int local = locals++;
        Follow closing = new Follow(new Steps.Closing(local, number, next.step()), next.first(), next.atEnd());
        return with(piece, new Steps.Opening(local, make(body, closing).step()), next);
    }

    private Follow repeat(Piece.Repeat repeat, Follow next) {
        Piece body = repeat.body();
        Runs.Unit unit = unit(body);
        if (unit != null) {
            Step run = whole(repeat, next)
                    ? new Runs.Whole(unit, repeat, next.step())
                    : repeat.mode() == Piece.Mode.LAZY
                            ? new Runs.Lazy(unit, repeat, next)
                            : new Runs.Greedy(unit, repeat, next);
            return with(repeat, run, next);
        }
        if (repeat.mode() == Piece.Mode.POSSESSIVE) {
            return with(repeat, new Loops.Possessive(alone(body), repeat, next.step()), next);
        }
        if (repeat.min() == 0 && repeat.max() == 1) {
            List<Piece> branches = new ArrayList<>(List.of(body, new Piece.Sequence(List.of())));
            return make(new Piece.Choice(repeat.mode() == Piece.Mode.LAZY ? branches.reversed() : branches), next);
        }
        if (repeat.min() == repeat.max() && repeat.min() <= WRITTEN_OUT && !body.mayBeEmpty()) {
            return make(new Piece.Sequence(Collections.nCopies(repeat.min(), body)), next);
        }
        int local = locals;
        locals += 2;
        Loops.Head head = new Loops.Head(local, repeat, next.step());
        Follow tail = new Follow(new Loops.Tail(head), body.first().with(next.first()), next.atEnd());
        head.setBody(make(body, tail).step());
        return with(repeat, head, next);
    }

    /** Whether the first try is the only one: what follows can begin with none of the bytes that could be given back. */
    private static boolean whole(Piece.Repeat repeat, Follow next) {
        return repeat.mode() == Piece.Mode.POSSESSIVE
                || (repeat.mode() == Piece.Mode.GREEDY && !repeat.body().first().meets(next.first()));
    }

    /** The part as one byte with what stands around it; null if it is more. */
    private Runs.@Nullable Unit unit(Piece body) {
        if (body instanceof Piece.One(ByteSet set)) {
            return new Runs.Plain(set);
        }
        if (body instanceof Piece.Sequence(List<Piece> parts)
                && parts.size() == 2
                && parts.getFirst() instanceof Piece.Ahead ahead
                && parts.getLast() instanceof Piece.One(ByteSet set)) {
            return new Runs.Guarded(alone(ahead).step(), set);
        }
        return null;
    }
}
