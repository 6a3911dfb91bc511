package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.LabException;
import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.lab.Reach;
import io.selfheal.schemas.sign.SigningKeys;
import io.selfheal.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fleet has in the middle, on one machine of the laboratory: a Kafka broker as Kafka ships it, which the nodes
 * reach at the machine's address, and the analyzer service, which signs its decisions. Ends with the lab.
 */
public final class Centre {
    /** The name of the key with which a person orders. */
    public static final String PERSON = "ann";

    private static final int KAFKA_PORT = 9092;
    private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> BROKER = List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1");
    private static final List<String> TOOL = List.of("-XX:+UseSerialGC", "-Xmx128m", "-XX:TieredStopAtLevel=1");

    private final Machine machine;
    private final Installation installation;
    private final Path directory;
    private final Member broker;
    private final Member analyzer;

    private Centre(Machine machine, Installation installation, Path directory) {
        this.machine = machine;
        this.installation = installation;
        this.directory = directory;
        Path properties = directory.resolve("server.properties");
        this.broker = new Member(
                "broker",
                machine,
                installation.program(BROKER, "kafka.Kafka", properties.toString()),
                running -> Reach.from(machine, machine.ipv4(), KAFKA_PORT, Duration.ofSeconds(1)) == Reach.OPEN);
        this.analyzer = new Member(
                "analyzer",
                machine,
                installation.analyzer(List.of(
                        "-Dkafka.bootstrap.servers=" + bootstrap(),
                        "-Dselfheal.state-dir=" + directory.resolve("streams"),
                        "-Dselfheal.analyzer.signing-key=" + directory.resolve("keys/analyzer.key"),
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + Fleet.HTTP_PORT,
                        "-Dquarkus.log.console.json.enabled=false")),
                running -> Fleet.isHealthy(machine));
    }

    /** Makes keys, a formatted broker and its topics, and starts both. */
    public static Centre on(Machine machine, Installation installation) {
        Path directory = machine.labRun().directory().resolve("centre");
        try {
            Files.createDirectories(directory);
            SigningKeys.generate(directory.resolve("keys"), "analyzer");
            SigningKeys.generate(directory.resolve("keys"), PERSON);
            Files.writeString(directory.resolve("server.properties"), properties(machine.ipv4(), directory));
        } catch (IOException e) {
            throw new LabException("cannot make " + directory, e);
        }
        Centre centre = new Centre(machine, installation, directory);
        machine.run(
                        installation.program(
                                TOOL,
                                "kafka.tools.StorageTool",
                                "format",
                                "-t",
                                CLUSTER,
                                "-c",
                                directory.resolve("server.properties").toString()),
                        SOON)
                .orThrow();
        centre.broker.start().awaitReady(SOON);
        machine.run(installation.command("topics", "--create", "--bootstrap", centre.bootstrap()), SOON)
                .orThrow();
        centre.analyzer.start().awaitReady(SOON.multipliedBy(2));
        return centre;
    }

    public String bootstrap() {
        return machine.ipv4() + ":" + KAFKA_PORT;
    }

    /** The key with which the nodes check what the analyzer decides, or what a person orders. */
    public Path publicKey(String name) {
        return directory.resolve("keys").resolve(name + ".pub");
    }

    /** A person orders an act of a node, {@code selfheal order node …}. */
    public void order(String... act) {
        List<String> arguments = new ArrayList<>(List.of("order", "node"));
        arguments.addAll(List.of(act));
        arguments.addAll(List.of("--bootstrap", bootstrap(), "--reason", "laboratory", "--key-id", PERSON, "--key"));
        arguments.add(directory.resolve("keys").resolve(PERSON + ".key").toString());
        machine.run(installation.command(arguments.toArray(String[]::new)), SOON)
                .orThrow();
    }

    public Member broker() {
        return broker;
    }

    public Member analyzer() {
        return analyzer;
    }

    /** Every value on a topic at this moment. */
    public <T> List<T> records(Topic<T> topic) {
        return Records.of(topic, machine.netns(), bootstrap());
    }

    /** The same with the times of writing. */
    public <T> List<Records.Stamped<T>> stamped(Topic<T> topic) {
        return Records.stamped(topic, machine.netns(), bootstrap());
    }

    private static String properties(String address, Path directory) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:9093
                listeners=PLAINTEXT://%1$s:9092,CONTROLLER://127.0.0.1:9093
                advertised.listeners=PLAINTEXT://%1$s:9092
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                log.dirs=%2$s/kafka
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                group.initial.rebalance.delay.ms=0
                auto.create.topics.enable=false
                log.cleaner.dedupe.buffer.size=2097152
                """.formatted(address, directory);
    }
}
