package io.selfheal.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.e2e.stream.BrokerAndAnalyzers;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReputationCommandTest {
    @TempDir
    private static Path directory;

    private static BrokerAndAnalyzers broker;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeAll
    static void startBroker() throws Exception {
        broker = BrokerAndAnalyzers.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aGuesserIsShownWithHisScoreHisBlockAndItsEndAndWhatWasSeenOfHim() throws Exception {
        String guesser = "203.0.113.10";
        try (KafkaStreams analyzer = broker.analyzer("selfheal-analyzer", "a")) {
            broker.failures(guesser, 1, 6);
            await().atMost(Duration.ofSeconds(60)).until(() -> broker.decided().contains(guesser));
            broker.awaitCommitted("selfheal-analyzer");
            assertThat(analyzer.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
        Finding finding = new Finding("virustotal", Finding.Opinion.MALICIOUS, 7, "7 of 94", null, now, now);
        broker.write(Topics.VERDICTS, guesser, new Verdict(IpAddress.parse(guesser), now, List.of(finding)));

        String known = reputation(guesser);
        CommandRun text = CommandRun.of(0, "reputation", "--bootstrap", broker.bootstrap(), guesser);

        assertThat(known)
                .contains("\"is_blocked\":true", "\"block\":{\"target\":\"203.0.113.10\"", "\"would_be_blocked\":false")
                .contains("\"level\":\"critical\"", "\"total_events\":6,\"recent_events_24h\":6", "\"offences\":1")
                .contains("\"failed_logins\":6", "\"summary\":\"7 of 94\"")
                .contains("\"event_type\":\"brute_force\"", "\"scenarios\":[\"ssh");
        assertThat(time(known, "last_seen")).isAfterOrEqualTo(now.minusSeconds(60));
        assertThat(time(known, "expires")).isAfter(now.plusSeconds(3600));
        assertThat(text.output())
                .startsWith(guesser)
                .contains("6 against it, 6 in the last 24 hours (6 failed logins)", "blocked      until", "7 of 94");
    }

    @Test
    void aBlockOfTheDryRunIsNoBlockAndOneOfItsNetworkIs() throws Exception {
        broker.write(Topics.DECISIONS, "198.51.100.7", block("198.51.100.7", 3600, true));
        broker.write(Topics.DECISIONS, "192.0.2.0/24", block("192.0.2.0/24", 3600, false));
        broker.write(Topics.DECISIONS, "192.0.2.9", block("192.0.2.9", -1, false));
        broker.write(Topics.POLICY, "allow/192.0.2.9", new AllowEntry(Cidr.parse("192.0.2.9"), "office", "me", null));

        String dry = reputation("198.51.100.7");
        String inside = reputation("192.0.2.9");

        assertThat(dry).contains("\"is_blocked\":false,\"block\":null", "\"would_be_blocked\":true");
        assertThat(dry).contains("\"is_allowlisted\":false");
        assertThat(inside).contains("\"is_blocked\":true,\"block\":{\"target\":\"192.0.2.0/24\"");
        assertThat(inside).contains("\"is_allowlisted\":true,\"allowlisted_as\":\"office\"");
    }

    @Test
    void whoWasNeverSeenIsUnknownAndWhatIsNoAddressIsRefused() throws Exception {
        CommandRun unknown = CommandRun.of(0, "reputation", "--bootstrap", broker.bootstrap(), "2001:db8::1");
        CommandRun wrong = CommandRun.of(2, "reputation", "--bootstrap", broker.bootstrap(), "203.0.113.0/24");

        CommandRun nobody = CommandRun.of(
                0, "reputation", "--bootstrap", broker.bootstrap(), "--analyzer", "nobody", "203.0.113.99");

        assertThat(nobody.errors()).contains("no topic nobody-source-profiles-changelog");
        assertThat(unknown.output())
                .startsWith("2001:db8::1  nothing is known of it")
                .contains("blocked      no");
        assertThat(wrong.errors()).contains("ADDRESS '203.0.113.0/24' is none; allowed: an IPv4 or IPv6 address");
    }

    private static String reputation(String address) throws Exception {
        return CommandRun.of(0, "reputation", "--json", "--bootstrap", broker.bootstrap(), address)
                .output();
    }

    /** The first time of this name. */
    private static Instant time(String json, String name) {
        Matcher value = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertThat(value.find()).as(json).isTrue();
        return Instant.parse(value.group(1));
    }

    private Block block(String target, int seconds, boolean simulated) {
        return new Block(
                "block-" + target,
                Cidr.parse(target),
                Scope.FLEET,
                now.minusSeconds(60),
                now.plusSeconds(seconds),
                90,
                "because",
                List.of(),
                List.of(),
                "default",
                1,
                "policy",
                "",
                null,
                simulated);
    }
}
