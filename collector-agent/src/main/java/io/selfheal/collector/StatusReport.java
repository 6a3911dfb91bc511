package io.selfheal.collector;

import io.selfheal.agent.tls.EndingSoon;
import io.selfheal.collector.checkpoint.InFlightWindow;
import io.selfheal.collector.journal.JournalReader;
import io.selfheal.collector.publish.EventPublisher;
import io.selfheal.collector.syslog.ListenerMeter;
import io.selfheal.collector.syslog.SyslogListener;
import io.selfheal.collector.tail.FileLane;
import io.selfheal.collector.tail.LeftOut;
import io.selfheal.collector.tail.SourceState;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleRefusal;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.vitals.SourceHeartbeat;
import io.selfheal.schemas.vitals.Trouble;
import io.selfheal.schemas.vitals.Vitals;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How it stands with every source. Taken under the window's lock. */
final class StatusReport {
    private static final int MOST_TROUBLES = 32;
    private static final int LONGEST_TROUBLE = 500;
    /** In vitals: a topic takes a megabyte, and a heartbeat with a long path half a kilobyte. */
    private static final int MOST_HEARTBEATS = 1000;
    /** Those that do not read first, then those that lost something, then the busiest. */
    private static final Comparator<SourceHeartbeat> FOREMOST = Comparator.comparing(
                    (SourceHeartbeat source) -> source.state().equals(SourceState.READING.wireName()))
            .thenComparing(source -> source.gaps() == 0 && source.dropped() == 0)
            .thenComparing(Comparator.comparingLong(SourceHeartbeat::lines).reversed());

    private final String host;
    private final String version;
    private final Instant started;
    private final CollectorPipeline pipeline;
    private final OwnParsers parsers;
    private final CollectorPlugins plugins;
    private final InFlightWindow window;
    private final EventPublisher publisher;
    private final Reachability kafka;
    private final EndingSoon certificates;

    StatusReport(
            String host,
            String version,
            Instant started,
            CollectorPipeline pipeline,
            OwnParsers parsers,
            CollectorPlugins plugins,
            InFlightWindow window,
            EventPublisher publisher,
            Reachability kafka,
            EndingSoon certificates) {
        this.host = host;
        this.version = version;
        this.started = started;
        this.pipeline = pipeline;
        this.parsers = parsers;
        this.plugins = plugins;
        this.window = window;
        this.publisher = publisher;
        this.kafka = kafka;
        this.certificates = certificates;
    }

    /**
     * One source, with what only the local file tells: attackers' text does not go into vitals.
     *
     * @param canary the address of the last canary that was read; null if none was
     * @param network what a listener did not take; null for other sources
     */
    record SourceStatus(
            SourceHeartbeat heartbeat,
            String hint,
            long ignored,
            long givenUp,
            long cut,
            List<SourceMeter.Sample> samples,
            @Nullable IpAddress canary,
            @Nullable ListenerMeter network) {
        SourceStatus {
            samples = List.copyOf(samples);
        }

        SourceStatus with(ListenerMeter listener) {
            return new SourceStatus(heartbeat, hint, ignored, givenUp, cut, samples, canary, listener);
        }
    }

    /**
     * Everything at one moment.
     *
     * @param plugins what was refused or fails of them, in words
     * @param leftOut what globs match and is not read
     * @param away null while Kafka takes events
     */
    record Snapshot(
            Vitals vitals,
            List<SourceStatus> sources,
            DropIns.Status parsers,
            List<String> plugins,
            List<LeftOut> leftOut,
            Reachability.@Nullable Away away,
            long acknowledged,
            int inFlight,
            long refused) {
        Snapshot {
            sources = List.copyOf(sources);
            plugins = List.copyOf(plugins);
            leftOut = List.copyOf(leftOut);
        }

        /** Changes when a person would want to know at once. */
        String summary() {
            return away
                    + parsers.toString()
                    + plugins.size()
                    + leftOut
                    + sources.stream()
                            .map(source -> source.heartbeat().source()
                                    + '='
                                    + source.heartbeat().state()
                                    + source.canary())
                            .collect(Collectors.joining(","));
        }
    }

    Snapshot take(Instant now) {
        List<SourceStatus> sources = new ArrayList<>();
        sources.addAll(files(pipeline.local()));
        pipeline.remote().forEach((mount, lane) -> sources.addAll(remote(mount, lane)));
        pipeline.journals().forEach((name, journal) -> sources.add(journal(name, journal)));
        pipeline.plugins().forEach((name, plugin) -> {
            SourceMeter meter = pipeline.pluginMeter(name);
            sources.add(status(heartbeat(name, state(plugin.state()), -1, meter, Losses.NONE), plugin.hint(), meter));
        });
        pipeline.listeners().forEach(listener -> sources.add(listener(listener)));
        List<LeftOut> leftOut = pipeline.leftOut();
        List<SourceHeartbeat> heartbeats =
                foremost(sources.stream().map(SourceStatus::heartbeat).toList());
        Vitals vitals = new Vitals(
                now, host, "collector", version, started, heartbeats, null, Map.of(), null, troubles(leftOut, now));
        return new Snapshot(
                vitals,
                sources,
                parsers.status(),
                plugins.troubles(),
                leftOut,
                kafka.away(),
                window.acknowledged(),
                window.inFlight(),
                publisher.refused());
    }

