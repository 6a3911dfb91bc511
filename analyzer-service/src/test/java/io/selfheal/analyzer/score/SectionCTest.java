package io.selfheal.analyzer.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.profile.ModelPart;
import io.selfheal.analyzer.profile.Opinion;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.policy.ScanPolicy;
import io.selfheal.schemas.policy.ScoringPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every published number of the reconciled scoring, one row each. */
class SectionCTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "failed_login_attempt, 10", "suspicious_login, 45", "suspicious_port_scan, 40", "confirmed_brute_force, 90",
        "confirmed_attack, 95", "high_cpu_usage, 20", "high_memory_usage, 20", "unusual_network_activity, 50",
        "malware_detected, 100", "unknown, 50"
    })
    void firstEventScoresItsBase(String type, int score) {
        assertThat(score(type, 1, 0).raw()).isEqualTo(score);
    }

    /** Columns: score of the n-th event of the type within a day, without any pattern. */
    @ParameterizedTest
    @CsvSource({
        "failed_login_attempt,     10,  12,  14,  16,  18,  20,  20",
        "suspicious_login,         45,  54,  63,  72,  81,  90,  90",
        "suspicious_port_scan,     40,  48,  56,  64,  72,  80,  80",
        "confirmed_brute_force,    90, 100, 100, 100, 100, 100, 100",
        "confirmed_attack,         95, 100, 100, 100, 100, 100, 100",
        "high_cpu_usage,           20,  24,  28,  32,  36,  40,  40",
        "high_memory_usage,        20,  24,  28,  32,  36,  40,  40",
        "unusual_network_activity, 50,  60,  70,  80,  90, 100, 100",
        "malware_detected,        100, 100, 100, 100, 100, 100, 100"
    })
    void repetitionRaisesTheScoreByAFifthOfTheBaseUpToTwice(
            String type, int n1, int n2, int n3, int n4, int n5, int n6, int n10) {
        List<Integer> scores = Arrays.asList(1, 2, 3, 4, 5, 6, 10).stream()
                .map(n -> score(type, n, 0).raw())
                .toList();

        assertThat(scores).containsExactly(n1, n2, n3, n4, n5, n6, n10);
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0", "2, 1.2", "3, 1.4", "4, 1.6", "5, 1.8", "6, 2.0", "7, 2.0", "1000, 2.0"})
    void frequencyFactor(int n, double factor) {
        assertThat(ScoringPolicy.DEFAULT.frequencyFactor(n))
                .isCloseTo(factor, org.assertj.core.data.Offset.offset(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 16", "5, 5, 48", "6, 6, 50"})
    void fiveFailedLoginsWithinTheWindowAddThirty(int events, int failures, int score) {
        assertThat(score("failed_login_attempt", events, failures).raw()).isEqualTo(score);
    }

    @Test
    void thresholdAndWindowAreFiveAndAnHour() {
        assertThat(ScoringPolicy.DEFAULT.failedLoginThreshold()).isEqualTo(5);
        assertThat(ScoringPolicy.DEFAULT.bruteForceWindow()).isEqualTo(Duration.ofHours(1));
        assertThat(ScoringPolicy.DEFAULT.patternBonus()).isEqualTo(30);
        assertThat(ScoringPolicy.DEFAULT.window()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void modelAndProvidersAddUpToFifteenAndTwentyEach() {
        List<Opinion> opinions = List.of(opinion("virustotal", 20), opinion("zscaler", 20));

        Score score = Scorer.score(
                List.of(claim("failed_login_attempt")),
                new Scorer.Context(1, 0, List.of(new ModelPart("isolation-forest", 99, 0.9, "v1", 1)), opinions),
                ScoringPolicy.DEFAULT);

        assertThat(points(score))
                .isEqualTo("base:failed_login_attempt=10 model:isolation-forest=15 virustotal=20 zscaler=20");
        assertThat(score.raw()).isEqualTo(65);
    }

    @Test
    void pointsOfTheSignalsAddUpToTheScoreBeforeTheCap() {
        Score score = Scorer.score(
                List.of(claim("confirmed_attack")),
                new Scorer.Context(3, 5, List.of(), List.of(opinion("virustotal", 7))),
                ScoringPolicy.DEFAULT);

        assertThat(points(score))
                .isEqualTo("base:confirmed_attack=95 frequency=38 brute-force-pattern=30 virustotal=7");
        assertThat(score.raw()).isEqualTo(100);
    }

    @Test
    void anExpiredOpinionNoLongerCounts() {
        Opinion old = new Opinion("virustotal", 20, "7 engines", AT.minusSeconds(9), AT.minusSeconds(1));

        Score score = Scorer.score(
                List.of(claim("failed_login_attempt")),
                new Scorer.Context(1, 0, List.of(), List.of(old)),
                ScoringPolicy.DEFAULT);

        assertThat(score.raw()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"0, LOW", "29, LOW", "30, MEDIUM", "59, MEDIUM", "60, HIGH", "79, HIGH", "80, CRITICAL", "100, CRITICAL"
    })
    void levels(int score, ThreatLevel level) {
        assertThat(ThreatLevel.ofScore(score)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        "0,   false, false, LOG",
        "29,  true,  true,  LOG",
        "30,  false, false, ENRICH",
        "59,  true,  false, ENRICH QUICK_SCAN",
        "60,  false, false, ALERT VULNERABILITY_SCAN",
        "79,  false, true,  ALERT VULNERABILITY_SCAN",
        "80,  false, false, ALERT BLOCK VULNERABILITY_SCAN",
        "94,  false, true,  ALERT BLOCK VULNERABILITY_SCAN",
        "95,  false, true,  ALERT BLOCK VULNERABILITY_SCAN PROPOSE_LOCK_ACCOUNT",
        "95,  false, false, ALERT BLOCK VULNERABILITY_SCAN",
        "98,  false, true,  ALERT BLOCK VULNERABILITY_SCAN PROPOSE_LOCK_ACCOUNT PROPOSE_ISOLATION",
        "100, false, false, ALERT BLOCK VULNERABILITY_SCAN PROPOSE_ISOLATION"
    })
    void planOfEachBand(int score, boolean isOwn, boolean namesUser, String plan) {
        assertThat(ActionPlan.of(score, isOwn, namesUser, ScanPolicy.DEFAULT).stream()
                        .map(PlannedAction::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(plan);
    }

    @Test
    void blocksFromEightyWithAnActionFloorOfSeventyForFourHoursDoublingToAWeek() {
        BlockingPolicy policy = BlockingPolicy.DEFAULT;

        assertThat(policy.blockScore()).isEqualTo(80);
        assertThat(policy.autoActionMinScore()).isEqualTo(70);
        assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 99).stream().map(policy::lengthOf))
                .containsExactly(
                        Duration.ofHours(4),
                        Duration.ofHours(8),
                        Duration.ofHours(16),
                        Duration.ofHours(32),
                        Duration.ofHours(64),
                        Duration.ofHours(128),
                        Duration.ofDays(7),
                        Duration.ofDays(7));
    }

    /** Columns: points and events of the scenario, events with a base score within a day, score. */
    @ParameterizedTest
    @CsvSource({"65, 4, 4, 65", "65, 4, 5, 78", "65, 4, 9, 130", "65, 4, 1, 65", "50, 1, 3, 70", "30, 128, 128, 30"})
    void theEventsThatAScenarioCountedAreOneForTheFrequency(int points, int counted, int events, int score) {
        Evidence evidence = new Evidence("e1", AT, "web1", "");
        Claim claim = new Claim("s", points, counted, true, ThreatClass.OTHER, "because", null, "1", evidence);

        Score made = Scorer.score(
                List.of(claim), new Scorer.Context(events, 0, List.of(), List.of()), ScoringPolicy.DEFAULT);

        assertThat(made.raw()).isEqualTo(Math.min(100, score));
    }

    @Test
    void theClaimThatScoresHighestIsTakenNotTheOneWithTheHighestBase() {
        Evidence evidence = new Evidence("e1", AT, "web1", "");
        Claim scenario = new Claim("s", 65, 4, true, ThreatClass.OTHER, "because", null, "1", evidence);
        Claim signature = new Claim("x", 50, 1, false, ThreatClass.OTHER, "because", null, "1", evidence);

        Score made = Scorer.score(
                List.of(scenario, signature), new Scorer.Context(4, 0, List.of(), List.of()), ScoringPolicy.DEFAULT);

        assertThat(points(made)).isEqualTo("x=50 frequency=30 s=0");
    }

    private static Score score(String type, int events, int failures) {
        return Scorer.score(
                List.of(claim(type)),
                new Scorer.Context(events, failures, List.of(), List.of()),
                ScoringPolicy.DEFAULT);
    }

    private static Claim claim(String type) {
        int base = ScoringPolicy.DEFAULT.baseScore(ThreatType.ofWireName(type));
        Evidence evidence = new Evidence("e1", AT, "web1", "");
        return new Claim("base:" + type, base, 1, false, ThreatClass.OTHER, "because", null, "1", evidence);
    }

    private static Opinion opinion(String provider, int points) {
        return new Opinion(provider, points, "7 engines", AT, AT.plusSeconds(3600));
    }

    private static String points(Score score) {
        return score.signals().stream()
                .map((Signal signal) -> signal.name() + "=" + signal.points())
                .collect(Collectors.joining(" "));
    }
}
