package io.selfheal.standalone.demo;

import io.quarkus.runtime.Quarkus;
import io.selfheal.node.Terminal;
import io.selfheal.standalone.OrderlyStop;
import io.selfheal.standalone.Standalone;
import io.selfheal.standalone.broker.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in one JVM on embedded defaults, fed with recorded attacks and this machine's own readable logs. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything in one JVM with an embedded Kafka broker, plays recorded attacks beside this machine's",
            "own readable logs, and shows live what is seen and (only simulated) blocked. Ctrl-C stops it and removes",
            "what it made."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int PARTITIONS = 2;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "Play the recordings N times as fast (default: ${DEFAULT-VALUE}).")
    private double speed = 3;

    @Option(names = "--for", paramLabel = "SECONDS", description = "Stop by itself after this time.")
    private @Nullable Integer seconds;

    @Option(names = "--keep", description = "Leave the working directory for a look afterwards.")
    private boolean keep;

    @Option(
            names = "--plain",
            description = "Print lines instead of a live screen; so does output that is no terminal.")
    private boolean plain;

    public DemoCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("selfheal-demo-");
        long started = System.nanoTime();
        PrintStream out = System.out;
        OrderlyStop stop = OrderlyStop.begin();
        out.println("SelfHeal demo: starting broker, services and agents in " + directory + " …");
        try {
            Standalone.Layout layout = new Standalone.Layout(directory, 0, EmbeddedKafka.freePort(), PARTITIONS);
            return Standalone.run(layout, servers -> show(directory, servers, started, out));
        } finally {
            if (keep) {
                out.println("left for a look: " + directory);
            } else {
                remove(directory);
            }
            stop.done();
        }
    }

    private int show(Path directory, String servers, long started, PrintStream out)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(directory.resolve("logs"));
        List<Path> own = OwnLogs.readable();
        ZoneId zone = ZoneId.systemDefault();
        try (Playback playback = Playback.into(logs, speed, InstantSource.system(), zone);
                DemoNode node = DemoNode.start(directory, servers, logs, own)) {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            boolean live = !plain && Terminal.isPresent();
            DemoView.Style style = new DemoView.Style(head(directory, servers, own, node, took), live, zone, out);
            try (DemoView view = DemoView.start(servers, playback, style)) {
                playback.start();
                if (seconds == null) {
                    Quarkus.waitForExit();
                } else {
                    view.awaitEnd(Duration.ofSeconds(seconds));
                }
            }
        }
        out.println("stopped");
        return 0;
    }

    private static List<String> head(Path directory, String servers, List<Path> own, DemoNode node, Duration took) {
        return List.of(
                "SelfHeal demo, ready after %.1f s; responder simulates: nothing on this machine is changed"
                        .formatted(took.toMillis() / 1000.0),
                "Kafka " + servers + "   health and metrics http://127.0.0.1:"
                        + System.getProperty("quarkus.http.port", "?") + "/q/health",
                "working directory " + directory + "   log " + directory.resolve("selfheal.log"),
                "try in another terminal: selfheal status --socket " + node.socket(),
                "reading recorded attacks"
                        + (own.isEmpty() ? "; this machine has no readable logs" : " and " + OwnLogs.describe(own)));
    }

    /** Removes the directory and all in it; what cannot be removed is left for the system's own cleaning of /tmp. */
    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
