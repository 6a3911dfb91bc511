package io.selfheal.collector.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One open log file and how far it was read, processed and acknowledged. Confined to whoever holds the tail's lock, but
 * for what acknowledgements tell, which come from elsewhere.
 *
 * <p>Three positions: {@code readTo} (bytes in hand, a half-written line included), {@code processedTo} (whole lines
 * given to the sink), and the acknowledged one, which the checkpoint keeps.
 */
public final class TailedFile implements Progress, AutoCloseable {
    private final FollowedPath owner;
    private FileChannel channel;
    private FileId id;
    private int generation;
    private @Nullable Fingerprint fingerprint;
    private @Nullable LogKey key;

    long readTo;
    Context readContext;
    /** The unfinished line's first bytes, those of {@code [lineStart, readTo)} up to the line bound. */
    byte[] carry = NOTHING;

    int carried;
    long lineStart;

    private long processedTo;
    private Context processedContext;
    private long acknowledgedTo;
    private Context acknowledgedContext;
    private int inFlight;
    private int turn;
    private boolean complete;
    private long seen;
    Instant quietSince;

    /** When the youngest file before this one was created, where this one is the youngest of its path; see there. */
    long newestWithout = Long.MAX_VALUE;

    private static final byte[] NOTHING = new byte[0];

    TailedFile(FollowedPath owner, FileChannel channel, FileId.Stat stat, long from, Context context, Instant now) {
        this.owner = owner;
        this.channel = channel;
        this.id = stat.id();
        this.quietSince = now;
        this.seen = stat.size();
        this.readContext = context;
        this.processedContext = context;
        this.acknowledgedContext = context;
        startAt(from, context);
        this.acknowledgedTo = from;
    }

    public FollowedPath owner() {
        return owner;
    }

    FileId id() {
        return id;
    }

    int generation() {
        return generation;
    }

    @Nullable
    Fingerprint fingerprint() {
        return fingerprint;
    }

    FileChannel channel() {
        return channel;
    }

    /** The identity of its lines; null until its first line is complete, before which there is nothing to name. */
    public @Nullable LogKey key() {
        return key;
    }

    void identify(Fingerprint print, int itsGeneration, LogKey itsKey) {
        fingerprint = print;
        generation = itsGeneration;
        key = itsKey;
    }

    /** Whether the first line is still the one that gave the file its identity: lines may all end alike. */
    boolean beginsAsKnown() throws IOException {
        Fingerprint print = fingerprint;
        return print == null || print.standsIn(channel);
    }

    /**
     * Goes on in another file that holds the same bytes up to {@code readTo}: the copy that copytruncate made, or itself,
     * opened anew.
     */
    synchronized void continueIn(FileChannel copy, FileId.Stat stat) throws IOException {
        channel.close();
        channel = copy;
        id = stat.id();
        complete = false;
    }

    /** Everything up to here was given to the sink. */
    synchronized void processed(long to, Context context) {
        processedTo = to;
        processedContext = context;
        settle();
    }

    @Override
    public synchronized void sent() {
        inFlight++;
    }

    @Override
    public synchronized void acknowledged(long end, Object place) {
        inFlight--;
        acknowledgedTo = end;
        acknowledgedContext = place instanceof Context context ? context : Context.NONE;
        settle();
    }

    /** With nothing on its way, lines that gave no event are done with as well. */
    private void settle() {
        if (inFlight == 0 && processedTo > acknowledgedTo) {
            acknowledgedTo = processedTo;
            acknowledgedContext = processedContext;
        }
    }

    /** A line is held back: it is not done with, nor what comes after it. */
    synchronized void hold() {
        inFlight++;
    }

    /** The line that was held back was given away. */
    synchronized void letGo() {
        inFlight--;
        settle();
    }

    /** How often reading began again. */
    int turn() {
        return turn;
    }

    /** Forgets what was not acknowledged: it will be read and sent again, under the same ids. */
    synchronized void rewind() {
        inFlight = 0;
        turn++;
        complete = false;
        startAt(acknowledgedTo, acknowledgedContext);
    }

    private void startAt(long position, Context context) {
        readTo = position;
        readContext = context;
        lineStart = position;
        carried = 0;
        carry = NOTHING;
        processedTo = position;
        processedContext = context;
    }

    /** Goes back to the start of a line that the sink did not take. */
    synchronized void backTo(long position, Context context) {
        startAt(position, context);
        settle();
    }

    /** Nothing more will be read from it. */
    synchronized void complete() {
        complete = true;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    synchronized boolean isDone() {
        return complete && inFlight == 0;
    }

    /** It is so many bytes long at the moment; fewer than before means that it was truncated, which reading finds out. */
    void seen(long size) {
        seen = Math.max(seen, size);
    }

    /** Bytes that it had when it was last looked at and that were not read. */
    long unread() {
        return Math.max(0, seen - readTo);
    }

    /** Bytes that it had when it was last looked at or read, and that are not acknowledged. */
    synchronized long lag() {
        return Math.max(0, Math.max(seen, readTo) - acknowledgedTo);
    }

    /** What the checkpoint keeps; null before the file has an identity. */
    @Nullable
    synchronized FileMark mark() {
        Fingerprint print = fingerprint;
        LogKey identity = key;
        return print == null || identity == null
                ? null
                : new FileMark(
                        owner.path().toString(),
                        id,
                        identity,
                        print,
                        generation,
                        acknowledgedTo,
                        acknowledgedContext,
                        Math.max(readTo, seen));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
