package io.selfheal.collector.journal;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.tail.SourceReader;
import io.selfheal.collector.tail.SourceState;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the journal: {@code journalctl} as a child that is started again, with growing pauses, whenever it ends. A
 * place is an entry's cursor.
 */
public final class JournalReader extends SourceReader<String> {
    /** Before the first entry. */
    private static final String NOWHERE = "";

    /** Longer entries are skipped: journalctl prints fields of more than 4 KiB as null, so there are none in practice. */
    private static final int MAX_ENTRY = 256 * 1024;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final String NOT_INSTALLED = "journalctl cannot be started: is systemd installed here?";
    /** What journalctl says of a cursor that is none. */
    private static final String NO_CURSOR = "Failed to seek to cursor: Invalid argument";

    private static final Log LOG = Log.of(JournalReader.class);

    /** Takes the entries of a journal; under the lock. */
    public interface Entries {
        /**
         * Takes an entry.
         *
         * @return false if the entry was not taken and must come again
         */
        boolean entry(byte[] json, int from, int to, String cursor, JournalReader journal);
    }

    private final Lock lock;
    private final Journalctl journalctl;
    private final LongMessages longMessages;
    private final Entries entries;
    private final boolean fromEnd;
    private final JournalSequence sequence;
    private volatile SourceState state = SourceState.WAITING;
    private volatile String hint = "";
    private volatile @Nullable Process child;
    /** At the very first start there was no entry to begin behind, so that every entry is new. */
    private volatile boolean beganEmpty;

    private Duration pause = FIRST_PAUSE;
    /** Behind this cursor journalctl cannot go on; only the thread that reads touches it. */
    private String broken = NOWHERE;
    /** What journalctl said last that is no entry; only the thread that reads touches it. */
    private String said = "";

    /**
     * @param command journalctl and what precedes the options, for example {@code [journalctl]}
     * @param units whose entries are read, patterns allowed; empty for all entries
     * @param cursor the last entry that is done with; null at the very first start
     * @param fromEnd whether the very first start begins with entries to come
     */
    public JournalReader(
            List<String> command,
            List<String> units,
            @Nullable String cursor,
            boolean fromEnd,
            Lock lock,
            Entries entries) {
        super("collector-journal", cursor == null ? NOWHERE : cursor, lock);
        this.lock = lock;
        this.journalctl =
                new Journalctl(Stream.concat(command.stream(), units.stream().map(unit -> "--unit=" + unit))
                        .toList());
        this.longMessages = new LongMessages(journalctl);
        this.sequence = new JournalSequence(units.isEmpty());
        this.fromEnd = fromEnd;
        this.entries = entries;
    }

    public SourceState state() {
        return state;
    }

    /** What a person can do about the state; empty when nothing is to be done. */
    public String hint() {
        return hint;
    }

    /** The last entry done with; null before the first. Under the lock. */
    public @Nullable String cursor() {
        return cursor(done());
    }

    private static @Nullable String cursor(String place) {
        return place.equals(NOWHERE) ? null : place;
    }

    /** How often entries were thrown away before they were read. Under the lock. */
    public long gaps() {
        return sequence.gaps();
    }

    /** How many entries that were, as far as it can be known. Under the lock. */
    public long gapEntries() {
        return sequence.entries();
    }

    @Override
    protected String placeOf(Object sent) {
        return sent.toString();
    }

    /**
     * Fixes where the very first start begins: behind what stands in the journal now. Beginning "at the end" with each
     * try would leave out what came between the first one, whose events were not acknowledged, and the second. Asks a
     * program, so not under the lock.
     *
     * @return whether there is a place to begin at; if not, the next call tries again
     */
    public synchronized boolean fixStart() throws InterruptedException {
        Turn<String> turn = turn();
        if (!fromEnd || beganEmpty || !turn.from().equals(NOWHERE)) {
            return true;
        }
        Journalctl.Newest newest;
        try {
            newest = journalctl.newest();
        } catch (IOException e) {
            become(SourceState.MISSING, NOT_INSTALLED);
            return false;
        }
        String cursor = newest.cursor();
        if (cursor != null) {
            return give(turn, cursor, () -> true);
        }
        beganEmpty = newest.isKnown();
        notice(newest.said());
        return beganEmpty;
    }

    @Override
    protected Duration round() throws InterruptedException {
        boolean read = fixStart() && follow(turn());
        pause = read ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return pause;
    }

