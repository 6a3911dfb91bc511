package io.selfheal.collector;

import io.selfheal.collector.checkpoint.Checkpoint;
import io.selfheal.collector.checkpoint.InFlightWindow;
import io.selfheal.collector.journal.JournalReader;
import io.selfheal.collector.publish.EventPublisher;
import io.selfheal.collector.publish.EventSender;
import io.selfheal.collector.tail.FileTail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The way of a line: tail or journal → parse → publish. Everything here happens under the window's lock; who calls it,
 * and when, is {@link ReadingLoop}'s and {@link Housekeeping}'s matter.
 */
final class CollectorPipeline {
    /** How often files are looked for even if the kernel reports no change. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Map<Path, SourceLines> lines = new LinkedHashMap<>();
    private final Map<String, JournalReader> journals = new LinkedHashMap<>();
    private final Map<String, SourceLines> journalLines = new HashMap<>();
    private final InFlightWindow window;
    private final FileTail tail;

    CollectorPipeline(
            CollectorSources sources,
            OwnParsers parsers,
            Checkpoint from,
            InFlightWindow window,
            EventPublisher publisher,
            InstantSource time) {
        this.window = window;
        sources.check(parsers.current());
        EventSender sender = new EventSender(window, publisher);
        this.tail = new FileTail(
                sources.tailSettings(LOOK),
                (pattern, path) -> lines.computeIfAbsent(
                        path, p -> new SourceLines(parsers, sources.context(pattern, p), sender, time)),
                time,
                from.files());
        for (CollectorSources.Journal journal : sources.journals()) {
            SourceLines parsed = new SourceLines(parsers, journal.context(), sender, time);
            journalLines.put(journal.name(), parsed);
            journals.put(
                    journal.name(),
                    new JournalReader(
                            List.of("journalctl"),
                            from.cursors().get(journal.name()),
                            journal.fromEnd(),
                            window.lock(),
                            (json, start, end, cursor, reader) ->
                                    parsed.line(json, start, end, journal.key(cursor), reader, cursor)));
        }
    }

    /** One round over all files. */
    FileTail.Pass round(Runnable saveCheckpoint) {
        window.release();
        return tail.pass(saveCheckpoint);
    }

    FileTail tail() {
        return tail;
    }

    Map<String, JournalReader> journals() {
        return journals;
    }

    SourceMeter meter(Path path) {
        return Objects.requireNonNull(lines.get(path)).meter();
    }

    SourceMeter journalMeter(String name) {
        return Objects.requireNonNull(journalLines.get(name)).meter();
    }

    /** What is acknowledged now. */
    Checkpoint checkpoint() {
        window.release();
        Map<String, String> cursors = new HashMap<>();
        journals.forEach((name, journal) -> {
            String cursor = journal.cursor();
            if (cursor != null) {
                cursors.put(name, cursor);
            }
        });
        return new Checkpoint(tail.left(), cursors);
    }

    /** Sending failed: what was not acknowledged is read again, under the same ids. */
    void rewind() {
        window.release();
        window.reset();
        tail.rewind();
        journals.values().forEach(JournalReader::rewind);
    }
}
