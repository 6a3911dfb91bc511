package io.selfheal.collector;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.Problem;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.parse.TrustedProxies;
import io.selfheal.collector.syslog.ListenerSettings;
import io.selfheal.collector.tail.Continuation;
import io.selfheal.collector.tail.FilePattern;
import io.selfheal.collector.tail.FileTail;
import io.selfheal.collector.tail.Folders;
import io.selfheal.collector.tail.LineJoiner;
import io.selfheal.collector.tail.LineSink;
import io.selfheal.collector.tail.LogKey;
import io.selfheal.collector.tail.Mounts;
import io.selfheal.collector.tail.Pulse;
import io.selfheal.collector.tail.RateLimit;
import io.selfheal.collector.tail.Unpacking;
import io.selfheal.schemas.net.CidrSet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured sources, as tail, journal and parser want to be told of them. */
final class CollectorSources {
    /** How long other logs wait while one is unpacked: no longer than for a block of lines under load. */
    private static final Duration UNPACKING = Duration.ofMillis(50);

    private final CollectorConfig config;
    private final String host;
    private final ZoneId machineZone;
    private final Map<FilePattern, CollectorConfig.Source> files = new LinkedHashMap<>();
    private final List<Journal> journals = new ArrayList<>();

    /**
     * A journal to follow.
     *
     * @param name of the source in vitals and checkpoint
     * @param units whose entries are read; empty for all
     */
    record Journal(String name, SourceContext context, List<String> units, SourceLines.Limits limits, boolean fromEnd) {
        Journal {
            units = List.copyOf(units);
        }

        /** The identity of the entry with this cursor. */
        LogKey key(String cursor) {
            return LogKey.ofName(context.host(), cursor);
        }
    }

    CollectorSources(CollectorConfig config, String host, ZoneId machineZone) {
        this.config = config;
        this.host = host;
        this.machineZone = machineZone;
        for (CollectorConfig.Source source : config.sources()) {
            boolean fromEnd = source.start() == CollectorConfig.Start.END;
            if (source.path().isJournal()) {
                journals.add(new Journal(
                        source.journalName(),
                        context(source, LogPath.JOURNAL),
                        source.units(),
                        limits(source),
                        fromEnd));
            } else {
                files.put(new FilePattern(source.path().text(), fromEnd), source);
            }
        }
    }

    /**
     * Checks the sources' types: their names come from the rule files, so the configuration alone cannot.
     *
     * @throws ConfigException if no parser knows one of them
     */
    void check(ParserSet parsers) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < config.sources().size(); i++) {
            check(parsers, config.sources().get(i).type(), "sources[" + i + "].type", problems);
        }
        for (int i = 0; i < config.syslog().size(); i++) {
            check(parsers, config.syslog().get(i).type(), "syslog[" + i + "].type", problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static void check(ParserSet parsers, SourceType type, String place, List<Problem> problems) {
        try {
            parsers.sourceType(type.wireName());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem("collector.yaml", 0, place, String.valueOf(e.getMessage())));
        }
    }

    FileTail.Settings tailSettings(Duration look, InstantSource clock) {
        return new FileTail.Settings(
                host,
                List.copyOf(files.keySet()),
                config.limits().lineBytes().toIntExact(),
                config.limits().rotatedQuiet(),
                look,
                new Unpacking(
                        config.stateDirectory(), config.limits().unpackedBytes().bytes(), UNPACKING),
                Mounts.ofThisProcess(),
                null,
                new Folders(clock),
                new Pulse());
    }

    List<Journal> journals() {
        return List.copyOf(journals);
    }

    SourceContext context(FilePattern pattern, Path path) {
        return context(source(pattern), path.toString());
    }

    private CollectorConfig.Source source(FilePattern pattern) {
        CollectorConfig.Source source = files.get(pattern);
        if (source == null) {
            throw new IllegalArgumentException("no source has this pattern");
        }
        return source;
    }

    SourceLines.Limits limits(FilePattern pattern) {
        return limits(source(pattern));
    }

    /** Each log has a rate of its own. */
    private static SourceLines.Limits limits(CollectorConfig.Source source) {
        Optional<RateLimit> rate = source.linesPerSecond() == 0
                ? Optional.empty()
                : Optional.of(new RateLimit(source.linesPerSecond(), System::nanoTime));
        return new SourceLines.Limits(rate, source.lineBytes().toIntExact());
    }

    /** The sink with lines joined, where the source says so. */
    LineSink joining(FilePattern pattern, LineSink sink) {
        CollectorConfig.Source source = source(pattern);
        return source.continuation() == Continuation.NONE
                ? sink
                : new LineJoiner(sink, source.continuation(), source.lineBytes().toIntExact());
    }

    /** Lines of a plugin; stamps without a zone are this machine's. */
    SourceContext ofPlugin(String id) {
        return new SourceContext(host, "plugin:" + id, SourceType.AUTO, machineZone, config.includeMessage());
    }

    List<ListenerSettings> listeners() {
        return config.syslog();
    }

    /** Where spools are kept. */
    Path spools() {
        return config.stateDirectory().resolve("syslog");
    }

    /** What devices send; stamps without a zone are in the listener's. */
    SourceContext ofListener(ListenerSettings settings) {
        ZoneId zone = settings.zone().orElse(machineZone);
        return new SourceContext(host, settings.listen().toString(), settings.type(), zone, config.includeMessage());
    }

    private SourceContext context(CollectorConfig.Source source, String path) {
        boolean journal = source.path().isJournal();
        SourceType type = journal ? SourceType.JOURNAL : source.type();
        TrustedProxies proxies = new TrustedProxies(CidrSet.of(config.trustedProxies()));
        return new SourceContext(
                host,
                path,
                type,
                source.zone().orElse(machineZone),
                config.includeMessage(),
                proxies,
                journal ? null : ContainerName.of(Path.of(path)));
    }
}
