package io.selfheal.e2e.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.e2e.bench.Child;
import io.selfheal.e2e.bench.PackedAgents;
import io.selfheal.e2e.fleet.Installation;
import io.selfheal.service.kafka.RenewedCertificates;
import io.selfheal.standalone.broker.EmbeddedKafka;
import io.selfheal.test.tls.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package's runtime and jars, which lack what the agents do not need of either, at a broker that is spoken to over
 * TLS: who asks is known by a certificate at one of its listeners, by a password at the other.
 */
class TlsBrokerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final String LINES =
            "Dec  1 10:00:00 web1 sshd[1]: Failed password for root from 203.0.113.5 port 4242 ssh2\n".repeat(3);

    @TempDir
    private static Path keys;

    @TempDir
    private static Path brokerFolder;

    private static BrokerProcess broker;
    private static int byCertificate;
    private static int byPassword;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        KeyStore server = TestKeys.make(keys.resolve("server.p12"), "server", "RSA", 2);
        KeyStore node = TestKeys.make(keys.resolve("node.p12"), "node", "EC", 2);
        Files.writeString(
                keys.resolve("server.pem"),
                TestKeys.pem("CERTIFICATE", server.getCertificate("server").getEncoded()));
        Files.writeString(
                keys.resolve("known.pem"),
                TestKeys.pem("CERTIFICATE", node.getCertificate("node").getEncoded()));
        Files.writeString(keys.resolve("node.pem"), keyAndCertificate(node, "node"));
        byCertificate = EmbeddedKafka.freePort();
        byPassword = EmbeddedKafka.freePort();
        Path properties = Files.writeString(brokerFolder.resolve("server.properties"), properties());
        BrokerProcess.format("broker", properties, brokerFolder);
        broker = BrokerProcess.start("broker", properties, brokerFolder).awaitPort(byCertificate);
        Path client = Files.writeString(keys.resolve("client.properties"), settings(certificate(), "=", ""));
        try (Child topics = Child.start(
                "topics",
                Installation.here()
                        .command(
                                "topics",
                                "--create",
                                "--bootstrap",
                                "127.0.0.1:" + byCertificate,
                                "--client-config",
                                client.toString()),
                brokerFolder)) {
            assertThat(topics.awaitEnd(PATIENCE)).contains("selfheal.events");
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static String keyAndCertificate(KeyStore store, String name) throws GeneralSecurityException {
        return TestKeys.pem(
                        "PRIVATE KEY",
                        store.getKey(name, TestKeys.PASSWORD.toCharArray()).getEncoded())
                + TestKeys.pem("CERTIFICATE", store.getCertificate(name).getEncoded());
    }

    private static String properties() throws IOException {
        int controller = EmbeddedKafka.freePort();
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%1$d
                listeners=SSL://127.0.0.1:%2$d,SASL_SSL://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%1$d
                listener.security.protocol.map=SSL:SSL,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=SASL_SSL
                sasl.mechanism.inter.broker.protocol=PLAIN
                sasl.enabled.mechanisms=PLAIN
                listener.name.sasl_ssl.plain.sasl.jaas.config=%4$s user_web1="secret" user_broker="broker" username="broker" password="broker";
                listener.name.ssl.ssl.client.auth=required
                ssl.keystore.type=PKCS12
                ssl.keystore.location=%5$s/server.p12
                ssl.keystore.password=%6$s
                ssl.truststore.type=PEM
                ssl.truststore.location=%5$s/known.pem
                listener.name.sasl_ssl.ssl.truststore.type=PEM
                listener.name.sasl_ssl.ssl.truststore.location=%5$s/server.pem
                log.dirs=%7$s/kafka
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                """.formatted(controller, byCertificate, byPassword, PLAIN, keys, TestKeys.PASSWORD, brokerFolder);
    }

    private static Map<String, String> certificate() {
        return Map.of(
                "security.protocol", "SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", keys.resolve("server.pem").toString(),
                "ssl.keystore.type", "PEM",
                "ssl.keystore.location", keys.resolve("node.pem").toString());
    }

    private static Map<String, String> password() {
        return Map.of(
                "security.protocol", "SASL_SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", keys.resolve("server.pem").toString(),
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", PLAIN + " username=\"web1\" password=\"secret\";");
    }

    private static String settings(Map<String, String> settings, String between, String indent) {
        return settings.entrySet().stream()
                .map(setting -> indent + setting.getKey() + between + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void theAgentsAreKnownByTheirCertificate() throws Exception {
        speak(byCertificate, certificate());
    }

    @Test
    void theAgentsAreKnownByTheirPassword() throws Exception {
        speak(byPassword, password());
    }

    @Test
    void aClientOfAServiceTakesARenewedCertificateForItsNextConnection() throws Exception {
        Path keystore = folder.resolve("service.pem");
        KeyStore stranger = TestKeys.make(folder.resolve("stranger.p12"), "stranger", "EC", 2);
        Files.writeString(keystore, keyAndCertificate(stranger, "stranger"));
        Map<String, Object> settings = new HashMap<>(certificate());
        settings.put("bootstrap.servers", "127.0.0.1:" + byCertificate);
        settings.put("ssl.keystore.location", keystore.toString());
        settings.put("ssl.engine.factory.class", RenewedCertificates.class.getName());
        try (Admin admin = Admin.create(settings)) {
            assertThat(whyNot(admin)).isInstanceOf(SslAuthenticationException.class);

            Files.writeString(keystore, "-----BEGIN PRIVATE KEY-----\nbeing writ");
            assertThat(whyNot(admin)).isInstanceOf(SslAuthenticationException.class);

            Files.copy(keys.resolve("node.pem"), keystore, StandardCopyOption.REPLACE_EXISTING);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(whyNot(admin)).isNull());
        }
    }

    /** Null if the brokers answer. */
    private static @Nullable Throwable whyNot(Admin admin) throws InterruptedException {
        try {
            admin.describeCluster().nodes().get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private void speak(int port, Map<String, String> settings) throws IOException, InterruptedException {
        String security = settings(settings, ": ", "    ");
        Path log = Files.writeString(folder.resolve("auth.log"), LINES);
        Path collector =
                Files.writeString(folder.resolve("collector.yaml"), """
                host-name: web1
                state-directory: %1$s/collector
                sources:
                  - {path: %2$s, type: syslog, start: beginning}
                kafka:
                  bootstrap: "127.0.0.1:%3$d"
                  security:
                %4$s
                """.formatted(folder, log, port, security));
        Path responder = Files.writeString(folder.resolve("responder.yaml"), """
                node: {name: web1}
                control: {socket: %1$s/r.sock}
                state: {directory: %1$s/responder}
                guard: {allow-file: %1$s/allow.list}
                kafka:
                  bootstrap: "127.0.0.1:%2$d"
                  properties:
                %3$s
                """.formatted(folder, port, security));
        PackedAgents packed = PackedAgents.here().orElseThrow();
        try (Child reads = Child.start("collector", packed.argv("collector", collector, folder), folder);
                Child acts = Child.start("responder", packed.argv("responder", responder, folder), folder)) {
            Path status = folder.resolve("collector/status.json");
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(status).content().contains("\"state\" : \"connected\"", "\"acknowledged\" : 3"));
            acts.awaitOutput("decisions read to their end", PATIENCE);
            reads.check();
        }
    }
}
