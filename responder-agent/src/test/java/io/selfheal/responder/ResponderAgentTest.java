package io.selfheal.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.control.ControlClient;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.NftablesFirewall;
import io.selfheal.responder.json.Json;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.sign.LiftedHeader;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.SaidHeader;
import io.selfheal.schemas.sign.SigningKeys;
import io.selfheal.schemas.topic.DeadLetter;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.vitals.Vitals;
import io.selfheal.test.broker.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole responder: a real broker, a real kernel in a namespace of its own, a real socket. */
class ResponderAgentTest {
    private static final Cidr A = Cidr.parse("203.0.113.7");
    private static final Cidr B = Cidr.parse("2001:db8:7::9");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path shared;

    private static TestBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;

    @TempDir
    Path directory;

    private NetworkNamespace namespace;
    private Firewall kernel;

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
    void makeNamespace() {
        namespace = NetworkNamespace.make();
        kernel = new NftablesFirewall(namespace.program("nft"));
    }

    @AfterEach
    void clean() throws Exception {
        for (Cidr target : List.of(A, B)) {
            send(Topics.DECISIONS, target.toString(), null);
        }
        namespace.close();
    }

    private String yaml(String bootstrap, String mode, String more) {
        return """
                node: {name: web1}
                kafka: {bootstrap: "%s"}
                modes: {block: %s, restart-unit: simulate}
                firewall: {program: [%s], reconcile-every: 2s}
                guard: {allow-file: %s}
                control: {socket: %s}
                state: {directory: %s}
                vitals-every: 1s
                %s
                """.formatted(
                        bootstrap,
                        mode,
                        String.join(", ", namespace.inside("nft")),
                        directory.resolve("allow.list"),
                        directory.resolve("r.sock"),
                        directory.resolve("state"),
                        more);
    }

    private ResponderAgent start(String bootstrap, String mode, String more) throws Exception {
        return ResponderAgent.start(YamlConfig.parse("test", yaml(bootstrap, mode, more), ResponderConfig.class));
    }

    private Map<String, Object> ask(String command, String... more) throws Exception {
        Map<String, Object> request = new HashMap<>(Map.of("command", command));
        for (int i = 0; i < more.length; i += 2) {
            request.put(more[i], more[i + 1]);
        }
        return Json.readObject(new ControlClient(directory.resolve("r.sock")).ask(request));
    }

    private Set<Cidr> held() throws Exception {
        return kernel.held().remaining().keySet();
    }

    private static Block block(String id, Cidr target) {
        return SampleBlocks.block(id, target, Scope.FLEET, Instant.now(), Duration.ofHours(1));
    }