    private static List<SourceHeartbeat> foremost(List<SourceHeartbeat> all) {
        return all.size() <= MOST_HEARTBEATS
                ? all
                : all.stream().sorted(FOREMOST).limit(MOST_HEARTBEATS).toList();
    }

    /** What is wrong with the collector itself, so that the fleet's people hear of it: it writes no alerts. */
    private List<Trouble> troubles(List<LeftOut> leftOut, Instant now) {
        List<Trouble> troubles = new ArrayList<>(plugins.troublesToTell());
        for (LeftOut out : leftOut) {
            troubles.add(new Trouble(out.glob(), out.why().words()));
        }
        for (RuleRefusal refusal : parsers.status().refusals()) {
            troubles.add(new Trouble(refusal.file(), refusal.message()));
        }
        for (EndingSoon.Warning warning : certificates.warnings(now)) {
            troubles.add(new Trouble(warning.file().toString(), warning.what()));
        }
        return troubles.stream()
                .limit(MOST_TROUBLES)
                .map(trouble -> new Trouble(trouble.about(), Excerpt.of(trouble.text(), LONGEST_TROUBLE)))
                .toList();
    }

    /** What is on a remote file system; where that hung before anything could be found on it, the file system itself. */
    private List<SourceStatus> remote(Path mount, FileLane lane) {
        if (lane.followed().isEmpty() && lane.isHanging()) {
            SourceState state = SourceState.HANGING;
            SourceMeter none = new SourceMeter();
            return List.of(
                    status(heartbeat(mount.toString(), state(state), -1, none, Losses.NONE), state.hint(), none));
        }
        return files(lane);
    }

    private List<SourceStatus> files(FileLane lane) {
        List<SourceStatus> all = new ArrayList<>();
        for (FileLane.Followed path : lane.followed()) {
            SourceMeter meter = pipeline.meter(path.path());
            if (meter != null) {
                all.add(file(path, meter));
            }
        }
        return all;
    }

    private SourceStatus file(FileLane.Followed path, SourceMeter meter) {
        Losses losses = new Losses(0, path.gaps(), path.gapBytes(), 0);
        String name = path.path().toString();
        return status(
                heartbeat(name, state(path.state()), path.lag(), meter, losses),
                path.state().hint(),
                meter);
    }

    private SourceStatus journal(String name, JournalReader journal) {
        SourceMeter meter = pipeline.journalMeter(name);
        Losses losses = new Losses(0, journal.gaps(), 0, journal.gapEntries());
        return status(heartbeat(name, state(journal.state()), -1, meter, losses), journal.hint(), meter);
    }

    private SourceStatus listener(SyslogListener listener) {
        SourceMeter meter = pipeline.listenerMeter(listener);
        Losses losses = new Losses(listener.meter().dropped(), 0, 0, 0);
        String state = state(listener.state());
        return status(heartbeat(listener.name(), state, listener.lag(), meter, losses), listener.hint(), meter)
                .with(listener.meter());
    }

    private String state(SourceState state) {
        boolean waiting = state == SourceState.READING && kafka.away() != null;
        return waiting ? SourceState.WAITING.wireName() : state.wireName();
    }

    /** What a source lost, as its heartbeat says it. */
    private record Losses(long dropped, long gaps, long gapBytes, long gapEntries) {
        private static final Losses NONE = new Losses(0, 0, 0, 0);
    }

    private static SourceHeartbeat heartbeat(String name, String state, long lag, SourceMeter meter, Losses losses) {
        return new SourceHeartbeat(
                name,
                state,
                lag,
                meter.lines(),
                meter.events(),
                meter.unparsedLines(),
                meter.lastLine(),
                meter.lastEvent(),
                losses.dropped(),
                losses.gaps(),
                losses.gapBytes(),
                losses.gapEntries(),
                meter.undecodableLines());
    }

    private static SourceStatus status(SourceHeartbeat heartbeat, String hint, SourceMeter meter) {
        return new SourceStatus(
                heartbeat,
                hint,
                meter.ignoredLines(),
                meter.givenUpLines(),
                meter.cutLines(),
                meter.samples(),
                meter.canary(),
                null);
    }
}