    /** Reads until the child ends; whether it gave any entry, or was stopped. */
    private boolean follow(Turn<String> turn) throws InterruptedException {
        String after = cursor(turn.from());
        boolean lost = after != null && after.equals(broken);
        sequence.begin(lost ? null : after);
        Process started;
        try {
            started = lost ? journalctl.followInstead(broken) : journalctl.follow(after);
        } catch (IOException e) {
            become(SourceState.MISSING, NOT_INSTALLED);
            return false;
        }
        child = started;
        try (InputStream out = started.getInputStream()) {
            boolean any = !isClosing() && read(out, turn);
            boolean failed = !any && !isStopped() && !isClosing() && hasFailed(started);
            if (failed && said.startsWith(NO_CURSOR) && !lost) {
                loseThePlace(turn.from());
                return true;
            }
            if (failed) {
                String why = said.isEmpty() ? "" : ": " + said;
                become(SourceState.WAITING, "journalctl ended with status " + started.exitValue() + why);
            }
            return any || isStopped();
        } catch (IOException e) {
            return isStopped();
        } finally {
            started.destroy();
        }
    }

    /** A journal that cannot be opened must not look like one where nothing happens. */
    private boolean hasFailed(Process ended) throws InterruptedException {
        return ended.waitFor(1, TimeUnit.SECONDS) && ended.exitValue() != 0 && state == SourceState.READING;
    }

    /** It would be refused for ever: the next round begins at the time that it names. */
    private void loseThePlace(String cursor) {
        broken = cursor;
        lock.lock();
        try {
            sequence.lostPlace(cursor);
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was we who ended the child, so that the next one is not to be waited for. */
    private boolean isStopped() {
        return child == null;
    }

    private boolean read(InputStream out, Turn<String> turn) throws IOException, InterruptedException {
        byte[] buffer = new byte[32 * 1024];
        int size = 0;
        boolean any = false;
        boolean skipping = false;
        become(SourceState.READING, "");
        said = "";
        for (int read = out.read(buffer, size, buffer.length - size);
                read >= 0;
                read = out.read(buffer, size, buffer.length - size)) {
            int line = 0;
            for (int at = size; at < size + read; at++) {
                if (buffer[at] == '\n') {
                    if (!skipping && !take(buffer, line, at, turn)) {
                        return any;
                    }
                    any |= buffer[line] == '{';
                    skipping = false;
                    line = at + 1;
                }
            }
            size += read - line;
            System.arraycopy(buffer, line, buffer, 0, size);
            if (size == buffer.length && size < MAX_ENTRY) {
                buffer = Arrays.copyOf(buffer, Math.min(MAX_ENTRY, 2 * size));
            } else if (size == buffer.length) {
                skipping = true;
                size = 0;
            }
        }
        return any;
    }

    private boolean take(byte[] buffer, int from, int to, Turn<String> turn) throws InterruptedException {
        String cursor = to > from ? JournalEntry.cursor(buffer, from, to) : null;
        if (cursor == null) {
            notice(new String(buffer, from, Math.min(to - from, 500), StandardCharsets.UTF_8));
            return true;
        }
        byte[] whole = longMessages.completed(buffer, from, to, cursor);
        return whole == null
                ? give(turn, cursor, () -> isTaken(buffer, from, to, cursor))
                : give(turn, cursor, () -> isTaken(whole, 0, whole.length, cursor));
    }

    private boolean isTaken(byte[] buffer, int from, int to, String cursor) {
        if (!entries.entry(buffer, from, to, cursor, this)) {
            return false;
        }
        sequence.next(cursor);
        return true;
    }

    /** journalctl said something that is no entry. */
    private void notice(String line) {
        if (line.contains("insufficient permissions") || line.contains("not seeing messages from other users")) {
            become(SourceState.DENIED, "permission denied: add the user to group systemd-journal");
        } else if (!line.isBlank() && !line.startsWith("Hint:")) {
            said = Excerpt.of(line, 200);
            LOG.debug("journalctl says", "text", line);
        }
    }

    private void become(SourceState next, String why) {
        if (state != next && next != SourceState.READING) {
            LOG.warn("journal is not being read", "state", next.wireName(), "hint", why);
        }
        state = next;
        hint = why;
    }

    @Override
    protected void endRound() {
        Process running = child;
        child = null;
        if (running != null) {
            running.destroy();
        }
    }
}