    private static <T> void send(Topic<T> topic, String key, @Nullable T value) throws Exception {
        byte[] bytes = value == null ? null : topic.codec().encode(value);
        producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), bytes))
                .get();
    }

    private static <T> List<T> read(Topic<T> topic, Function<ConsumerRecord<byte[], byte[]>, T> decode) {
        List<T> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> all.add(decode.apply(message)));
            }
        }
        return all;
    }

    private static List<Outcome> outcomes() {
        return read(Topics.OUTCOMES, message -> {
            try {
                return Topics.OUTCOMES.codec().decode(message.value());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void awaitOutcome(String decisionId, Outcome.Status status) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(outcomes())
                        .filteredOn(o -> decisionId.equals(o.decisionId()))
                        .extracting(Outcome::status)
                        .contains(status));
    }

    /** SAF-04. */
    @Test
    void theListOfWhoIsAllowedSaysWhatWasOfUseAlsoAfterARestart() throws Exception {
        Files.writeString(directory.resolve("allow.list"), "198.51.100.0/24 the office\n");
        try (ResponderAgent agent = start("127.0.0.1:1", "act", "")) {
            assertThat(agent.host()).isEqualTo("web1");
            ask("allow", "target", A.toString(), "label", "scanner", "for", "1h");
            assertThat(ask("block", "target", "198.51.100.9")).containsEntry("ok", false);
        }

        Map<String, Object> listed;
        try (ResponderAgent agent = start("127.0.0.1:1", "act", "")) {
            assertThat(agent.host()).isEqualTo("web1");
            listed = ask("allowed");
        }

        List<?> rows = (List<?>) Objects.requireNonNull(listed.get("allowed"));
        assertThat(rows).hasSize(2);
        assertThat(String.valueOf(rows.getFirst()))
                .startsWith("{network=" + A + ", where=node, label=scanner, by=")
                .contains("expires=2")
                .endsWith("lastHit=}");
        assertThat(String.valueOf(rows.getLast()))
                .startsWith("{network=198.51.100.0/24, where=file, label=on the allow file's line 1 (the office)")
                .containsPattern("lastHit=20[0-9-]+T[0-9:.]+Z}$");
    }

    /** Two would each lift what only the other one was told to block, and write the same files. */
    @Test
    void aSecondResponderIsKeptOutOfTheNodesState() throws Exception {
        try (ResponderAgent first = start("127.0.0.1:1", "act", "")) {
            assertThatThrownBy(() -> start("127.0.0.1:1", "act", ""))
                    .isInstanceOf(IOException.class)
                    .hasMessage("another responder uses the state directory " + directory.resolve("state"));
            assertThat(first.isWorking()).isTrue();
            assertThat(ask("status")).containsEntry("host", "web1");
        }
    }

    @Test
    void aNodeThatAsksKeepsTheFormerBlockWhileALongerOneWaits() throws Exception {
        try (ResponderAgent agent = start(broker.bootstrap(), "ask", "")) {
            assertThat(agent.host()).isEqualTo("web1");
            send(Topics.DECISIONS, A.toString(), (Decision) block("asked-1", A));
            awaitOutcome("asked-1", Outcome.Status.WAITING);
            assertThat(held()).isEmpty();
            ask("approve", "id", "asked-1");
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(A));

            Block longer = SampleBlocks.block("asked-2", A, Scope.FLEET, Instant.now(), Duration.ofHours(5));
            send(Topics.DECISIONS, A.toString(), (Decision) longer);
            awaitOutcome("asked-2", Outcome.Status.WAITING);

            assertThat(held()).contains(A);
            assertThat(ask("decisions", "target", A.toString()).get("decisions").toString())
                    .contains("waits for approval: selfheal approve asked-2; the former block holds to its end");
        }
    }

    /** Compaction lags: an entry that was taken back still stands on the topic, before its end. */
    @Test
    void anAllowanceThatWasTakenBackOpensNothingWhenThePolicyIsReadAgain() throws Exception {
        AllowEntry entry = new AllowEntry(Cidr.parse("203.0.113.0/24"), "old", "ann", null);
        send(Topics.POLICY, entry.name(), entry);
        send(Topics.POLICY, entry.name(), null);
        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            assertThat(agent.host()).isEqualTo("web1");
            send(Topics.DECISIONS, A.toString(), (Decision) block("back-1", A));
            awaitOutcome("back-1", Outcome.Status.APPLIED);
        }

        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            assertThat(agent.host()).isEqualTo("web1");
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(ask("status").get("kafka").toString()).contains("caughtUp=true"));
            assertThat(held()).contains(A);
        }

        assertThat(outcomes())
                .filteredOn(o -> "back-1".equals(o.decisionId()))
                .extracting(Outcome::status)
                .doesNotContain(Outcome.Status.REFUSED);
    }

    /** Back in a dry run, with blocks in the kernel: they hold no longer than the fleet and the guard want them. */
    @Test
    void aNodeThatSimulatesAgainLetsInWhomTheFleetLetsIn() throws Exception {
        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            send(Topics.DECISIONS, A.toString(), (Decision) block("left-a", A));
            send(Topics.DECISIONS, B.toString(), (Decision) block("left-b", B));
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(A, B));
            assertThat(agent.host()).isEqualTo("web1");
        }

        try (ResponderAgent agent = start(broker.bootstrap(), "simulate", "")) {
            assertThat(agent.host()).isEqualTo("web1");
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(ask("status").get("firewall").toString()).contains("leftover=2"));
            assertThat(held()).contains(A, B);
            assertThat(ask("decisions", "target", A.toString()).get("decisions").toString())
                    .contains("is still in the kernel");

            send(Topics.DECISIONS, A.toString(), (Decision)
                    new Lift("left-l", A, Scope.FLEET, Instant.now(), Lift.Cause.ORDERED, "ann", "mistake"));
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).doesNotContain(A));
            assertThat(held()).contains(B);
            ask("allow", "target", B.toString(), "label", "scanner", "for", "1h");
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).isEmpty());
        }
    }

    /** A broker that was set up anew, or that lies, has no decisions: that ends no block. */
    @Test
    void anEmptiedTopicOpensNoFirewall() throws Exception {
        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            send(Topics.DECISIONS, A.toString(), (Decision) block("e1", A));
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(A));
            assertThat(agent.host()).isEqualTo("web1");
        }

        try (TestBroker fresh = TestBroker.started(directory.resolve("fresh"));
                ResponderAgent agent = start(fresh.bootstrap(), "act", "")) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ask("status").get("kafka").toString())
                            .contains("connected=true")
                            .contains("caughtUp=true"));
            assertThat(ask("decisions", "target", A.toString()).get("total")).isEqualTo(1L);
            assertThat(held()).contains(A);
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    @Test
    void aDecisionDropsPacketsAndALiftLetsThemThrough() throws Exception {
        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            send(Topics.DECISIONS, A.toString(), (Decision) block("a1", A));
            send(Topics.DECISIONS, B.toString(), (Decision) block("a2", B));
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(A, B));
            awaitOutcome("a1", Outcome.Status.APPLIED);

            send(Topics.DECISIONS, A.toString(), (Decision)
                    new Lift("a3", A, Scope.FLEET, Instant.now(), Lift.Cause.ORDERED, "ann", "mistake"));

            await().atMost(SOON).untilAsserted(() -> assertThat(held()).containsExactly(B));
            awaitOutcome("a3", Outcome.Status.LIFTED);
            assertThat(agent.host()).isEqualTo("web1");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(read(Topics.VITALS, ResponderAgentTest::vitals))
                            .anySatisfy(v -> assertThat(v.firewall().enforced()).isEqualTo(1)));
        }
    }

    private static Vitals vitals(ConsumerRecord<byte[], byte[]> message) {
        try {
            return Topics.VITALS.codec().decode(message.value());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** As where a machine starts with the local time in its clock, and asks for the time later. */
    @Test
    void whatWasOverByAClockThatWasAheadIsBlockedOnceItIsSetRight() throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofHours(2));
        send(Topics.DECISIONS, A.toString(), (Decision) block("c1", A));
        String yaml = yaml(broker.bootstrap(), "act", "");
        try (ResponderAgent agent = ResponderAgent.start(
                YamlConfig.parse("test", yaml, ResponderConfig.class),
                () -> Instant.now().plus(ahead.get()))) {
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(ask("status").get("kafka").toString()).contains("caughtUp=true"));
            assertThat(held()).doesNotContain(A);

            ahead.set(Duration.ZERO);

            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(A));
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    @Test
    void aRestartOpensNothingAndForgetsWhatWasLiftedMeanwhile() throws Exception {
        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            send(Topics.DECISIONS, A.toString(), (Decision) block("b1", A));
            send(Topics.DECISIONS, B.toString(), (Decision) block("b2", B));
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(A, B));
            assertThat(agent.host()).isEqualTo("web1");
        }
        assertThat(held()).as("after a calm stop").contains(A, B);

        send(Topics.DECISIONS, B.toString(), null);
        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).containsExactly(A));
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    @Test
    void aBrokenRecordGoesToTheDeadLettersAndTheNextOneIsRead() throws Exception {
        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            producer.send(new ProducerRecord<>(
                            Topics.DECISIONS.name(),
                            A.toString().getBytes(StandardCharsets.UTF_8),
                            "{not json \u0000".getBytes(StandardCharsets.UTF_8)))
                    .get();
            send(Topics.DECISIONS, B.toString(), (Decision) block("c2", B));

            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(B));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(read(
                                    Topics.RESPONDER_DEAD_LETTERS,
                                    m -> m.headers()
                                            .lastHeader(DeadLetter.EXCEPTION_MESSAGE)
                                            .value()))
                            .isNotEmpty());
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    @Test
    void theFleetsAllowlistWins() throws Exception {
        String key = "allow/" + A;
        send(Topics.POLICY, key, new AllowEntry(A, "partner", "ann", null));
        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            send(Topics.DECISIONS, A.toString(), (Decision) block("d1", A));
            awaitOutcome("d1", Outcome.Status.REFUSED);
            assertThat(held()).doesNotContain(A);

            send(Topics.POLICY, key, null);
            awaitOutcome("d1", Outcome.Status.APPLIED);
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    @Test
    void theFleetsAllowlistIsLeftOutWhereTheNodeSaysSo() throws Exception {
        String key = "allow/" + A;
        send(Topics.POLICY, key, new AllowEntry(A, "partner", "mallory", null));
        String own = yaml(broker.bootstrap(), "act", "").replace("guard: {", "guard: {fleet-allow: false, ");
        try (ResponderAgent agent = ResponderAgent.start(YamlConfig.parse("test", own, ResponderConfig.class))) {
            send(Topics.DECISIONS, A.toString(), (Decision) block("w1", A));
            awaitOutcome("w1", Outcome.Status.APPLIED);
            assertThat(held()).contains(A);
            assertThat(agent.host()).isEqualTo("web1");
        } finally {
            send(Topics.POLICY, key, null);
        }
    }

    @Test
    void whereAKeyMayAllowNobodyElseSaysWhoIsNeverBlocked() throws Exception {
        RecordSigner analyzer = signer("analyzer");
        RecordSigner alice = signer("alice");
        String trust = "trust: {keys: {analyzer: {file: %s}, alice: {file: %s, may: [allow]}}}"
                .formatted(directory.resolve("keys/analyzer.pub"), directory.resolve("keys/alice.pub"));
        String key = "allow/" + B;
        AllowEntry entry = new AllowEntry(B, "partner", "alice", null);
        send(Topics.POLICY, key, entry);
        try (ResponderAgent agent = start(broker.bootstrap(), "act", trust)) {
            sendSigned(analyzer, Topics.DECISIONS.codec().encode(block("a1", B)), null);
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(B));

            sendSigned(alice, Topics.POLICY, key, entry);
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).doesNotContain(B));

            long before = distrusted();
            sendSigned(analyzer, Topics.POLICY, key, null);
            send(Topics.POLICY, key, null);
            await().atMost(SOON).untilAsserted(() -> assertThat(distrusted()).isEqualTo(before + 2));
            assertThat(held()).doesNotContain(B);

            sendSigned(alice, Topics.POLICY, key, null);
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(B));
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    @Test
    void anAllowEntryThatWasTakenBackDoesNotHoldWhenItIsShownAgain() throws Exception {
        RecordSigner analyzer = signer("analyzer");
        RecordSigner alice = signer("alice");
        String trust = "trust: {keys: {analyzer: {file: %s}, alice: {file: %s, may: [allow]}}}"
                .formatted(directory.resolve("keys/analyzer.pub"), directory.resolve("keys/alice.pub"));
        Instant said = Instant.now().minusSeconds(60);
        AllowEntry entry = new AllowEntry(B, "partner", "alice", null);
        ProducerRecord<byte[], byte[]> allowed = said(alice, entry.name(), entry, said);
        try (ResponderAgent agent = start(broker.bootstrap(), "act", trust)) {
            producer.send(allowed).get();
            sendSigned(analyzer, Topics.DECISIONS.codec().encode(block("r1", B)), null);
            awaitOutcome("r1", Outcome.Status.REFUSED);
            producer.send(said(alice, entry.name(), null, said.plusSeconds(1))).get();
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).contains(B));

            long before = distrusted();
            producer.send(allowed).get();
            await().atMost(SOON).untilAsserted(() -> assertThat(distrusted()).isEqualTo(before + 1));
            assertThat(held()).contains(B);
            assertThat(agent.host()).isEqualTo("web1");
        }
        try (ResponderAgent agent = start(broker.bootstrap(), "act", trust)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(distrusted())
                            .as("the one that was shown again")
                            .isEqualTo(1));
            assertThat(held()).contains(B);
            assertThat(agent.host()).isEqualTo("web1");
        } finally {
            send(Topics.POLICY, entry.name(), null);
        }
    }

    private static ProducerRecord<byte[], byte[]> said(
            RecordSigner signer, String name, @Nullable AllowEntry entry, Instant at) {
        byte[] value = entry == null ? null : Topics.POLICY.codec().encode(entry);
        ProducerRecord<byte[], byte[]> record = signed(signer, Topics.POLICY, name, value);
        record.headers().add(SaidHeader.NAME, SaidHeader.of(signer, record.topic(), name, value, at));
        return record;
    }

    /** Records that were not believed, since the start. */
    private long distrusted() throws Exception {
        return ask("status").get("kafka") instanceof Map<?, ?> kafka
                        && kafka.get("distrustedRecords") instanceof Number number
                ? number.longValue()
                : -1;
    }

    private RecordSigner signer(String name) throws Exception {
        return new RecordSigner(
                name, SigningKeys.generate(directory.resolve("keys"), name).getPrivate());
    }

    private static <T> void sendSigned(RecordSigner signer, Topic<T> topic, String key, @Nullable T value)
            throws Exception {
        byte[] bytes = value == null ? null : topic.codec().encode(value);
        producer.send(signed(signer, topic, key, bytes)).get();
    }

    private static ProducerRecord<byte[], byte[]> signed(
            RecordSigner signer, Topic<?> topic, String key, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value);
        record.headers().add(RecordSigner.HEADER, signer.sign(topic.name(), key, value));
        return record;
    }

    @Test
    void believesOnlySignedDecisionsWhenKeysAreConfigured() throws Exception {
        RecordSigner analyzer = signer("analyzer");
        String trust = "trust: {keys: {analyzer: {file: %s}}}".formatted(directory.resolve("keys/analyzer.pub"));
        try (ResponderAgent agent = start(broker.bootstrap(), "act", trust)) {
            send(Topics.DECISIONS, A.toString(), (Decision) block("e1", A));
            awaitOutcome("e1", Outcome.Status.REFUSED);

            sendSigned(analyzer, Topics.DECISIONS.codec().encode(block("e2", B)), null);

            awaitOutcome("e2", Outcome.Status.APPLIED);
            assertThat(held()).containsExactly(B);
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    /** Whoever holds the broker can show again what was signed once. */
    @Test
    void anOldTombstoneEndsNothingAndALiftedBlockIsNotMadeAgain() throws Exception {
        RecordSigner analyzer = signer("analyzer");
        String trust = "trust: {keys: {analyzer: {file: %s}}}".formatted(directory.resolve("keys/analyzer.pub"));
        Instant now = Instant.now();
        try (ResponderAgent agent = start(broker.bootstrap(), "act", trust)) {
            sendSigned(analyzer, Topics.DECISIONS.codec().encode(block("g1", B)), null);
            awaitOutcome("g1", Outcome.Status.APPLIED);

            sendSigned(analyzer, null, null);
            sendSigned(analyzer, null, now.minusSeconds(86_400));
            byte[] second = Topics.DECISIONS.codec().encode(block("g2", B));
            sendSigned(analyzer, second, null);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(outcomes())
                            .extracting(Outcome::decisionId)
                            .contains("g2"));
            assertThat(outcomes())
                    .filteredOn(outcome -> "g1".equals(outcome.decisionId()))
                    .extracting(Outcome::status)
                    .containsExactly(Outcome.Status.APPLIED);

            sendSigned(analyzer, null, now.plusSeconds(1));
            awaitOutcome("g2", Outcome.Status.LIFTED);
            assertThat(held()).isEmpty();
            sendSigned(analyzer, second, null);
            assertThat(agent.host()).isEqualTo("web1");
        }
        try (ResponderAgent agent = start(broker.bootstrap(), "act", trust)) {
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(ask("status").get("kafka").toString()).contains("caughtUp=true"));
            assertThat(ask("decisions", "target", B.toString()).get("total")).isEqualTo(0L);
            assertThat(held()).isEmpty();
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    /** @param lifted what the tombstone says of its time; null for a value, or for a tombstone that says nothing */
    private void sendSigned(RecordSigner analyzer, byte @Nullable [] value, @Nullable Instant lifted) throws Exception {
        ProducerRecord<byte[], byte[]> record = signed(analyzer, Topics.DECISIONS, B.toString(), value);
        if (lifted != null) {
            record.headers().add(LiftedHeader.NAME, LiftedHeader.of(analyzer, record.topic(), B.toString(), lifted));
        }
        producer.send(record).get();
    }

    @Test
    void simulatesUntilItIsArmed() throws Exception {
        try (ResponderAgent agent = start(broker.bootstrap(), "simulate", "")) {
            send(Topics.DECISIONS, A.toString(), (Decision) block("f1", A));
            awaitOutcome("f1", Outcome.Status.SIMULATED);
            assertThat(kernel.held().inPlace()).isFalse();
            assertThat(agent.host()).isEqualTo("web1");
        }
        try (ResponderAgent agent = start(broker.bootstrap(), "act", "")) {
            awaitOutcome("f1", Outcome.Status.APPLIED);
            assertThat(held()).contains(A);
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    @Test
    void worksWithoutKafkaAndRepairsWhatSomebodyElseTookAway() throws Exception {
        try (ResponderAgent agent = start("127.0.0.1:1", "act", "")) {
            assertThat(ask("block", "target", A.toString(), "for", "1h")).containsEntry("ok", true);
            assertThat(held()).containsExactly(A);
            assertThat(ask("decisions", "target", A.toString()).get("total")).isEqualTo(1L);
            assertThat(ask("decisions", "target", "192.0.2.99").get("total")).isEqualTo(0L);
            assertThat(ask("block", "target", "127.0.0.1").get("error")).isEqualTo("127.0.0.1 is a loopback address");

            kernel.removeAll();
            await().atMost(SOON).untilAsserted(() -> assertThat(held()).containsExactly(A));

            assertThat(ask("unblock", "target", A.toString())).containsEntry("ok", true);
            assertThat(held()).isEmpty();
            assertThat(ask("status").get("kafka").toString()).contains("connected=false");
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    @Test
    void startsWhereNoBrokersNameResolves() throws Exception {
        try (ResponderAgent agent = start("kafka.invalid:9092", "act", "")) {
            assertThat(ask("block", "target", A.toString(), "for", "1h")).containsEntry("ok", true);

            assertThat(held()).containsExactly(A);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ask("status").get("kafka").toString())
                            .contains("connected=false")
                            .contains("No resolvable bootstrap urls given in bootstrap.servers"));
            assertThat(agent.host()).isEqualTo("web1");
        }
    }

    @Test
    void blocksSurviveAKillAndTheResponderFindsThemAgain() throws Exception {
        Path config = Files.writeString(directory.resolve("responder.yaml"), yaml("127.0.0.1:1", "act", ""));
        Process first = process(config);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> ask("block", "target", A.toString()).get("ok").equals(true));

        first.destroyForcibly().waitFor();
        assertThat(held()).containsExactly(A);

        Process second = process(config);
        try {
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> ask("decisions").toString().contains("ALREADY_IN_FORCE")
                            || ask("decisions").toString().contains("APPLIED"));
            assertThat(held()).containsExactly(A);
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    private static Process process(Path config) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Responder.class.getName(),
                        "--config",
                        config.toString())
                .inheritIO()
                .start();
    }
}
