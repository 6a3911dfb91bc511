package io.selfheal.e2e.bench;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.stream.AnalyzerTopology;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The analyzer's topology with its own settings and no Quarkus around it, as a process. Prints {@code ready} when it
 * runs, then every quarter of a second {@code events N cpu SECONDS}.
 *
 * <p>Arguments: the broker's address, the directory of its state.
 */
final class AnalyzerProcess {
    private static final String DEFAULTS = "META-INF/microprofile-config.properties";
    private static final String PREFIX = "kafka-streams.";
    private static final int MAX_LIVE_PROFILES = 100_000;
    private static final long PRINT_EVERY_MS = 250;

    private AnalyzerProcess() {}

    /** How it is started on the bench's own class path. */
    static List<String> argv(String bootstrap, Path state) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-XX:FreqInlineSize=120",
                "-XX:+UseTransparentHugePages",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                AnalyzerProcess.class.getName(),
                bootstrap,
                state.toString());
    }

    /** Absolute: on a machine of the laboratory the process begins in another folder. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        // As Quarkus has it; the log manager alone would have every trace written.
        Logger.getLogger("").setLevel(Level.INFO);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        CountDownLatch running = new CountDownLatch(1);
        KafkaStreams streams = new KafkaStreams(
                AnalyzerTopology.shipped(PolicyBook.defaults(), registry, MAX_LIVE_PROFILES),
                settings(args[0], args[1]));
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(streams::close));
        streams.start();
        running.await();
        System.out.println("ready");
        Counter events = registry.get("selfheal.analyzer.events").counter();
        while (true) {
            Thread.sleep(PRINT_EVERY_MS);
            double cpu = ProcessHandle.current()
                            .info()
                            .totalCpuDuration()
                            .orElseThrow()
                            .toMillis()
                    / 1e3;
            System.out.printf(Locale.ROOT, "events %.0f cpu %.3f%n", events.count(), cpu);
        }
    }

    /** The analyzer's shipped settings, of which there is one file for each service on the class path. */
    private static Properties settings(String bootstrap, String state) throws IOException {
        Properties settings = new Properties();
        for (URL url : Collections.list(AnalyzerProcess.class.getClassLoader().getResources(DEFAULTS))) {
            Properties file = new Properties();
            try (InputStream in = url.openStream()) {
                file.load(in);
            }
            file.stringPropertyNames().stream()
                    .filter(name -> name.startsWith(PREFIX))
                    .forEach(name -> settings.setProperty(name.substring(PREFIX.length()), file.getProperty(name)));
        }
        if (settings.isEmpty()) {
            throw new IllegalStateException("no " + PREFIX + " settings in any " + DEFAULTS);
        }
        settings.setProperty(StreamsConfig.APPLICATION_ID_CONFIG, "selfheal-analyzer");
        settings.setProperty(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.setProperty(StreamsConfig.STATE_DIR_CONFIG, state);
        return settings;
    }
}
