package io.selfheal.analyzer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.ReportedSeverity;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.DenyEntry;
import io.selfheal.schemas.policy.OffHours;
import io.selfheal.schemas.policy.ScanPolicy;
import io.selfheal.schemas.policy.ScoringPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published numbers of detection (DET rows, section C), through the whole analyzer instead of the scorer alone. */
class PublishedNumbersTest {
    private static final String SOURCE = "203.0.113.7";

    private final Events events = new Events();
    private final SourceProfile profile = SourceProfile.create(SOURCE);
    private final PolicyBook book = PolicyBook.defaults();
    private final AnalyzerCore core = new AnalyzerCore(RuleSet.shipped(), book, new BlastRadius());

    /** DET-01, DET-02, DET-03, DET-05, DET-40: what each name, old or new, scores when it is reported once. */
    @ParameterizedTest
    @CsvSource({
        "failed_login_attempt, 10, false",
        "suspicious_login, 45, false",
        "suspicious_port_scan, 40, false",
        "port_scan_detected, 40, false",
        "confirmed_brute_force, 90, true",
        "brute_force_attempt, 90, true",
        "confirmed_attack, 95, true",
        "high_cpu_usage, 20, false",
        "high_memory_usage, 20, false",
        "unusual_network_activity, 50, false",
        "malware_detected, 100, true",
        "something_else, 50, false"
    })
    void aReportScoresItsBaseAndBlocksFromEighty(String name, int score, boolean blocks) {
        Findings findings = core.on(report(name, Events.START), profile, Events.START);

        assertThat(findings.assessments())
                .extracting(Assessment::score)
                .isEqualTo(score < 30 ? List.of() : List.of(score));
        assertThat(findings.decisions()).hasSize(blocks ? 1 : 0);
    }

    /** DET-04: the reporter's own opinion is recorded and never part of the score. */
    @Test
    void theReportersSeverityIsNoPartOfTheScore() {
        SecurityEvent critical = new Report(
                events.origin(SOURCE, Events.START, 1),
                ThreatType.SUSPICIOUS_LOGIN,
                ReportedSeverity.CRITICAL,
                null,
                Map.of());

        assertThat(core.on(critical, profile, Events.START).assessments())
                .extracting(Assessment::score)
                .containsExactly(45);
    }

    /** DET-16, DET-21: malware is a critical alert with a proposal to isolate, blocked and never shut down by itself. */
    @Test
    void malwareIsBlockedAlertedAndProposedForIsolation() {
        Findings findings = core.on(report("malware_detected", Events.START), profile, Events.START);

        Assessment assessment = findings.assessments().getFirst();
        assertThat(assessment.level()).isEqualTo(ThreatLevel.CRITICAL);
        assertThat(assessment.threatClass()).isEqualTo(ThreatClass.MALWARE);
        assertThat(assessment.plan())
                .contains(PlannedAction.ALERT, PlannedAction.BLOCK, PlannedAction.PROPOSE_ISOLATION);
        assertThat(findings.decisions()).singleElement().isInstanceOf(Block.class);
        assertThat(findings.alerts()).extracting(Alert::severity).contains(Alert.Severity.CRITICAL);
    }

    /** DET-19: from 95 on an account that was named is proposed to be locked; only proposed. */
    @ParameterizedTest
    @CsvSource({"anna, true", ", false"})
    void anAccountThatWasNamedIsProposedToBeLockedFromNinetyFive(String user, boolean proposed) {
        SecurityEvent event = new Report(
                events.origin(SOURCE, Events.START, 1),
                ThreatType.CONFIRMED_ATTACK,
                ReportedSeverity.HIGH,
                user,
                Map.of());

        Assessment assessment =
                core.on(event, profile, Events.START).assessments().getFirst();

        assertThat(assessment.plan().contains(PlannedAction.PROPOSE_LOCK_ACCOUNT))
                .isEqualTo(proposed);
    }

    /** DET-19, DET-21: the alert proposes to a person what is never done automatically. */
    @Test
    void alertsProposeWhatOnlyAPersonMayDo() {
        SecurityEvent event = new Report(
                events.origin(SOURCE, Events.START, 1),
                ThreatType.MALWARE_DETECTED,
                ReportedSeverity.HIGH,
                "anna",
                Map.of());

        Alert alert = core.on(event, profile, Events.START).alerts().getFirst();

        assertThat(alert.severity()).isEqualTo(Alert.Severity.CRITICAL);
        assertThat(alert.labels())
                .containsEntry(
                        "proposed_host",
                        "extreme threat: consider isolating web1, or an emergency shutdown; never done automatically")
                .containsEntry("order_isolate", "selfheal order node web1 isolate 60 --reason \"proposed by SelfHeal\"")
                .containsEntry("proposed_account", "end the sessions of anna and lock the account; needs approval")
                .containsEntry(
                        "order_lock_account",
                        "selfheal order node web1 lock-account anna --reason \"proposed by SelfHeal\"");
    }

