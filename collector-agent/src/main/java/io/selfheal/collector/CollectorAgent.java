package io.selfheal.collector;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.log.Log;
import io.selfheal.agent.service.RunningAgent;
import io.selfheal.agent.service.StateLock;
import io.selfheal.agent.tls.EndingSoon;
import io.selfheal.collector.checkpoint.Checkpoint;
import io.selfheal.collector.checkpoint.CheckpointFile;
import io.selfheal.collector.checkpoint.InFlightWindow;
import io.selfheal.collector.journal.JournalReader;
import io.selfheal.collector.plugin.PluginReader;
import io.selfheal.collector.publish.EventPublisher;
import io.selfheal.collector.publish.KafkaPublisher;
import io.selfheal.collector.syslog.SyslogListener;
import io.selfheal.collector.tail.DirectoryWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A running collector: one thread that reads, one for what happens by the clock, one for each journal and each remote file
 * system, and Kafka's own.
 * Starting does not wait for Kafka; closing sends what was read, as far as Kafka takes it, and saves the checkpoint.
 */
public final class CollectorAgent implements RunningAgent {
    private static final Duration FLUSH = Duration.ofSeconds(5);
    /** Nothing that the reader does takes longer, also while Kafka is away: the waits in it are of seconds. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(90);

    private static final Log LOG = Log.of(CollectorAgent.class);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final StateLock lock;
    private final EventPublisher publisher;
    private final InFlightWindow window;
    private final CollectorPipeline pipeline;
    private final CheckpointKeeper checkpoints;
    private final DirectoryWatch watch = new DirectoryWatch();
    private final Housekeeping housekeeping;
    private final ReadingLoop loop;
    private final Thread reader;
    private final Thread keeper;
    private final CollectorPlugins plugins;

    /**
     * Starts a collector that sends to the configured Kafka.
     *
     * @throws IOException if the state directory cannot be used, or another collector uses it
     */
    public static CollectorAgent start(CollectorConfig config) throws IOException {
        CollectorConfig.Kafka kafka = config.kafka();
        KafkaPublisher publisher = new KafkaPublisher(kafka.bootstrap(), kafka.security());
        publisher.connectMeanwhile();
        try {
            return start(config, publisher, InstantSource.system());
        } catch (IOException | RuntimeException e) {
            publisher.close(Duration.ZERO);
            throw e;
        }
    }

