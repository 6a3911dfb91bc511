package io.selfheal.standalone.broker;

import io.selfheal.standalone.OrderlyStop;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The embedded broker as a process of its own: a home lab's Kafka, and what the whole-system tests kill. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Runs the embedded single-node Kafka broker on loopback, with all topics, until it is stopped.")
public final class BrokerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Where it keeps its logs.")
    private Path directory;

    @Option(names = "--port", paramLabel = "PORT", description = "Port on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
    private int port = 9092;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of new topics; the catalogue's if left out.")
    private Optional<Integer> partitions = Optional.empty();

    @SuppressWarnings("NullAway.Init") // picocli sets them
    public BrokerCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws Exception {
        OrderlyStop stop = OrderlyStop.begin();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.toAbsolutePath(), port)) {
            TopicSetup.createMissing(
                    Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()), partitions);
            spec.commandLine().getOut().println("broker ready on " + kafka.bootstrapServers());
            spec.commandLine().getOut().flush();
            stop.awaitRequest();
        } finally {
            stop.done();
        }
        return 0;
    }
}
