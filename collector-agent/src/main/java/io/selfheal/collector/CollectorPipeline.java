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
import io.selfheal.collector.tail.FileTail;
import io.selfheal.plugin.SourcePlugin;
import io.selfheal.plugin.host.LoadedPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
    private final Map<String, PluginReader> pluginReaders = new LinkedHashMap<>();
    private final Map<String, SourceLines> pluginLines = new HashMap<>();
    private final Map<SyslogListener, SourceLines> listeners = new LinkedHashMap<>();
    private final InFlightWindow window;
    private final FileTail tail;

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
        this.tail = new FileTail(
                sources.tailSettings(LOOK),
                (pattern, path) -> sources.joining(
                        pattern,
                        lines.computeIfAbsent(
                                path,
                                p -> new SourceLines(
                                        parsers,
                                        pluginParsers,
                                        sources.context(pattern, p),
                                        sources.limits(pattern),
                                        sender,
                                        time))),
                time,
                from.files());
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
        pluginReaders.forEach((name, reader) -> cursors.put(name, reader.position()));
        listeners.keySet().forEach(listener -> cursors.put(listener.name(), listener.position()));
        return new Checkpoint(tail.left(), cursors);
    }

    /** Sending failed: what was not acknowledged is read again, under the same ids. */
    void rewind() {
        window.release();
        window.reset();
        tail.rewind();
        journals.values().forEach(JournalReader::rewind);
        pluginReaders.values().forEach(PluginReader::rewind);
        listeners.keySet().forEach(SyslogListener::rewind);
    }
}
