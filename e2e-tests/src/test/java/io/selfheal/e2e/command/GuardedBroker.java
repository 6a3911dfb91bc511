package io.selfheal.e2e.command;

import io.selfheal.e2e.broker.BrokerProcess;
import io.selfheal.schemas.topic.Role;
import io.selfheal.standalone.broker.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A broker that asks who is there (SASL, a password for each role) and lets nobody do what no ACL allows. */
final class GuardedBroker implements AutoCloseable {
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final String OF_BROKER = LOGIN + " username=\"broker\" password=\"broker\" user_broker=\"broker\"";

    private final Path directory;
    private final BrokerProcess process;
    private final int port;

    private GuardedBroker(Path directory, BrokerProcess process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    static GuardedBroker start(Path directory) throws IOException, InterruptedException {
        int port = EmbeddedKafka.freePort();
        Path properties = Files.writeString(
                directory.resolve("server.properties"), properties(directory, port, EmbeddedKafka.freePort()));
        BrokerProcess.format("broker", properties, directory);
        return new GuardedBroker(
                directory, BrokerProcess.start("broker", properties, directory).awaitPort(port), port);
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** A client's settings with which he is this principal; {@code broker} may do everything. */
    Map<String, String> as(String principal) {
        return Map.of(
                "bootstrap.servers",
                bootstrap(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "%s username=\"%s\" password=\"%s\";".formatted(LOGIN, principal, principal));
    }

    /** The same in a file, for {@code --client-config}. */
    String file(String principal) throws IOException {
        return Files.write(
                        directory.resolve(principal + ".properties"),
                        as(principal).entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList())
                .toString();
    }

    private static String properties(Path directory, int port, int controllerPort) {
        String users = Arrays.stream(Role.values())
                .map(Role::moduleName)
                .map(name -> "user_%s=\"%s\"".formatted(name, name))
                .collect(Collectors.joining(" "));
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%1$d
                listeners=SASL_PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%1$d
                listener.security.protocol.map=SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=SASL_PLAINTEXT
                sasl.enabled.mechanisms=PLAIN
                sasl.mechanism.inter.broker.protocol=PLAIN
                listener.name.sasl_plaintext.plain.sasl.jaas.config=%3$s %4$s;
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:broker;User:ANONYMOUS
                log.dirs=%5$s/kafka
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                group.initial.rebalance.delay.ms=0
                auto.create.topics.enable=false
                """.formatted(controllerPort, port, OF_BROKER, users, directory);
    }

    @Override
    public void close() {
        process.close();
    }
}
