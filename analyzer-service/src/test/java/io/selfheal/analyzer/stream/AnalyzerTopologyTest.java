package io.selfheal.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.decide.ModelAlerts;
import io.selfheal.analyzer.decide.News;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.detect.GroupCore;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.policy.ScanPolicy;
import io.selfheal.schemas.sign.EntryGate;
import io.selfheal.schemas.sign.EntryTimes;
import io.selfheal.schemas.sign.LiftedHeader;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SaidHeader;
import io.selfheal.schemas.sign.SignatureCheck;
import io.selfheal.schemas.sign.SignedEntries;
import io.selfheal.schemas.sign.SigningKeys;
import io.selfheal.schemas.topic.DeadLetter;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.schemas.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzerTopologyTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final String ATTACKER = "203.0.113.7";

    @TempDir
    private Path folder;

    private final ModelBook models = ModelBook.off();
    private final News news = new News(64);
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> events;
    private TestOutputTopic<String, byte[]> decisions;

    @BeforeEach
    void start() {
        start(Trust.unsigned());
    }

    private void start(Trust trust) {
        PolicyBook book = PolicyBook.defaults();
        RuleSet rules = RuleSet.shipped();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "analyzer-topology-test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        driver = new TopologyTestDriver(
                AnalyzerTopology.build(
                        new AnalyzerTopology.Cores(
                                () -> new AnalyzerCore(rules, book, new BlastRadius()),
                                () -> new GroupCore(rules, book),
                                models,
                                news),
                        book,
                        trust,
                        new AnalyzerMeters(new SimpleMeterRegistry()),
                        new AnalyzerTopology.Bounds(1000, 1)),
                properties,
                START);
        events = input(Topics.EVENTS);
        decisions = output(Topics.DECISIONS);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void fiveFailuresWithinAnHourBecomeABlockThatExplainsItself() throws DecodeException {
        failures(ATTACKER, 5);

        TestRecord<String, byte[]> record = decisions.readRecord();
        assertThat(record.key()).isEqualTo(ATTACKER);
        Block block = (Block) Topics.DECISIONS.codec().decode(record.value());
        assertThat(block.target()).isEqualTo(Cidr.parse(ATTACKER));
        assertThat(block.score()).isGreaterThanOrEqualTo(80);
        assertThat(block.length()).isEqualTo(Duration.ofHours(4));
        assertThat(block.signals())
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s.reason()).isNotBlank());
        assertThat(output(Topics.ALERTS).isEmpty()).isFalse();
        assertThat(decisions.isEmpty()).as("one block, not one for each event").isTrue();
    }

    @Test
    void aNodeWhoseClockIsAheadIsJudgedByOurs() throws DecodeException {
        for (int i = 1; i <= 5; i++) {
            Authentication event = failure(ATTACKER, i);
            Instant ahead = event.time().plus(Duration.ofMinutes(50));
            byte[] value =
                    Topics.EVENTS.codec().encode(event.with(event.origin().at(ahead)));
            events.pipeInput(event.key(), value, ahead);
        }

        Block block = (Block) Topics.DECISIONS.codec().decode(decisions.readValue());
        assertThat(block.issued()).isBefore(START.plusSeconds(60));
    }

    @Test
    void theSameEventsTwiceCountOnce() {
        failures(ATTACKER, 4);
        failures(ATTACKER, 4);

        assertThat(decisions.isEmpty()).isTrue();
    }

    @Test
    void anExpiredBlockIsLiftedAndForgottenByCompaction() throws DecodeException {
        failures(ATTACKER, 5);
        decisions.readRecord();

        driver.advanceWallClockTime(Duration.ofHours(4).plusSeconds(10));

        TestRecord<String, byte[]> lift = decisions.readRecord();
        assertThat(Topics.DECISIONS.codec().decode(lift.value()))
                .isInstanceOfSatisfying(Lift.class, l -> assertThat(l.cause()).isEqualTo(Lift.Cause.EXPIRED));
        TestRecord<String, byte[]> tombstone = decisions.readRecord();
        assertThat(tombstone.key()).isEqualTo(ATTACKER);
        assertThat(tombstone.value()).isNull();
    }

    @Test
    void anOrderLiftsABlock() throws DecodeException {
        failures(ATTACKER, 5);
        decisions.readRecord();

        UnblockOrder order = new UnblockOrder(
                "order-1", START, START.plusSeconds(600), "alice", "our own scanner", Cidr.parse(ATTACKER));
        input(Topics.ORDERS).pipeInput(order.key(), Topics.ORDERS.codec().encode(order), START);

        Decision decision =
                Topics.DECISIONS.codec().decode(decisions.readRecord().value());
        assertThat(decision).isInstanceOfSatisfying(Lift.class, l -> {
            assertThat(l.cause()).isEqualTo(Lift.Cause.ORDERED);
            assertThat(l.decidedBy()).contains("alice");
        });
    }

    @Test
    void anAllowlistedSourceIsNeverBlockedButPeopleHearOfIt() throws DecodeException {
        Policy allow = new AllowEntry(Cidr.parse("203.0.113.0/24"), "the office", "alice", null);
        input(Topics.POLICY).pipeInput(allow.name(), Topics.POLICY.codec().encode(allow), START);

        failures(ATTACKER, 10);

        assertThat(decisions.isEmpty()).isTrue();
        assertThat(output(Topics.ALERTS).readValuesToList())
                .isNotEmpty()
                .allSatisfy(bytes ->
                        assertThat(Topics.ALERTS.codec().decode(bytes).kind()).isEqualTo("allowlisted-misbehaves"));
    }

    @Test
    void whatBecameOfAModelIsToldOnce() throws DecodeException {
        news.announce(ModelAlerts.rejected("v7", "it calls 9.0 % unusual", START));

        driver.advanceWallClockTime(Duration.ofMinutes(1));

        assertThat(output(Topics.ALERTS).readValuesToList()).singleElement().satisfies(bytes -> {
            Alert alert = Topics.ALERTS.codec().decode(bytes);
            assertThat(alert.kind()).isEqualTo("model-rejected");
            assertThat(alert.groupingKey()).isEqualTo("model/v7");
            assertThat(alert.description()).isEqualTo("v7: it calls 9.0 % unusual");
        });
    }

    @Test
    void aVerdictRaisesTheScoreOfItsSource() throws DecodeException {
        failures(ATTACKER, 4);
        TestOutputTopic<String, byte[]> assessments = output(Topics.ASSESSMENTS);
        int before = lastScore(assessments);

        Verdict verdict = new Verdict(
                IpAddress.parse(ATTACKER),
                START,
                List.of(new Finding(
                        "virustotal",
                        Opinion.MALICIOUS,
                        20,
                        "9 of 94 engines",
                        null,
                        START,
                        START.plusSeconds(86_400))));
        input(Topics.VERDICTS).pipeInput(ATTACKER, Topics.VERDICTS.codec().encode(verdict), START.plusSeconds(30));

        assertThat(lastScore(assessments)).isGreaterThan(before);
    }

    @Test
    void aBrokenRecordGoesToTheDeadLettersAndTheStreamGoesOn() {
        events.pipeInput(ATTACKER, "{\"@timestamp\":".getBytes(StandardCharsets.UTF_8), START);
        failures(ATTACKER, 5);

        TestRecord<String, byte[]> dead = output(Topics.ANALYZER_DEAD_LETTERS).readRecord();
        assertThat(dead.value()).isEqualTo("{\"@timestamp\":".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(dead.headers().lastHeader(DeadLetter.TOPIC).value(), StandardCharsets.UTF_8))
                .isEqualTo(Topics.EVENTS.name());
        assertThat(dead.headers().lastHeader(DeadLetter.EXCEPTION_MESSAGE).value())
                .isNotEmpty();
        assertThat(decisions.isEmpty()).isFalse();
    }

    @Test
    void anEventUnderAStrangersKeyIsRefused() {
        byte[] value = Topics.EVENTS.codec().encode(failure(ATTACKER, 1));

        events.pipeInput("198.51.100.1", value, START);

        assertThat(output(Topics.ANALYZER_DEAD_LETTERS).isEmpty()).isFalse();
    }

    @Test
    void decisionsAndTheirTombstonesAreSigned() {
        KeyPair keys = SigningKeys.newPair();
        stop();
        start(new Trust(
                Optional.of(new RecordSigner("analyzer", keys.getPrivate())), SignatureGate.OPEN, EntryGate.OPEN));
        RecordVerifier verifier = new RecordVerifier(Map.of("analyzer", keys.getPublic()));

        failures(ATTACKER, 5);
        driver.advanceWallClockTime(Duration.ofHours(4).plusSeconds(10));

        List<TestRecord<String, byte[]>> records = decisions.readRecordsToList();
        assertThat(records)
                .hasSize(3)
                .allSatisfy(r -> assertThat(verifier.verify(Topics.DECISIONS.name(), r.key(), r.value(), r.headers()))
                        .isEqualTo(new SignatureCheck.Valid("analyzer")));
        assertThat(LiftedHeader.read(
                        verifier,
                        Topics.DECISIONS.name(),
                        ATTACKER,
                        records.getLast().headers()))
                .as("when the block was lifted")
                .hasValueSatisfying(
                        lifted -> assertThat(lifted.at()).isAfterOrEqualTo(START.plus(Duration.ofHours(4))));
    }

    @Test
    void policyHoldsOnlyAsSomebodySignedItWhoIsTrusted() throws DecodeException {
        KeyPair keys = SigningKeys.newPair();
        stop();
        start(new Trust(Optional.empty(), SignatureGate.OPEN, signedByAlice(keys)));
        RecordSigner alice = new RecordSigner("alice", keys.getPrivate());
        AllowEntry forged = new AllowEntry(Cidr.parse(ATTACKER), "us", "mallory", null);
        AllowEntry real = new AllowEntry(Cidr.parse("203.0.113.8"), "office", "alice", null);

        policy(forged.name(), forged, null, START);
        policy(real.name(), real, alice, START);
        policy(real.name(), null, null, START);
        failures(ATTACKER, 5);
        failures("203.0.113.8", 5);
        List<String> first = blocked();
        policy(real.name(), null, alice, START);
        failures("203.0.113.8", 10);

        assertThat(first).as("what nobody signed holds no more than its end").containsExactly(ATTACKER);
        assertThat(blocked()).containsExactly("203.0.113.8");
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        assertThat(alerts("policy-refused"))
                .as("two were refused, people hear of it once a day")
                .singleElement()
                .satisfies(alert -> assertThat(alert.description()).contains(forged.name(), "it is not signed"));
    }

    @Test
    void aPolicyEntryThatWasTakenBackDoesNotHoldWhenItIsShownAgain() throws DecodeException {
        KeyPair keys = SigningKeys.newPair();
        stop();
        start(new Trust(Optional.empty(), SignatureGate.OPEN, signedByAlice(keys)));
        RecordSigner alice = new RecordSigner("alice", keys.getPrivate());
        AllowEntry partner = new AllowEntry(Cidr.parse(ATTACKER), "partner", "alice", null);

        policy(partner.name(), partner, alice, START.minusSeconds(60));
        policy(partner.name(), null, alice, START.minusSeconds(30));
        policy(partner.name(), partner, alice, START.minusSeconds(60));
        failures(ATTACKER, 5);
        driver.advanceWallClockTime(Duration.ofMinutes(1));

        assertThat(blocked()).containsExactly(ATTACKER);
        assertThat(alerts("policy-refused"))
                .singleElement()
                .satisfies(alert ->
                        assertThat(alert.description()).contains(partner.name(), "somebody shows an old one again"));
    }

    private EntryGate signedByAlice(KeyPair keys) {
        RecordVerifier verifier = new RecordVerifier(Map.of("alice", keys.getPublic()));
        EntryTimes times = new EntryTimes(folder.resolve("policy-times"), InstantSource.fixed(START), e -> {});
        return new SignedEntries(verifier, Set.of("alice"), times);
    }

    private List<Alert> alerts(String kind) throws DecodeException {
        List<Alert> alerts = new ArrayList<>();
        for (byte[] bytes : output(Topics.ALERTS).readValuesToList()) {
            alerts.add(Topics.ALERTS.codec().decode(bytes));
        }
        return alerts.stream().filter(alert -> alert.kind().equals(kind)).toList();
    }

    private void policy(String name, @Nullable Policy entry, @Nullable RecordSigner signer, Instant said) {
        String topic = Topics.POLICY.name();
        byte[] value = entry == null ? null : Topics.POLICY.codec().encode(entry);
        RecordHeaders headers = new RecordHeaders();
        if (signer != null) {
            headers.add(RecordSigner.HEADER, signer.sign(topic, name, value));
            headers.add(SaidHeader.NAME, SaidHeader.of(signer, topic, name, value, said));
        }
        input(Topics.POLICY).pipeInput(new TestRecord<>(name, value, headers, START));
    }

    private List<String> blocked() {
        return decisions.readRecordsToList().stream().map(TestRecord::key).toList();
    }

    @Test
    void plannedScansAreOrderedFromTheAttackedNodeWhereThePolicySaysSo() throws DecodeException {
        KeyPair keys = SigningKeys.newPair();
        stop();
        start(new Trust(
                Optional.of(new RecordSigner("analyzer", keys.getPrivate())), SignatureGate.OPEN, EntryGate.OPEN));
        RecordVerifier verifier = new RecordVerifier(Map.of("analyzer", keys.getPublic()));
        Policy automatic = new ScanPolicy("test", true, true, true, ScanPolicy.REST, ScanPolicy.PRIVATE);

        failures(ATTACKER, 5);
        assertThat(output(Topics.ORDERS).isEmpty()).as("not by default").isTrue();
        input(Topics.POLICY).pipeInput(automatic.name(), Topics.POLICY.codec().encode(automatic), START);
        failures("203.0.113.8", 5);

        TestRecord<String, byte[]> record = output(Topics.ORDERS).readRecord();
        assertThat(record.key()).isEqualTo("web-1");
        assertThat(Topics.ORDERS.codec().decode(record.value()))
                .isInstanceOfSatisfying(
                        NodeOrder.class,
                        order -> assertThat(order.act())
                                .isEqualTo(new NodeAct.Scan(NodeAct.ScanProfile.VULNERABILITY, "127.0.0.1")));
        assertThat(verifier.verify(Topics.ORDERS.name(), record.key(), record.value(), record.headers()))
                .isEqualTo(new SignatureCheck.Valid("analyzer"));
    }

    @Test
    void aCommitTakesTheProfilesWithIt() {
        failures(ATTACKER, 3);
        ProfileStore<SourceProfile> store = profiles();

        // the test driver commits after each record; what is live is thrown away as a crash would
        store.clearCache();

        assertThat(store.size()).isEqualTo(1);
        assertThat(store.get(ATTACKER)).isNotNull();
    }

    private ProfileStore<SourceProfile> profiles() {
        @SuppressWarnings("unchecked") // the topology has one store of this name and kind
        ProfileStore<SourceProfile> store =
                (ProfileStore<SourceProfile>) driver.getAllStateStores().get(SourceProcessor.STORE);
        return store;
    }

    private void failures(String source, int n) {
        for (int i = 1; i <= n; i++) {
            Authentication event = failure(source, i);
            events.pipeInput(event.key(), Topics.EVENTS.codec().encode(event), event.time());
        }
    }

    private static Authentication failure(String source, int i) {
        Origin origin = new Origin(
                "event-" + source + "-" + i,
                START.plusSeconds(i),
                "web-1",
                "sshd",
                IpAddress.parse(source),
                40_000 + i,
                null,
                1,
                "sshd",
                100 + i,
                null,
                null);
        return new Authentication(
                origin, EventAction.LOGIN, EventOutcome.FAILURE, "ssh", "root", false, "password", null);
    }

    private static int lastScore(TestOutputTopic<String, byte[]> assessments) throws DecodeException {
        List<byte[]> all = assessments.readValuesToList();
        if (all.isEmpty()) {
            return 0;
        }
        Assessment last = Topics.ASSESSMENTS.codec().decode(all.getLast());
        return last.score();
    }

    private TestInputTopic<String, byte[]> input(Topic<?> topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<String, byte[]> output(Topic<?> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer());
    }
}
