package io.selfheal.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.detect.GroupCore;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.relay.ShareCodec;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
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

/** The way over the analyzer's inner topics, as Kafka Streams wires it. */
class GroupTopologyTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private TopologyTestDriver driver;
    private int made;

    @BeforeEach
    void start() {
        PolicyBook book = PolicyBook.defaults();
        RuleSet rules = RuleSet.shipped();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "group-topology-test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        driver = new TopologyTestDriver(
                AnalyzerTopology.build(
                        new AnalyzerTopology.Cores(
                                () -> new AnalyzerCore(rules, book, new BlastRadius()),
                                () -> new GroupCore(rules, book)),
                        book,
                        Trust.unsigned(),
                        new AnalyzerMeters(new SimpleMeterRegistry()),
                        new AnalyzerTopology.Bounds(1000, 1)),
                properties,
                START);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void whatABotnetDoesToAnAccountComesBackToItsBots() throws DecodeException {
        for (int i = 1; i <= 12; i++) {
            send(login("203.0." + i + ".9", "shop", EventOutcome.FAILURE, i));
        }

        List<Assessment> assessments = assessments();
        assertThat(assessments)
                .filteredOn(a -> a.subject().equals(new Subject(Subject.Kind.USER, "shop")))
                .hasSize(1);
        assertThat(assessments)
                .filteredOn(a -> a.subject().kind() == Subject.Kind.SOURCE)
                .filteredOn(a -> a.scenarios().contains("user-distributed-brute-force"))
                .hasSize(12);
    }

    @Test
    void aNetworkIsBlockedAndAnOrderLiftsIt() throws DecodeException {
        badMembers(5);
        assertThat(decided()).contains("198.51.100.0/24");

        Cidr network = Cidr.parse("198.51.100.0/24");
        UnblockOrder order = new UnblockOrder("o1", START, START.plusSeconds(600), "alice", "our customer", network);
        input(Topics.ORDERS).pipeInput(order.key(), Topics.ORDERS.codec().encode(order), START);

        TestRecord<String, byte[]> lift = output(Topics.DECISIONS).readRecord();
        assertThat(Topics.DECISIONS.codec().decode(lift.value()))
                .isInstanceOfSatisfying(Lift.class, l -> assertThat(l.target()).isEqualTo(network));
    }

    @Test
    void theBlockOfANetworkEndsByItself() throws DecodeException {
        badMembers(5);
        decided();

        driver.advanceWallClockTime(Duration.ofHours(4).plusSeconds(60));

        assertThat(output(Topics.DECISIONS).readRecordsToList())
                .filteredOn(r -> r.key().equals("198.51.100.0/24"))
                .hasSize(2)
                .last()
                .satisfies(tombstone -> assertThat(tombstone.value()).isNull());
    }

    @Test
    void sharesThatComeTwiceCountOnce() throws DecodeException {
        for (int i = 1; i <= 11; i++) {
            send(login("203.0." + i + ".9", "shop", EventOutcome.FAILURE, i));
        }
        List<TestRecord<String, byte[]>> shares = output(Topics.ANALYZER_SHARES).readRecordsToList();
        assertThat(shares).isNotEmpty();

        shares.forEach(share -> input(Topics.ANALYZER_SHARES).pipeInput(share));

        assertThat(assessments()).noneMatch(a -> a.subject().kind() == Subject.Kind.USER);
    }

    @Test
    void whatGroupsRememberIsWrittenWithTheCommit() throws DecodeException {
        for (int i = 1; i <= 11; i++) {
            send(login("203.0." + i + ".9", "shop", EventOutcome.FAILURE, i));
        }

        // the test driver commits after each record; what is live is thrown away as a crash would
        groups().clearCache();
        send(login("203.0.12.9", "shop", EventOutcome.FAILURE, 12));

        assertThat(groups().get("user/shop")).isNotNull();
        assertThat(assessments()).anyMatch(a -> a.subject().kind() == Subject.Kind.USER);
    }

    /** 256 KiB for groups hold some thousand users; a flood of ten times as many must not drive out those that matter. */
    @Test
    void aFloodOfNamesDrivesOutOnlyNamesThatDidAsLittle() throws DecodeException {
        for (int i = 1; i <= 11; i++) {
            send(login("203.0." + i + ".9", "shop", EventOutcome.FAILURE, i));
        }
        for (int i = 1; i <= 12; i++) {
            send(login("203.1." + i + ".9", "mail", EventOutcome.FAILURE, i));
        }

        for (int i = 0; i < 8_000; i++) {
            send(login("10.0." + i % 200 + ".9", "flood-" + i, EventOutcome.FAILURE, 20));
        }

        assertThat(groups().size()).isLessThan(2_500);
        assertThat(groups().get("user/mail")).as("flagged").isNotNull();
        assertThat(groups().get("user/shop")).as("counted by a scenario").isNotNull();
        send(login("203.0.12.9", "shop", EventOutcome.FAILURE, 30));
        assertThat(assessments()).anyMatch(a -> a.subject().value().equals("shop"));
    }

    @Test
    void aServiceThatStaysDownIsMissed() throws DecodeException {
        Origin origin = origin(null, 1);
        send(new ServiceState(origin, EventAction.SERVICE_FAILED, "nginx.service", "signal"));
        groups().clearCache();

        driver.advanceWallClockTime(Duration.ofMinutes(5));
        assertThat(assessments()).isEmpty();
        driver.advanceWallClockTime(Duration.ofMinutes(2));

        assertThat(assessments()).singleElement().satisfies(a -> {
            assertThat(a.subject()).isEqualTo(new Subject(Subject.Kind.HOST, "web-1"));
            assertThat(a.scenarios()).containsExactly("service-stays-down");
            assertThat(a.signals().getFirst().evidence().getFirst().excerpt()).isEqualTo("nginx.service");
        });
    }

    @Test
    void aBrokenInnerRecordGoesToTheDeadLetters() {
        byte[] broken = "{}".getBytes(StandardCharsets.UTF_8);
        input(Topics.ANALYZER_SHARES).pipeInput("user/x", broken, START);
        input(Topics.ANALYZER_BLAMES).pipeInput("203.0.113.9", broken, START);

        assertThat(output(Topics.ANALYZER_DEAD_LETTERS).readRecordsToList()).hasSize(2);
    }

    @Test
    void aShareIsSmall() {
        for (int i = 1; i <= 5; i++) {
            send(login("203.0.113.9", "x".repeat(10_000), EventOutcome.FAILURE, i));
            send(login("203.0.113.9", "root", EventOutcome.FAILURE, 100 + i));
        }

        List<TestRecord<String, byte[]>> shares = output(Topics.ANALYZER_SHARES).readRecordsToList();
        assertThat(shares).isNotEmpty().allSatisfy(share -> {
            assertThat(share.value()).hasSizeLessThan(1024);
            assertThat(share.key()).hasSizeLessThan(400);
            assertThat(ShareCodec.decode(share.key(), share.value()).key()).isEqualTo(share.key());
        });
        assertThat(shares).anySatisfy(share -> assertThat(share.value()).hasSizeLessThan(130));
    }

    private void badMembers(int members) {
        for (int i = 1; i <= members; i++) {
            for (int n = 1; n <= 5; n++) {
                send(login("198.51.100." + i, "root", EventOutcome.FAILURE, 10 * i + n));
            }
        }
    }

    private void send(SecurityEvent event) {
        input(Topics.EVENTS).pipeInput(event.key(), Topics.EVENTS.codec().encode(event), event.time());
    }

    private Authentication login(String source, String user, EventOutcome outcome, int second) {
        return new Authentication(
                origin(source, second), EventAction.LOGIN, outcome, "ssh", user, false, "password", null);
    }

    private Origin origin(@Nullable String source, int second) {
        made++;
        return new Origin(
                "event-" + made,
                START.plusSeconds(second),
                "web-1",
                "sshd",
                source == null ? null : IpAddress.parse(source),
                0,
                null,
                1,
                "sshd",
                100 + made,
                null,
                null);
    }

    private List<Assessment> assessments() throws DecodeException {
        List<Assessment> read = new ArrayList<>();
        for (byte[] value : output(Topics.ASSESSMENTS).readValuesToList()) {
            read.add(Topics.ASSESSMENTS.codec().decode(value));
        }
        return read;
    }

    private List<String> decided() {
        return output(Topics.DECISIONS).readRecordsToList().stream()
                .map(TestRecord::key)
                .toList();
    }

    private ProfileStore<SourceProfile> groups() {
        @SuppressWarnings("unchecked") // the topology has one store of this name and kind
        ProfileStore<SourceProfile> store =
                (ProfileStore<SourceProfile>) driver.getAllStateStores().get(GroupProcessor.STORE);
        return store;
    }

    private TestInputTopic<String, byte[]> input(Topic<?> topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<String, byte[]> output(Topic<?> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer());
    }
}
