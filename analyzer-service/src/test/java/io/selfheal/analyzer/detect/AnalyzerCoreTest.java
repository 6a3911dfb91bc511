package io.selfheal.analyzer.detect;

import static io.selfheal.analyzer.Events.SOURCE;
import static io.selfheal.analyzer.Events.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.relay.Blame;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.score.Claim;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Detection;
import io.selfheal.schemas.assess.DetectionMethod;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.ReportedSeverity;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.BlastCap;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalyzerCoreTest {
    private static final RuleSet RULES = RuleSet.shipped();

    private final Events events = new Events();
    private final PolicyBook policy = PolicyBook.defaults();
    private final AnalyzerCore core = new AnalyzerCore(RULES, policy, new BlastRadius());
    private final SourceProfile profile = SourceProfile.create(SOURCE);
    private final List<Assessment> assessments = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();

    @Test
    void fourFailedLoginsAreNoNewsAndTheFifthBlocksWithEverySignal() {
        give(fails(4, START));
        assertThat(assessments).isEmpty();

        give(events.failedLogin(START.plusSeconds(600)));

        assertThat(assessments).singleElement().satisfies(assessment -> {
            assertThat(assessment.score()).isEqualTo(100);
            assertThat(assessment.threatClass()).isEqualTo(ThreatClass.BRUTE_FORCE);
            assertThat(assessment.signals())
                    .extracting(Signal::name)
                    .contains("base:confirmed_brute_force", "base:failed_login_attempt", "brute-force-pattern");
            assertThat(assessment.signals())
                    .allSatisfy(signal -> assertThat(signal.evidence()).isNotEmpty());
            assertThat(assessment.detection()).isEqualTo(new Detection(DetectionMethod.EVENT, 0.98, null, 0));
        });
        assertThat(block().expires()).isEqualTo(START.plusSeconds(600).plus(Duration.ofHours(4)));
        assertThat(block().assessmentId()).isEqualTo(assessments.getFirst().id());
        assertThat(block().signals()).isEqualTo(assessments.getFirst().signals());
        assertThat(alerts).extracting(Alert::kind).containsExactly("blocked");
    }

    @Test
    void bruteForceIsRaisedOncePerWindow() {
        policy.apply(withoutAutoBlock());

        give(fails(30, START));

        assertThat(assessments.stream().flatMap(a -> a.signals().stream()).map(Signal::name))
                .filteredOn(name -> name.equals("base:confirmed_brute_force"))
                .hasSize(1);
    }

    @Test
    void fiveFailuresOverMoreThanAnHourAreNoBruteForce() {
        for (int i = 0; i < 5; i++) {
            give(events.failedLogin(START.plus(Duration.ofMinutes(20L * i))));
        }

        assertThat(decisions).isEmpty();
    }

    @Test
    void oneLineThatWasRepeatedCountsForAll() {
        give(events.failedLogins(START, 5));

        assertThat(decisions).hasSize(1);
    }

    @Test
    void anEventThatIsReadTwiceCountsOnce() {
        SecurityEvent event = events.failedLogin(START);

        for (int i = 0; i < 10; i++) {
            give(event);
        }

        assertThat(assessments).isEmpty();
        assertThat(core.on(event, profile, START).dirty()).isFalse();
    }

    @Test
    void anEventThatIsReadTwiceAcrossARestartCountsOnce() {
        List<SecurityEvent> four = fails(4, START);
        give(four);
        SourceProfile restored = SourceProfile.fromBytes(SOURCE, profile.toBytes());
        AnalyzerCore restarted = new AnalyzerCore(RULES, policy, new BlastRadius());

        List<Findings> again = four.stream()
                .map(event -> restarted.on(event, restored, event.time()))
                .toList();

        assertThat(again).containsOnly(Findings.NOTHING);
    }

    @Test
    void aBatchTwoDaysLateBansNobody() {
        Instant arrival = START.plus(Duration.ofDays(2));

        fails(20, START).forEach(event -> take(core.on(event, profile, arrival)));

        assertThat(assessments).isEmpty();
        assertThat(decisions).isEmpty();
        assertThat(profile.stamps().late()).isEqualTo(20);
    }

    @Test
    void eventsWithinTheGraceCountInTheirOwnWindow() {
        Instant arrival = START.plus(Duration.ofMinutes(50));

        fails(5, START).forEach(event -> take(core.on(event, profile, arrival)));

        assertThat(block().issued()).isBefore(arrival);
    }

    @Test
    void aStampInTheFutureIsSetBackToItsArrival() {
        for (int i = 0; i < 5; i++) {
            Instant arrival = START.plusSeconds(i);
            take(core.on(events.failedLogin(START.plus(Duration.ofDays(400L * i + 1))), profile, arrival));
        }

        assertThat(profile.stamps().future()).isEqualTo(5);
        assertThat(block().issued()).isEqualTo(START.plusSeconds(4));
    }

    @Test
    void aStampInTheFutureDoesNotOutliveWhatThreatIntelligenceSays() {
        take(core.on(verdict(Finding.Opinion.MALICIOUS, 20), profile, START));

        SecurityEvent ahead = events.report(ThreatType.SUSPICIOUS_LOGIN, START.plus(Duration.ofDays(400)));
        take(core.on(ahead, profile, START.plusSeconds(1)));

        assertThat(assessments.getLast().score()).isEqualTo(65);
        assertThat(assessments.getLast().signals().getFirst().evidence())
                .extracting(Evidence::time)
                .containsExactly(START.plusSeconds(1));
    }

    @Test
    void anAnonymousLoginProtectsNobody() {
        give(new Authentication(
                events.origin(SOURCE, START, 1),
                EventAction.LOGIN,
                EventOutcome.SUCCESS,
                "ftp",
                "Anonymous",
                false,
                "password",
                null));
        give(fails(5, START.plusSeconds(60)));

        assertThat(block().target()).isEqualTo(Cidr.parse(SOURCE));
    }

    @Test
    void anAllowlistedSourceScoresZeroAndIsReportedFromSixtyPoints() {
        policy.apply(new AllowEntry(Cidr.parse("198.51.100.0/24"), "office", "anna", null));

        give(fails(5, START));

        assertThat(decisions).isEmpty();
        assertThat(assessments).singleElement().satisfies(assessment -> {
            assertThat(assessment.score()).isZero();
            assertThat(assessment.rawScore()).isEqualTo(100);
            assertThat(assessment.allowlisted()).isTrue();
            assertThat(assessment.plan()).containsExactly(PlannedAction.LOG);
        });
        assertThat(alerts).extracting(Alert::kind).containsExactly("allowlisted-misbehaves");
    }

    @Test
    void loopbackIsNeverBlocked() {
        SourceProfile loopback = SourceProfile.create("127.0.0.1");

        for (int i = 0; i < 9; i++) {
            SecurityEvent event = events.login("127.0.0.1", START.plusSeconds(i), EventOutcome.FAILURE, 1);
            take(core.on(event, loopback, event.time()));
        }

        assertThat(decisions).isEmpty();
    }

    @Test
    void aBlockEndsByItselfAndTheNextOneIsTwiceAsLong() {
        give(fails(5, START));
        Instant later = START.plus(Duration.ofHours(5));

        take(core.sweep(profile, later));
        give(fails(5, later));

        assertThat(decisions).hasSize(3);
        assertThat(decisions.get(1)).isInstanceOfSatisfying(Lift.class, lift -> {
            assertThat(lift.cause()).isEqualTo(Lift.Cause.EXPIRED);
            assertThat(lift.target()).isEqualTo(Cidr.parse(SOURCE));
        });
        assertThat(decisions.get(2)).isInstanceOfSatisfying(Block.class, block -> {
            assertThat(block.offence()).isEqualTo(2);
            assertThat(block.length()).isEqualTo(Duration.ofHours(8));
        });
    }

    @Test
    void anOffenceIsForgottenAfterAMonth() {
        give(fails(5, START));
        Instant later = START.plus(Duration.ofDays(40));

        give(fails(5, later));

        assertThat(decisions.getLast())
                .isInstanceOfSatisfying(
                        Block.class, block -> assertThat(block.offence()).isEqualTo(1));
    }

    @Test
    void whileBlockedThereIsNoFurtherDecision() {
        give(fails(50, START));

        assertThat(decisions).hasSize(1);
        assertThat(alerts).hasSize(1);
    }

    @Test
    void ourOwnRefusalsAfterABlockDoNotCount() {
        give(fails(5, START));
        int before = assessments.size();

        for (int i = 0; i < 60; i++) {
            give(events.request("/x" + i, 403, START.plusSeconds(60 + i)));
        }

        assertThat(assessments).hasSize(before);
    }

    @Test
    void aStrongSignatureBlocksAtOnceAndAWeakOneDoesNot() {
        give(events.request("/.env", 404, START));
        assertThat(decisions).isEmpty();
        assertThat(assessments.getLast().score()).isEqualTo(40);

        give(events.request("/x?id=1%20union%20select%201,2", 200, START.plusSeconds(1)));

        assertThat(block().scenarios()).isEmpty();
        assertThat(block().signals().getFirst().name()).isEqualTo("sqli-union-select");
    }

    @Test
    void aPortScanIsAimedAtTheAddressAndPortOfTheLineThatGaveItAway() {
        int port = 0;
        while (assessments.isEmpty() && port < 100) {
            port++;
            give(new NetworkFlow(
                    events.origin(SOURCE, START.plusSeconds(port), 1),
                    EventAction.FIREWALL_DROP,
                    IpAddress.parse("192.0.2.10"),
                    port,
                    "tcp",
                    null));
        }

        Detection detection = assessments.getFirst().detection();
        assertThat(detection).isNotNull();
        assertThat(detection.method()).isEqualTo(DetectionMethod.RULE);
        assertThat(detection.target()).isEqualTo(IpAddress.parse("192.0.2.10"));
        assertThat(detection.targetPort()).isEqualTo(port);
    }

    @Test
    void malwareThatAScannerFoundIsToldOfTheHostOnceAndBlocksNobody() {
        SourceProfile host = SourceProfile.create("web1");
        for (int i = 0; i < 3; i++) {
            Origin origin = new Origin("found-" + i, START, "web1", "clamav", null, 0, null, 1, null, 0, null, null);
            Report found = new Report(
                    origin,
                    ThreatType.MALWARE_DETECTED,
                    ReportedSeverity.HIGH,
                    null,
                    Map.of("rule", "Php.Webshell-1", "file", "/srv/www/" + i));
            take(core.on(found, host, START));
        }

        assertThat(decisions).isEmpty();
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.title()).isEqualTo("A host looks dangerous: malware");
            assertThat(alert.subject()).isEqualTo("web1");
            assertThat(alert.score()).isEqualTo(100);
            assertThat(alert.description()).contains("reported by clamav: Php.Webshell-1");
        });
    }

    @Test
    void threeDifferentSecretFilesBlock() {
        give(events.request("/.env", 404, START));
        give(events.request("/.git/config", 404, START.plusSeconds(1)));
        assertThat(decisions).isEmpty();

        give(events.request("/backup.sql", 404, START.plusSeconds(2)));

        assertThat(block().scenarios()).containsExactly("http-sensitive-files");
    }

    @Test
    void aLoginAfterManyFailuresIsAnAccountCompromise() {
        policy.apply(withoutAutoBlock());
        give(fails(5, START));

        give(events.successfulLogin(START.plusSeconds(700)));

        assertThat(assessments.getLast().threatClass()).isEqualTo(ThreatClass.ACCOUNT_COMPROMISE);
        assertThat(alerts).extracting(Alert::kind).contains("account-compromise");
    }

    @Test
    void aMaliciousVerdictRaisesWhatTheSourceDidAndACleanOneLowersNothing() {
        give(events.report(ThreatType.SUSPICIOUS_LOGIN, START));
        assertThat(assessments.getLast().score()).isEqualTo(45);

        take(core.on(verdict(Finding.Opinion.CLEAN, 0), profile, START.plusSeconds(1)));
        assertThat(assessments).hasSize(1);
        take(core.on(verdict(Finding.Opinion.MALICIOUS, 20), profile, START.plusSeconds(2)));

        assertThat(assessments.getLast().score()).isEqualTo(65);
        assertThat(assessments.getLast().signals()).extracting(Signal::name).contains("virustotal");
    }

    @Test
    void aVerdictDoesNotBlockAgainWhatAPersonUnblocked() {
        give(fails(5, START));
        take(core.on(unblock("o1", START.plusSeconds(60)), profile, START.plusSeconds(60)));

        take(core.on(verdict(Finding.Opinion.MALICIOUS, 20), profile, START.plusSeconds(61)));

        assertThat(decisions).hasSize(2);
        assertThat(decisions.getLast()).isInstanceOf(Lift.class);
    }

    @Test
    void ordersAreCarriedOutOnceAndRefusedWithAReason() {
        BlockOrder order = blockOrder("o1", START.plusSeconds(60));

        take(core.on(order, profile, START));
        take(core.on(order, profile, START.plusSeconds(1)));
        take(core.on(blockOrder("o2", START.minusSeconds(1)), profile, START));

        assertThat(block().decidedBy()).isEqualTo("order o1 by anna");
        assertThat(block().score()).isEqualTo(100);
        assertThat(alerts)
                .extracting(Alert::description)
                .containsExactly("the order was carried out before", "the order expired at " + START.minusSeconds(1));
    }

    @Test
    void anOrderAgainstTheAllowlistIsRefused() {
        policy.apply(new AllowEntry(Cidr.parse(SOURCE), "gateway", "anna", null));

        take(core.on(blockOrder("o1", START.plusSeconds(60)), profile, START));

        assertThat(decisions).isEmpty();
        assertThat(alerts).extracting(Alert::kind).containsExactly("order-refused");
    }

    @Test
    void allowlistingABlockedSourceLiftsItsBlock() {
        give(fails(5, START));
        policy.apply(new AllowEntry(Cidr.parse(SOURCE), "partner", "anna", null));

        take(core.sweep(profile, START.plusSeconds(700)));

        assertThat(decisions.getLast())
                .isInstanceOfSatisfying(
                        Lift.class, lift -> assertThat(lift.cause()).isEqualTo(Lift.Cause.ALLOWLISTED));
    }

    @Test
    void aboveTheCapBlocksAreProposedAndMadeUpForLater() {
        policy.apply(capped(2, 100));
        for (int i = 1; i <= 3; i++) {
            attack("198.51.100." + i, SourceProfile.create("198.51.100." + i), START);
        }
        SourceProfile third = SourceProfile.create("198.51.100.9");
        attack("198.51.100.9", third, START);
        assertThat(decisions).hasSize(2);
        assertThat(alerts)
                .extracting(Alert::kind)
                .containsExactly("blocked", "blocked", "blocks-capped", "blocks-capped");

        SecurityEvent next = events.login("198.51.100.9", START.plusSeconds(90), EventOutcome.FAILURE, 1);
        take(core.on(next, third, next.time()));

        assertThat(decisions).hasSize(3);
    }

    @Test
    void aboveTheShareOfSourcesThatAreSeenBlocksAreProposed() {
        policy.apply(capped(600, 50));
        for (int i = 0; i < BlastCap.FREE + 10; i++) {
            attack("198.51.100." + i, SourceProfile.create("198.51.100." + i), START);
        }
        assertThat(decisions)
                .as("30 sources, 50 % of them are fewer than the free ones")
                .hasSize(BlastCap.FREE);
        assertThat(alerts.getLast().kind()).isEqualTo("blocks-capped");
        assertThat(alerts.getLast().description()).startsWith("more than 50 % of the sources seen in this hour");

        for (int i = 0; i < 14; i++) {
            String visitor = "203.0.113." + i;
            SourceProfile known = SourceProfile.create(visitor);
            take(core.on(events.login(visitor, START, EventOutcome.SUCCESS, 1), known, START));
            take(core.on(events.login(visitor, START.plusSeconds(1), EventOutcome.SUCCESS, 2), known, START));
        }
        attack("192.0.2.1", SourceProfile.create("192.0.2.1"), START.plusSeconds(2));
        attack("192.0.2.2", SourceProfile.create("192.0.2.2"), START.plusSeconds(2));
        attack("192.0.2.3", SourceProfile.create("192.0.2.3"), START.plusSeconds(2));
        assertThat(decisions)
                .as("46 sources at the second of them, 47 at the third")
                .hasSize(23);

        Instant next = START.plusSeconds(3600);
        attack("192.0.2.4", SourceProfile.create("192.0.2.4"), next);
        assertThat(decisions).as("another hour").hasSize(24);
    }

    @Test
    void aHostWhoseEventsComeTooLateIsToldOfOnceADay() {
        Instant arrival = START.plus(Duration.ofHours(2));
        for (int i = 1; i < 20; i++) {
            core.on(events.login(SOURCE, START.plusSeconds(i), EventOutcome.FAILURE, i), profile, arrival);
        }
        assertThat(core.news(arrival).alerts()).as("few").isEmpty();

        core.on(events.login(SOURCE, START.plusSeconds(20), EventOutcome.FAILURE, 20), profile, arrival);
        assertThat(core.news(arrival).alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("events-late");
            assertThat(alert.description())
                    .startsWith("20 events of ")
                    .contains("the last one 119 minutes: what is that old blocks nobody");
        });
        assertThat(core.news(arrival.plusSeconds(600)).alerts()).as("told").isEmpty();

        Instant tomorrow = arrival.plus(Duration.ofDays(1));
        for (int i = 100; i < 140; i++) {
            core.on(events.login(SOURCE, START, EventOutcome.FAILURE, i), profile, tomorrow);
            core.on(events.login(SOURCE, tomorrow, EventOutcome.SUCCESS, i + 1000), profile, tomorrow);
        }
        assertThat(core.news(tomorrow).alerts()).as("half of them come in time").isEmpty();
    }

    @Test
    void whatIsHeldAgainstACappedSourceAgainIsToldOnceAndItsBlockIsTriedAgain() {
        policy.apply(capped(1, 100));
        attack("198.51.100.1", SourceProfile.create("198.51.100.1"), START);
        alerts.clear();
        SourceProfile bot = SourceProfile.create("198.51.100.9");

        for (int account = 0; account < 200; account++) {
            Instant at = START.plusMillis(account);
            take(core.on(blame("198.51.100.9", "account-" + account, at), bot, at));
        }
        assertThat(alerts).extracting(Alert::kind).containsExactly("blocks-capped");
        assertThat(decisions).hasSize(1);

        Instant later = START.plusSeconds(90);
        take(core.on(blame("198.51.100.9", "one-more", later), bot, later));
        assertThat(decisions).hasSize(2);
    }

    @Test
    void fiveHundredBlockedBruteForcersAreOneIncident() {
        for (int i = 0; i < 500; i++) {
            String source = IpAddress.ofIpv4(0x0B00_0000 + i).toString();
            attack(source, SourceProfile.create(source), START);
        }

        assertThat(decisions).hasSize(500);
        assertThat(alerts.stream().map(Alert::groupingKey).distinct()).hasSize(1);
    }

    @Test
    void withoutAutoBlockThereIsACriticalAlertInstead() {
        policy.apply(withoutAutoBlock());

        give(fails(5, START));

        assertThat(decisions).isEmpty();
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("high-score");
            assertThat(alert.severity()).isEqualTo(Alert.Severity.CRITICAL);
        });
    }

    @Test
    void theSameEventsGiveTheSameIds() {
        give(fails(5, START));
        AnalyzerCoreTest other = new AnalyzerCoreTest();

        other.give(other.fails(5, START));

        assertThat(other.assessments).isEqualTo(assessments);
        assertThat(other.decisions).isEqualTo(decisions);
        assertThat(other.alerts).isEqualTo(alerts);
    }

    @Test
    void anAccountInACriticalEventIsProposedForLocking() {
        give(events.reportOf(ThreatType.CONFIRMED_ATTACK, START, "anna"));

        assertThat(assessments.getLast().plan()).contains(PlannedAction.PROPOSE_LOCK_ACCOUNT);
    }

    private void attack(String source, SourceProfile of, Instant at) {
        SecurityEvent event = events.login(source, at, EventOutcome.FAILURE, 5);
        take(core.on(event, of, at));
    }

    private List<SecurityEvent> fails(int count, Instant from) {
        List<SecurityEvent> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(events.failedLogin(from.plusSeconds(i)));
        }
        return made;
    }

    private static Blame blame(String source, String account, Instant at) {
        Claim claim = new Claim(
                "user-distributed-brute-force",
                90,
                1,
                true,
                ThreatClass.BRUTE_FORCE,
                "one account was tried from twelve addresses within an hour",
                null,
                "1",
                new Evidence("event-" + account, at, "web1", "Failed password"));
        return new Blame(source, "blame-" + account, at, claim, "web1", account, 12, 0);
    }

    private void give(List<SecurityEvent> list) {
        list.forEach(this::give);
    }

    private void give(SecurityEvent event) {
        take(core.on(event, profile, event.time()));
    }

    private void take(Findings findings) {
        assessments.addAll(findings.assessments());
        decisions.addAll(findings.decisions());
        alerts.addAll(findings.alerts());
    }

    private Block block() {
        return (Block) decisions.getFirst();
    }

    private static Verdict verdict(Finding.Opinion opinion, int points) {
        Finding finding =
                new Finding("virustotal", opinion, points, "7 engines", null, START, START.plus(Duration.ofDays(1)));
        return new Verdict(IpAddress.parse(SOURCE), START, List.of(finding));
    }

    private static BlockOrder blockOrder(String id, Instant expires) {
        return new BlockOrder(
                id,
                START.minusSeconds(5),
                expires,
                "anna",
                "abuse report",
                Cidr.parse(SOURCE),
                Scope.FLEET,
                Duration.ofHours(1));
    }

    private static UnblockOrder unblock(String id, Instant at) {
        return new UnblockOrder(id, at, at.plusSeconds(60), "anna", "our customer", Cidr.parse(SOURCE));
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

    private static BlockingPolicy capped(int perMinute, int percent) {
        BlockingPolicy d = BlockingPolicy.DEFAULT;
        return new BlockingPolicy(
                "test",
                true,
                d.blockScore(),
                d.autoActionMinScore(),
                d.firstBlock(),
                d.longestBlock(),
                d.forgetOffencesAfter(),
                new BlastCap(perMinute, percent));
    }
}
