package io.selfheal.standalone;

import io.quarkus.runtime.Quarkus;
import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.YamlConfig;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.responder.config.ResponderConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The standalone for good: a home lab's broker, services and agents in one JVM, with the agents' own configuration. */
@Command(
        name = "standalone",
        mixinStandardHelpOptions = true,
        description = {
            "Runs broker, services and both agents in one JVM until it is stopped, with state that survives restarts.",
            "The agents' files say which logs are read and how far the node may go; both default to simulation.",
            "Whatever brokers they name, both talk to the one in here."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:stopped", "1:could not start", "2:a configuration is wrong"})
public final class StandaloneCommand implements Callable<Integer> {
    private static final int PARTITIONS = 4;

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "State and logs (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("/var/lib/selfheal/standalone");

    @Option(names = "--collector", paramLabel = "FILE", description = "collector.yaml (default: ${DEFAULT-VALUE}).")
    private Path collectorFile = Path.of("/etc/selfheal/collector.yaml");

    @Option(names = "--responder", paramLabel = "FILE", description = "responder.yaml (default: ${DEFAULT-VALUE}).")
    private Path responderFile = Path.of("/etc/selfheal/responder.yaml");

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "On 127.0.0.1 (default: ${DEFAULT-VALUE}).")
    private int kafkaPort = 9092;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Health, metrics (default: ${DEFAULT-VALUE}).")
    private int httpPort = 8480;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public StandaloneCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws Exception {
        CollectorConfig collector;
        ResponderConfig responder;
        try {
            collector = YamlConfig.read(collectorFile, CollectorConfig.class);
            responder = YamlConfig.read(responderFile, ResponderConfig.class);
        } catch (ConfigException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 2;
        }
        Files.createDirectories(directory);
        Standalone.Layout layout = new Standalone.Layout(directory.toAbsolutePath(), kafkaPort, httpPort, PARTITIONS);
        OrderlyStop stop = OrderlyStop.begin();
        try {
            return Standalone.run(layout, servers -> beside(servers, collector, responder, layout));
        } finally {
            stop.done();
        }
    }

    private int beside(String servers, CollectorConfig collector, ResponderConfig responder, Standalone.Layout layout)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Node node = Node.start(collector.connectedTo(servers), responder.connectedTo(servers))) {
            out.println("ready: node " + node.host() + ", Kafka " + servers + ", health http://127.0.0.1:" + httpPort
                    + "/q/health, log " + layout.logFile());
            out.flush();
            Quarkus.waitForExit();
        }
        return 0;
    }
}