    /** Starts a collector that sends to the given publisher, which it closes in the end. */
    static CollectorAgent start(CollectorConfig config, EventPublisher publisher, InstantSource time)
            throws IOException {
        CheckpointFile file = new CheckpointFile(config.stateDirectory());
        StateLock lock = StateLock.take(config.stateDirectory(), "collector");
        try {
            CollectorAgent agent = new CollectorAgent(config, publisher, time, file, lock);
            agent.pipeline.listeners().forEach(SyslogListener::listen);
            agent.reader.start();
            agent.keeper.start();
            return agent;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private CollectorAgent(
            CollectorConfig config, EventPublisher publisher, InstantSource time, CheckpointFile file, StateLock lock)
            throws IOException {
        this.lock = lock;
        this.publisher = publisher;
        String host = config.hostName().orElseGet(HostName::ofMachine);
        CollectorConfig.Limits limits = config.limits();
        this.window = new InFlightWindow(
                limits.inFlightEvents(), limits.inFlightBytes().bytes());
        Checkpoint from = load(file);
        CollectorSources sources = new CollectorSources(config, host, ZoneId.systemDefault());
        OwnParsers parsers = OwnParsers.of(config.parsersDirectory());
        this.plugins = new CollectorPlugins(config.plugins(), time);
        this.pipeline = new CollectorPipeline(sources, parsers, from, window, publisher, plugins, time);
        this.checkpoints = new CheckpointKeeper(file, from, pipeline::checkpoint);
        Reachability kafka = new Reachability(time);
        StatusReport report = new StatusReport(
                host,
                version(),
                time.instant(),
                pipeline,
                parsers,
                plugins,
                window,
                publisher,
                kafka,
                new EndingSoon(config.certificates()));
        StatusFile status = new StatusFile(config.stateDirectory());
        RemoteReading remote = new RemoteReading(pipeline, checkpoints, closing);
        this.housekeeping = new Housekeeping(
                pipeline,
                remote,
                checkpoints,
                parsers,
                window,
                publisher,
                report,
                status,
                kafka,
                config.vitalsInterval(),
                time,
                closing);
        this.loop = new ReadingLoop(pipeline, window, publisher, checkpoints, watch, remote, kafka, closing);
        this.reader = Thread.ofPlatform().name("collector-reader").unstarted(loop);
        this.keeper = Thread.ofPlatform().name("collector-keeper").unstarted(housekeeping);
    }

    private static Checkpoint load(CheckpointFile file) throws IOException {
        CheckpointFile.Loaded loaded = file.load();
        switch (loaded) {
            case CheckpointFile.Loaded.Fresh fresh -> LOG.info("first start: no checkpoint yet");
            case CheckpointFile.Loaded.Restored restored -> LOG.info("going on after the checkpoint");
            case CheckpointFile.Loaded.RestoredPrevious previous ->
                LOG.warn("checkpoint is damaged: going on after the one before; some lines are sent again");
            case CheckpointFile.Loaded.Damaged damaged ->
                LOG.error("checkpoint and its predecessor are damaged: beginning as at the first start");
        }
        return loaded.checkpoint();
    }

    private static String version() {
        @Nullable String version = CollectorAgent.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * Looks at what a configuration says beyond its own shape.
     *
     * @throws ConfigException if a source's type is one that no parser knows
     */
    public static void check(CollectorConfig config) {
        new CollectorSources(config, HostName.ofMachine(), ZoneId.systemDefault())
                .check(OwnParsers.of(config.parsersDirectory()).current());
    }

    @Override
    public boolean isWorking() {
        boolean reads = loop.hasStepped(LONGEST_STEP) || pipeline.local().hasGoneOn(LONGEST_STEP);
        return reads && housekeeping.hasTicked(LONGEST_STEP);
    }

    /** Where the status file stands. */
    public static Path statusFile(CollectorConfig config) {
        return config.stateDirectory().resolve("status.json");
    }

    /** The ports at which syslog is listened for, in the order of the configuration; 0 while one cannot be had. */
    List<Integer> ports() {
        return pipeline.listeners().stream().map(SyslogListener::port).toList();
    }

    /** Events that Kafka has acknowledged since the start, in order. */
    public long acknowledged() {
        window.lock().lock();
        try {
            window.release();
            return window.acknowledged();
        } finally {
            window.lock().unlock();
        }
    }

    /**
     * Stops reading, waits a few seconds for what is on its way, and saves how far it got. What Kafka did not take is
     * read again at the next start.
     */
    @Override
    public void close() {
        if (closing.getCount() == 0) {
            return;
        }
        closing.countDown();
        try {
            locked(window::close);
            watch.close();
            for (JournalReader journal : pipeline.journals().values()) {
                journal.close();
            }
            pipeline.plugins().values().forEach(PluginReader::close);
            pipeline.listeners().forEach(SyslogListener::close);
            reader.join(FLUSH);
            publisher.close(FLUSH);
            keeper.join(FLUSH);
            housekeeping.tick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("file watch did not close", "cause", e);
        } finally {
            release();
        }
    }

    private void release() {
        plugins.close();
        checkpoints.save();
        try {
            pipeline.close(FLUSH);
            lock.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("state directory's lock did not close", "cause", e);
        }
        LOG.info("collector stopped");
    }

    private void locked(Runnable action) {
        window.lock().lock();
        try {
            action.run();
        } finally {
            window.lock().unlock();
        }
    }
}