    /** Whoever writes logs chooses the name; people paste the line into a shell. */
    @ParameterizedTest
    @ValueSource(strings = {"anna; reboot", "$(reboot)", "-x", "anna\nreboot", "änna", "a b"})
    void noLineIsProposedForANameThatAShellWouldTakeApart(String user) {
        SecurityEvent event = new Report(
                events.origin(SOURCE, Events.START, 1),
                ThreatType.MALWARE_DETECTED,
                ReportedSeverity.HIGH,
                user,
                Map.of());

        Alert alert = core.on(event, profile, Events.START).alerts().getFirst();

        assertThat(alert.labels())
                .containsKeys("proposed_account", "order_isolate")
                .doesNotContainKey("order_lock_account");
    }

    /** Who guesses passwords names accounts that are not his: nobody is asked to lock them. */
    @Test
    void noAccountIsProposedToBeLockedBecauseItWasGuessedAt() {
        Findings findings = core.on(events.login(SOURCE, Events.START, EventOutcome.FAILURE, 9), profile, Events.START);

        assertThat(findings.alerts())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(alert.labels()).doesNotContainKey("proposed_account"));
    }

    /** DET-27: whoever is on the deny list is blocked with his first line, whatever it says. */
    @Test
    void aSourceOnTheDenyListIsBlockedWithItsFirstLineUnlessItIsAllowed() {
        book.apply(new DenyEntry(Cidr.parse("203.0.113.0/24"), "abuse feed", "root", null));

        Findings findings = core.on(events.request(SOURCE, "/", 200, Events.START), profile, Events.START);

        assertThat(findings.decisions()).singleElement().isInstanceOfSatisfying(Block.class, block -> {
            assertThat(block.score()).isEqualTo(95);
            assertThat(block.reason()).isEqualTo("is on the deny list: abuse feed");
        });

        book.apply(new AllowEntry(Cidr.parse("203.0.113.9"), "a friend", "root", null));
        SourceProfile friend = SourceProfile.create("203.0.113.9");
        assertThat(core.on(events.request("203.0.113.9", "/", 200, Events.START), friend, Events.START)
                        .decisions())
                .isEmpty();
    }

    /** DET-32: a login at night is worth more where the policy says when night is; by default it is not. */
    @ParameterizedTest
    @CsvSource({"2026-03-02T12:00:00Z, 45", "2026-03-02T23:00:00Z, 67"})
    void loginsOutsideWorkingHoursAreWorthMore(Instant at, int score) {
        ScoringPolicy d = ScoringPolicy.DEFAULT;
        book.apply(new ScoringPolicy(
                "test",
                Map.of(ThreatType.FAILED_LOGIN_ATTEMPT, 45),
                d.window(),
                d.frequencyStep(),
                d.frequencyCap(),
                d.failedLoginThreshold(),
                d.bruteForceWindow(),
                d.patternBonus(),
                d.modelCap(),
                d.providerCap(),
                new OffHours(1.5, LocalTime.of(20, 0), LocalTime.of(6, 0), false, ZoneOffset.UTC)));

        Findings findings = core.on(events.login(SOURCE, at, EventOutcome.FAILURE, 1), profile, at);

        assertThat(findings.assessments()).extracting(Assessment::score).containsExactly(score);
    }

    /** SAF-11: no scan is planned where the policy forbids it. */
    @Test
    void scansAreNotPlannedWhereThePolicyForbidsThem() {
        book.apply(new ScanPolicy("test", false, false, false, ScanPolicy.REST, ScanPolicy.PRIVATE));

        Findings findings = core.on(report("confirmed_attack", Events.START), profile, Events.START);

        assertThat(findings.assessments().getFirst().plan())
                .contains(PlannedAction.BLOCK)
                .doesNotContain(PlannedAction.VULNERABILITY_SCAN, PlannedAction.QUICK_SCAN);
    }

    /** Escalation: each block of a target is twice as long as the one before, a week at most. */
    @Test
    void blocksDoubleFromFourHoursToAWeek() {
        Instant at = Events.START;
        for (int hours : new int[] {4, 8, 16, 32, 64, 128, 168, 168}) {
            Findings findings = core.on(report("confirmed_attack", at), profile, at);

            Block block = (Block) findings.decisions().getLast();
            assertThat(Duration.between(block.issued(), block.expires())).isEqualTo(Duration.ofHours(hours));
            at = block.expires().plusSeconds(1);
        }
    }

    /** What a block itself makes happen adds nothing while it holds. */
    @Test
    void refusalsOfABlockedSourceDoNotCount() {
        core.on(report("confirmed_attack", Events.START), profile, Events.START);
        Instant later = Events.START.plusSeconds(60);

        assertThat(List.of(
                        events.request(SOURCE, "/.env", 403, later),
                        events.request(SOURCE, "/.env", 429, later),
                        new NetworkFlow(
                                events.origin(SOURCE, later, 1), EventAction.FIREWALL_DROP, null, 22, "tcp", null),
                        new Authentication(
                                events.origin(SOURCE, later, 1),
                                EventAction.PROTOCOL_ERROR,
                                EventOutcome.FAILURE,
                                "ssh",
                                null,
                                false,
                                null,
                                "refused connect")))
                .allSatisfy(event ->
                        assertThat(core.on(event, profile, later).isSilent()).isTrue());
        assertThat(profile.standing())
                .isNotNull()
                .satisfies(standing -> assertThat(standing.raw()).isEqualTo(95));
    }

    private Report report(String name, Instant at) {
        return new Report(
                events.origin(SOURCE, at, 1), ThreatType.ofWireName(name), ReportedSeverity.MEDIUM, null, Map.of());
    }
}
