package io.selfheal.collector;

import io.selfheal.collector.checkpoint.Checkpoint;
import io.selfheal.collector.checkpoint.InFlightWindow;
import io.selfheal.collector.journal.JournalReader;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.plugin.PluginParsers;
import io.selfheal.collector.plugin.PluginReader;
import io.selfheal.collector.publish.EventPublisher;
import io.selfheal.collector.publish.EventSender;
import io.selfheal.collector.syslog.ListenerSettings;
import io.selfheal.collector.syslog.SyslogListener;
import io.selfheal.collector.tail.FileLane;
import io.selfheal.collector.tail.FilePattern;
import io.selfheal.collector.tail.FileTail;
import io.selfheal.collector.tail.LeftOut;
import io.selfheal.collector.tail.LineSink;
import io.selfheal.plugin.SourcePlugin;
import io.selfheal.plugin.host.LoadedPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way of a line: tail or journal → parse → publish. From the parser on everything happens under the window's lock; who
 * reads, and when, is {@link ReadingLoop}'s, {@link RemoteReading}'s and {@link Housekeeping}'s matter.
 */
final class CollectorPipeline {
    /** How often files are looked for even if the kernel reports no change. */
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** How often on remote file systems, where it never does. */
    private static final Duration LOOK_AFAR = Duration.ofSeconds(1);
    /** A reader that does not let go for so long is not waited for: what it noted last counts. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Map<Path, SourceLines> lines = new ConcurrentHashMap<>();
    private final Map<String, JournalReader> journals = new LinkedHashMap<>();
    private final Map<String, SourceLines> journalLines = new HashMap<>();
    private final Map<String, PluginReader> pluginReaders = new LinkedHashMap<>();
    private final Map<String, SourceLines> pluginLines = new HashMap<>();
    private final Map<SyslogListener, SourceLines> listeners = new LinkedHashMap<>();
    private final InFlightWindow window;
    private final FileTail.Settings settings;
    private final FileTail.Sinks sinks;
    private final InstantSource time;
    private final FileLane local;
    private final Map<Path, FileLane> remote = new ConcurrentSkipListMap<>();

    CollectorPipeline(
            CollectorSources sources,
            OwnParsers parsers,
            Checkpoint from,
            InFlightWindow window,
            EventPublisher publisher,
            CollectorPlugins plugins,
            InstantSource time)
            throws IOException {
        this.window = window;
        sources.check(parsers.current());
        PluginParsers pluginParsers = plugins.parsers();
        EventSender sender = new EventSender(window, publisher);
        this.time = time;
        this.settings = sources.tailSettings(LOOK, time);
        this.sinks = new FileTail.Sinks() {
            @Override
            public LineSink open(FilePattern pattern, Path path) {
                return sources.joining(pattern, lines.computeIfAbsent(path, p -> {
                    SourceContext context = sources.context(pattern, p);
                    return new SourceLines(parsers, pluginParsers, context, sources.limits(pattern), sender, time);
                }));
            }

            @Override
            public void letGo(Path path) {
                lines.remove(path);
            }
        };
        this.local = new FileLane(settings, sinks, this::separate, time, window, from.files());
        for (CollectorSources.Journal journal : sources.journals()) {
            SourceLines parsed =
                    new SourceLines(parsers, pluginParsers, journal.context(), journal.limits(), sender, time);
            journalLines.put(journal.name(), parsed);
            journals.put(
                    journal.name(),
                    new JournalReader(
                            List.of("journalctl"),
                            journal.units(),
                            from.cursors().get(journal.name()),
                            journal.fromEnd(),
                            window.lock(),
                            (json, start, end, cursor, reader) ->
                                    parsed.line(json, start, end, journal.key(cursor), reader, cursor)));
        }
        for (LoadedPlugin<SourcePlugin> plugin : plugins.sources()) {
            SourceContext context = sources.ofPlugin(plugin.id());
            follow(
                    plugin,
                    context,
                    from,
                    new SourceLines(parsers, pluginParsers, context, SourceLines.Limits.NONE, sender, time));
        }
        for (ListenerSettings settings : sources.listeners()) {
            SourceContext context = sources.ofListener(settings);
            SourceLines parsed =
                    new SourceLines(parsers, pluginParsers, context, SourceLines.Limits.NONE, sender, time);
            String position = from.cursors().get(context.path());
            listeners.put(
                    new SyslogListener(settings, sources.spools(), position, window.lock(), parsed::message, time),
                    parsed);
        }
    }

    private void follow(LoadedPlugin<SourcePlugin> plugin, SourceContext context, Checkpoint from, SourceLines parsed) {
        PluginReader reader = new PluginReader(plugin, from.cursors().get(context.path()), window.lock(), parsed::line);
        pluginLines.put(reader.name(), parsed);
        pluginReaders.put(reader.name(), reader);
    }

    /** What is found on a remote file system is read by itself from now on. Its checkpoint is never in both. */
    private synchronized void separate(Path mount, FileTail.Left left) {
        FileTail.Separation none = (other, its) -> {};
        remote.put(mount, new FileLane(settings.on(mount, LOOK_AFAR), sinks, none, time, window, left));
        local.note();
    }

