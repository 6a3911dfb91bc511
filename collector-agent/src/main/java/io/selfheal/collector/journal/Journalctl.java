package io.selfheal.collector.journal;

import io.selfheal.collector.parse.frame.JournalFrame;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls of journalctl(1). Its entries come as JSON, a line each; what it says beside them goes the same way. */
final class Journalctl {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
    /** journalctl prints fields of more than 4 KiB as null; and few are asked for. */
    private static final int MOST_BYTES = 64 * 1024;
    /** As much of a line as journald keeps if nobody told it otherwise (LineMax in journald.conf(5)). */
    private static final int LONGEST_MESSAGE = 48 * 1024;

    private static final int MILLION = 1_000_000;

    private static final String EMPTY = "-- No entries --";

    private final List<String> command;

    /** @param command the program and what precedes its options, and which units are meant */
    Journalctl(List<String> command) {
        this.command = List.copyOf(command);
    }

    /**
     * What stands last in the journal.
     *
     * @param cursor of the entry; null if there is none
     * @param said what journalctl said instead of an answer; empty if it answered
     */
    record Newest(@Nullable String cursor, String said) {
        /** Whether journalctl answered. */
        boolean isKnown() {
            return said.isEmpty();
        }
    }

    /**
     * Prints entries for ever.
     *
     * @param after begins behind the entry of this cursor; null for the journal's beginning
     * @throws IOException if there is no such program
     */
    Process follow(@Nullable String after) throws IOException {
        return after == null ? follow(List.of()) : follow(List.of("--after-cursor=" + after));
    }

    /**
     * Prints entries for ever where the cursor that reading would go on behind is none: from the time that it names, or
     * where it names none, or one that the journal has not reached, from this boot's first entry.
     *
     * @throws IOException if there is no such program
     */
    Process followInstead(String brokenCursor) throws IOException, InterruptedException {
        long micros = JournalEntry.microsOf(brokenCursor);
        return follow(List.of(
                micros > 0 && !isAhead(micros)
                        ? String.format(Locale.ROOT, "--since=@%d.%06d", micros / MILLION, micros % MILLION)
                        : "--boot"));
    }

    /** Whether the journal's newest entry is older; false where that cannot be told. */
    private boolean isAhead(long micros) throws IOException, InterruptedException {
        String newest = newest().cursor();
        long last = newest == null ? -1 : JournalEntry.microsOf(newest);
        return last > 0 && last < micros;
    }

    private Process follow(List<String> beginning) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--follow",
                "--no-tail",
                // Those that the parser reads; cursor and time always come along.
                "--output-fields=" + String.join(",", JournalFrame.FIELDS)));
        options.addAll(beginning);
        return start(options);
    }

    /**
     * Asks for the newest entry; waits for the answer, five seconds at most.
     *
     * @throws IOException if there is no such program
     */
    Newest newest() throws IOException, InterruptedException {
        Process asked = start(List.of("--lines=1", "--output-fields=_PID"));
        try (InputStream out = asked.getInputStream()) {
            return asked.waitFor(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    ? newest(out.readNBytes(MOST_BYTES), asked.exitValue())
                    : new Newest(null, "no answer within " + ANSWERS_WITHIN.toSeconds() + " seconds");
        } finally {
            asked.destroyForcibly();
        }
    }

    /**
     * The beginning of one entry's message, 48 KiB at most, however long it is. Printing all messages whole instead
     * ({@code --all} with JSON) takes journalctl up to forty bytes for each of theirs, which any user chooses.
     *
     * @return empty if journalctl has none
     * @throws IOException if there is no such program
     */
    byte[] message(String cursor) throws IOException {
        Process asked = start("cat", List.of("--all", "--lines=1", "--cursor=" + cursor));
        Executor late = CompletableFuture.delayedExecutor(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        late.execute(asked::destroyForcibly);
        try (InputStream out = asked.getInputStream()) {
            byte[] line = out.readNBytes(LONGEST_MESSAGE);
            boolean ended = line.length > 0 && line[line.length - 1] == '\n';
            return ended ? Arrays.copyOf(line, line.length - 1) : line;
        } finally {
            asked.destroyForcibly();
        }
    }

    private static Newest newest(byte[] answer, int status) {
        List<String> lines = new String(answer, StandardCharsets.UTF_8).lines().toList();
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            String cursor = JournalEntry.cursor(bytes, 0, bytes.length);
            if (cursor != null) {
                return new Newest(cursor, "");
            }
        }
        if (lines.equals(List.of(EMPTY)) && status == 0) {
            return new Newest(null, "");
        }
        return new Newest(null, lines.isEmpty() ? "nothing, and status " + status : lines.getFirst());
    }

    private Process start(List<String> options) throws IOException {
        return start("json", options);
    }

    private Process start(String output, List<String> options) throws IOException {
        List<String> argv = new ArrayList<>(command);
        argv.addAll(List.of("--output=" + output, "--no-pager"));
        argv.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return builder.start();
    }
}
