package io.selfheal.collector.journal;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.tail.Progress;
import io.selfheal.collector.tail.SourceState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the journal in a thread of its own: {@code journalctl} as a child that is started again, with growing pauses,
 * whenever it ends, after the last entry that is done with. Lines and progress work under the collector's lock.
 */
public final class JournalReader implements Progress, AutoCloseable {
    /** Longer entries are skipped: journalctl prints fields of more than 4 KiB as null, so there are none in practice. */
    private static final int MAX_ENTRY = 256 * 1024;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofMillis(100);
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

    private final List<String> command;
    private final Lock lock;
    private final Entries entries;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final boolean fromEnd;
    private final JournalSequence sequence;
    private volatile SourceState state = SourceState.WAITING;
    private volatile String hint = "";
    private volatile @Nullable Process child;

    private @Nullable String processed;
    private @Nullable String acknowledged;
    private int inFlight;

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
        this.command = Stream.concat(command.stream(), units.stream().map(unit -> "--unit=" + unit))
                .toList();
        this.sequence = new JournalSequence(units.isEmpty());
        this.acknowledged = cursor;
        this.processed = cursor;
        this.fromEnd = fromEnd;
        this.lock = lock;
        this.entries = entries;
        this.thread = Thread.ofPlatform().name("collector-journal").unstarted(this::run);
    }

    /** Starts following; once started it goes on by itself. */
    public void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
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
        return acknowledged;
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
    public void sent() {
        inFlight++;
    }

    @Override
    public void acknowledged(long end, Object place) {
        inFlight--;
        acknowledged = inFlight == 0 && processed != null ? processed : place.toString();
    }

    /** Forgets what was not acknowledged; those entries are read again. Under the lock. */
    public void rewind() {
        inFlight = 0;
        processed = acknowledged;
        stopChild();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (closing.getCount() > 0) {
            boolean read = follow();
            pause = read ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            if (closed(pause)) {
                return;
            }
        }
    }

    /** Reads until the child ends; whether it gave any entry, or was stopped. */
    private boolean follow() {
        ProcessBuilder builder = new ProcessBuilder(arguments()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        Process started;
        try {
            started = builder.start();
        } catch (IOException e) {
            become(SourceState.MISSING, "journalctl cannot be started: is systemd installed here?");
            return false;
        }
        child = started;
        try (InputStream out = started.getInputStream()) {
            return closing.getCount() > 0 && (read(out) || isStopped());
        } catch (IOException e) {
            return isStopped();
        } finally {
            started.destroy();
        }
    }

    /** Whether it was we who ended the child, so that the next one is not to be waited for. */
    private boolean isStopped() {
        return child == null;
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of(
                "--output=json",
                "--follow",
                "--no-pager",
                // Those that the parser reads; cursor and time always come along.
                "--output-fields=MESSAGE,SYSLOG_IDENTIFIER,SYSLOG_PID,_COMM,_PID,_UID,_HOSTNAME"));
        lock.lock();
        try {
            processed = acknowledged;
            sequence.begin(acknowledged);
            if (acknowledged != null) {
                arguments.add("--after-cursor=" + acknowledged);
                arguments.add("--no-tail");
            } else {
                arguments.add(fromEnd ? "--lines=0" : "--no-tail");
            }
        } finally {
            lock.unlock();
        }
        return arguments;
    }

    private boolean read(InputStream out) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        int size = 0;
        boolean any = false;
        boolean skipping = false;
        become(SourceState.READING, "");
        for (int read = out.read(buffer, size, buffer.length - size);
                read >= 0;
                read = out.read(buffer, size, buffer.length - size)) {
            int line = 0;
            for (int at = size; at < size + read; at++) {
                if (buffer[at] == '\n') {
                    if (!skipping && !take(buffer, line, at)) {
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

    private boolean take(byte[] buffer, int from, int to) {
        String cursor = to > from ? JournalEntry.cursor(buffer, from, to) : null;
        if (cursor == null) {
            notice(new String(buffer, from, Math.min(to - from, 500), StandardCharsets.UTF_8));
            return true;
        }
        while (!give(buffer, from, to, cursor)) {
            if (child == null || closed(RETRY)) {
                return false;
            }
        }
        return true;
    }

    private boolean give(byte[] buffer, int from, int to, String cursor) {
        lock.lock();
        try {
            // What was read before a rewind comes again; to go on with it would skip what was not acknowledged.
            if (isStopped() || !entries.entry(buffer, from, to, cursor, this)) {
                return false;
            }
            processed = cursor;
            sequence.next(cursor);
            if (inFlight == 0) {
                acknowledged = cursor;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean closed(Duration within) {
        try {
            return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** journalctl said something that is no entry. */
    private void notice(String said) {
        if (said.contains("insufficient permissions") || said.contains("not seeing messages from other users")) {
            become(SourceState.DENIED, "permission denied: add the user to group systemd-journal");
        } else if (!said.isBlank() && !said.startsWith("Hint:")) {
            LOG.debug("journalctl says", "text", said);
        }
    }

    private void become(SourceState next, String why) {
        if (state != next && next != SourceState.READING) {
            LOG.warn("journal is not being read", "state", next.wireName(), "hint", why);
        }
        state = next;
        hint = why;
    }

    private void stopChild() {
        Process running = child;
        child = null;
        if (running != null) {
            running.destroy();
        }
    }

    /** Stops the child and waits for the thread, at most a few seconds. */
    @Override
    public void close() {
        closing.countDown();
        stopChild();
        try {
            // It is only started once Kafka was reached.
            if (thread.getState() != Thread.State.NEW) {
                thread.join(Duration.ofSeconds(3));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
