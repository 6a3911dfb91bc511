package io.selfheal.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.SigningKeys;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.test.broker.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever holds the broker, the console's key or another agent's key: the node never does what its own configuration
 * forbids. A real responder reads from a real broker, and everything it would do goes through a program that writes
 * down how it was called.
 */
class OrderAttackTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final NodeAct RESTART = new NodeAct.RestartUnit("nginx.service");

    @TempDir
    static Path shared;

    private static TestBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;
    private static int hosts;

    @TempDir
    Path directory;

    private String host;
    private Path called;
    private Signer console;
    private Signer analyzer;
    private Signer otherAgent;

    private record Signer(String name, PrivateKey key) {
        byte[] sign(String recordKey, byte @Nullable [] value) {
            return new RecordSigner(name, key).sign(Topics.ORDERS.name(), recordKey, value);
        }
    }

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.started(Files.createDirectories(shared.resolve("broker")));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @BeforeEach
    void makeKeys() throws Exception {
        host = "web" + ++hosts;
        called = Files.createFile(directory.resolve("called"));
        console = signer("console");
        analyzer = signer("analyzer");
        otherAgent = signer("db1-responder");
        Path systemctl = Files.writeString(directory.resolve("systemctl"), """
                #!/bin/sh
                case "$1" in
                show) echo Id=nginx.service; echo LoadState=loaded; echo ActiveState=active; echo SubState=running
                      echo Result=success;;
                *) echo "$@" >> %s;;
                esac
                """.formatted(called));
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Signer signer(String name) throws Exception {
        return new Signer(
                name, SigningKeys.generate(directory.resolve("keys"), name).getPrivate());
    }

    private ResponderAgent start() throws Exception {
        String yaml = """
                node: {name: %s}
                kafka: {bootstrap: "%s"}
                modes: {restart-unit: act, stop-unit: act, lock-account: off, power: ask, scan: act}
                trust:
                  keys:
                    console:
                      file: %s/keys/console.pub
                      may: [order]
                      orders: [restart-unit, lock-account, power, scan]
                    analyzer: {file: %s/keys/analyzer.pub}
                heal:
                  every: 100ms
                  systemctl: [%s/systemctl]
                  units: [{name: nginx.service, settle: 100ms, back-off: 10ms}]
                guard: {allow-file: %s/allow.list}
                control: {socket: %s/r.sock}
                state: {directory: %s/state}
                """.formatted(
                        host, broker.bootstrap(), directory, directory, directory, directory, directory, directory);
        return ResponderAgent.start(YamlConfig.parse("test", yaml, ResponderConfig.class));
    }

    private NodeOrder order(String id, NodeAct act) {
        return order(id, host, Instant.now(), act);
    }

    private static NodeOrder order(String id, String host, Instant issued, NodeAct act) {
        return new NodeOrder(id, issued, issued.plusSeconds(300), "ann", "because", host, act);
    }

    private static byte[] bytes(NodeOrder order) {
        return Topics.ORDERS.codec().encode(order);
    }

    private void send(byte @Nullable [] value, byte[]... signatures) throws Exception {
        var message = new ProducerRecord<>(Topics.ORDERS.name(), host.getBytes(StandardCharsets.UTF_8), value);
        for (byte[] signature : signatures) {
            message.headers().add(RecordSigner.HEADER, signature);
        }
        producer.send(message).get();
    }

    private void send(NodeOrder order, Signer signer) throws Exception {
        send(bytes(order), signer.sign(host, bytes(order)));
    }

    private List<Outcome> outcomes() {
        List<Outcome> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.OUTCOMES.name()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> all.add(read(message.value())));
            }
        }
        return all.stream().filter(outcome -> outcome.host().equals(host)).toList();
    }

    private static Outcome read(byte[] value) {
        try {
            return Topics.OUTCOMES.codec().decode(value);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitRefusals(String... reasons) {
        await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            List<String> said = outcomes().stream()
                    .filter(outcome -> outcome.status() == Status.REFUSED)
                    .map(Outcome::reason)
                    .toList();
            assertThat(said).hasSize(reasons.length);
            for (String reason : reasons) {
                assertThat(said).anyMatch(one -> one.contains(reason));
            }
        });
    }

    private void awaitApplied(String order) {
        await().atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(outcomes())
                        .anyMatch(outcome -> order.equals(outcome.decisionId()) && outcome.status() == Status.APPLIED));
    }

    private List<String> restarts() throws Exception {
        return Files.readAllLines(called).stream()
                .filter(line -> !line.contains("reset-failed"))
                .toList();
    }

    @Test
    void aBrokerThatForgesChangesReplaysAndTurnsOrdersAroundGetsNothingDone() throws Exception {
        try (ResponderAgent agent = start()) {
            NodeOrder good = order("good", RESTART);
            NodeOrder toAnother = order("for-another", "db1", Instant.now(), RESTART);
            byte[] changed = new String(bytes(good), StandardCharsets.UTF_8)
                    .replace("\"good\"", "\"evil\"")
                    .getBytes(StandardCharsets.UTF_8);
            // Made up, without a signature, with two, with one that is none.
            send(bytes(order("made-up", RESTART)));
            send(bytes(order("two", RESTART)), console.sign(host, bytes(good)), console.sign(host, bytes(good)));
            send(bytes(order("odd", RESTART)), "console:AAAA".getBytes(StandardCharsets.UTF_8));
            // Signed by the console, but changed, or for another host.
            send(changed, console.sign(host, bytes(good)));
            send(bytes(toAnother), console.sign("db1", bytes(toAnother)));
            send(bytes(toAnother), console.sign(host, bytes(toAnother)));
            // Garbage, oversize, nothing.
            send("{\"@timestamp\": \u0000".getBytes(StandardCharsets.UTF_8));
            byte[] garbage = "[[[[[[[[".getBytes(StandardCharsets.UTF_8);
            send(garbage, console.sign(host, garbage));
            byte[] large = new byte[900_000];
            send(large, console.sign(host, large));
            send((byte[]) null, console.sign(host, null));
            // Held back until it was too late.
            send(order("old", host, Instant.now().minusSeconds(3600), RESTART), console);
            // The real one, twice.
            send(good, console);
            send(good, console);

            awaitApplied("good");
            awaitRefusals(
                    "it is not signed",
                    "more than one signature",
                    "has not 64 bytes",
                    "the signature does not fit the record",
                    "the signature does not fit the record",
                    "it is signed by console but is no order to this host",
                    "it is not signed",
                    "it is signed by console but cannot be read",
                    "it has 900000 bytes; allowed: 16384",
                    "it expired at",
                    "order good was taken before");
            assertThat(restarts()).containsExactly("--no-ask-password restart -- nginx.service");
            assertThat(agent.host()).isEqualTo(host);
        }
        int said = outcomes().size();

        // What is read again after a restart is neither done nor said again.
        try (ResponderAgent again = start()) {
            send(order("next", RESTART), console);
            awaitApplied("next");
            assertThat(restarts()).hasSize(2);
            assertThat(outcomes()).hasSize(said + 1);
            assertThat(again.host()).isEqualTo(host);
        }
    }

    @Test
    void whoeverHoldsTheConsolesKeyGetsDoneOnlyWhatTheNodeLetsItAskFor() throws Exception {
        try (ResponderAgent agent = start()) {
            send(order("stop", new NodeAct.StopUnit("nginx.service")), console);
            send(order("sshd", new NodeAct.RestartUnit("sshd.service")), console);
            send(order("lock", new NodeAct.LockAccount("bob")), console);
            send(order("scan", new NodeAct.Scan(NodeAct.ScanProfile.QUICK, "203.0.113.7")), console);
            send(order("reboot", new NodeAct.Reboot(1)), console);

            awaitRefusals(
                    "the key console may not order this here (trust.keys.console.orders)",
                    "not on this node's list (heal.units)",
                    "this node does not do this (modes)",
                    "203.0.113.7 is outside the networks that may be scanned");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(outcomes())
                            .anyMatch(outcome ->
                                    outcome.action() == ActionKind.REBOOT && outcome.status() == Status.WAITING));
            assertThat(restarts()).isEmpty();
            assertThat(agent.host()).isEqualTo(host);
        }
    }

    @Test
    void theKeysOfOtherProgramsOrderNothing() throws Exception {
        try (ResponderAgent agent = start()) {
            send(order("a1", RESTART), otherAgent);
            send(order("a2", RESTART), analyzer);
            send(order("a3", RESTART), new Signer("console", otherAgent.key()));

            awaitRefusals(
                    "its key db1-responder is not known here",
                    "the key analyzer may not ask for this here (trust.keys)",
                    "the signature does not fit the record");
            assertThat(restarts()).isEmpty();
            assertThat(agent.host()).isEqualTo(host);
        }
    }
}
