package io.selfheal.analyzer.profile;

import io.selfheal.schemas.decide.Scope;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A ledger: the block in force, if any, and how often the target was blocked before. */
public final class BlockHistory {
    private static final int MAX_TEXT = 120;

    private @Nullable Instant from;
    private @Nullable Instant until;
    private Scope scope = Scope.FLEET;
    private int offences;
    private @Nullable Instant lastEnd;
    private boolean owed;

    public boolean isBlocked() {
        return until != null;
    }

    /** Whether a block is in force at this moment of event time. */
    public boolean holdsAt(Instant at) {
        Instant start = from;
        Instant end = until;
        return start != null && end != null && !at.isBefore(start) && at.isBefore(end);
    }

    /** When the block in force ends; null without one. */
    public @Nullable Instant until() {
        return until;
    }

    public Scope scope() {
        return scope;
    }

    /** How many blocks there were, the one in force included. */
    public int offences() {
        return offences;
    }

    /** The number of a block that would begin now: 1 again after a quiet time. */
    public int nextOffence(Instant at, Duration forgetAfter) {
        Instant end = lastEnd;
        boolean forgotten = end != null && Duration.between(end, at).compareTo(forgetAfter) > 0;
        return forgotten ? 1 : offences + 1;
    }

    public void begin(Instant at, Instant end, Scope where, int offence) {
        from = at;
        until = end;
        scope = where;
        offences = offence;
        lastEnd = end;
        owed = false;
    }

    public void end(Instant at) {
        from = null;
        until = null;
        lastEnd = at;
    }

    /** Whether what was done at this moment led to a block, or happened before one ended. */
    public boolean settles(Instant done) {
        Instant end = lastEnd;
        return end != null && !done.isAfter(end);
    }

    /** Whether a block was held back by the blast-radius cap and is still owed. */
    public boolean isOwed() {
        return owed;
    }

    public void setOwed(boolean value) {
        owed = value;
    }

    void write(Packer out) {
        out.number(offences).number(owed ? 1 : 0);
        writeTime(out, from);
        writeTime(out, until);
        writeTime(out, lastEnd);
        out.text(scope.toString(), MAX_TEXT);
    }

    static BlockHistory read(Unpacker in) {
        BlockHistory history = new BlockHistory();
        history.offences = in.number(Integer.MAX_VALUE);
        history.owed = in.number(1) == 1;
        history.from = readTime(in);
        history.until = readTime(in);
        history.lastEnd = readTime(in);
        history.scope = Scope.parse(in.text());
        return history;
    }

    private static void writeTime(Packer out, @Nullable Instant time) {
        out.number(time == null ? 0 : time.toEpochMilli());
    }

    private static @Nullable Instant readTime(Unpacker in) {
        long millis = in.number();
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