    /** The files that are on this machine. */
    FileLane local() {
        return local;
    }

    /** The others, by where their file systems are mounted. */
    Map<Path, FileLane> remote() {
        return Collections.unmodifiableMap(remote);
    }

    /** The globs that match more files than are read. */
    List<LeftOut> leftOut() {
        return lanes().flatMap(lane -> lane.leftOut().stream()).distinct().toList();
    }

    private Stream<FileLane> lanes() {
        return Stream.concat(Stream.of(local), remote.values().stream());
    }

    /** Has it noted how it stands with all files whose readers are not held up. */
    void refresh() throws InterruptedException {
        local.refresh(PATIENCE);
        for (FileLane lane : remote.values()) {
            lane.refresh(PATIENCE);
        }
    }

    Map<String, JournalReader> journals() {
        return journals;
    }

    Map<String, PluginReader> plugins() {
        return pluginReaders;
    }

    Set<SyslogListener> listeners() {
        return listeners.keySet();
    }

    SourceMeter listenerMeter(SyslogListener listener) {
        return Objects.requireNonNull(listeners.get(listener)).meter();
    }

    SourceMeter pluginMeter(String name) {
        return Objects.requireNonNull(pluginLines.get(name)).meter();
    }

    /** Null if the path was let go of meanwhile. */
    @Nullable
    SourceMeter meter(Path path) {
        SourceLines its = lines.get(path);
        return its == null ? null : its.meter();
    }

    SourceMeter journalMeter(String name) {
        return Objects.requireNonNull(journalLines.get(name)).meter();
    }

    /** What is acknowledged now; of files, what was when it was noted last. */
    Checkpoint checkpoint() {
        List<FileTail.Left> files = lefts();
        window.lock().lock();
        try {
            return new Checkpoint(FileTail.Left.of(files), cursors());
        } finally {
            window.lock().unlock();
        }
    }

    private synchronized List<FileTail.Left> lefts() {
        return lanes().map(FileLane::left).toList();
    }

    private Map<String, String> cursors() {
        window.release();
        Map<String, String> cursors = new HashMap<>();
        journals.forEach((name, journal) -> {
            String cursor = journal.cursor();
            if (cursor != null) {
                cursors.put(name, cursor);
            }
        });
        pluginReaders.forEach((name, reader) -> cursors.put(name, reader.position()));
        listeners.keySet().forEach(listener -> cursors.put(listener.name(), listener.position()));
        return cursors;
    }

    /** Sending failed: what was not acknowledged is read again, under the same ids; of files, at their next round. */
    void rewind() {
        window.release();
        window.reset();
        journals.values().forEach(JournalReader::rewind);
        pluginReaders.values().forEach(PluginReader::rewind);
        listeners.keySet().forEach(SyslogListener::rewind);
    }

    /** Closes the files whose readers let go of them within this time. */
    void close(Duration atMost) throws InterruptedException {
        local.close(atMost);
        for (FileLane lane : remote.values()) {
            lane.close(PATIENCE);
        }
    }
}
