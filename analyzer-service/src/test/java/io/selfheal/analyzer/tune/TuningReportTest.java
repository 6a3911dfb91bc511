package io.selfheal.analyzer.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.model.train.Resolution;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.replay.ReplayCore;
import io.selfheal.analyzer.replay.ReplaySink;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.EventOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TuningReportTest {
    private static final String ATTACKER = "203.0.113.7";
    private static final String FRIEND = "198.51.100.9";
    private static final String MISSED = "192.0.2.44";
    private static final int LATER =
            (int) Events.START.plus(Duration.ofHours(2)).getEpochSecond();

    private final Events events = new Events();

    @Test
    void countsFalsePositivesOfEachRuleAndPrecisionAtEachThreshold() {
        TuningReport report = new TuningReport(List.of(
                new Resolution(LATER, ATTACKER, true),
                new Resolution(LATER, FRIEND, true),
                new Resolution(LATER + 1, FRIEND, false),
                new Resolution(LATER, MISSED, true)));
        ReplayCore replay = new ReplayCore(RuleSet.shipped(), PolicyBook.withoutAllowlist(), sink(report));

        for (int i = 0; i < 6; i++) {
            replay.accept(events.login(ATTACKER, Events.START.plusSeconds(i * 10L), EventOutcome.FAILURE, 1));
        }
        for (int i = 0; i < 6; i++) {
            replay.accept(events.login(FRIEND, Events.START.plusSeconds(100 + i * 10L), EventOutcome.FAILURE, 1));
        }
        replay.accept(events.login("192.0.2.1", Events.START.plusSeconds(200), EventOutcome.FAILURE, 9));

        assertThat(report.resolved()).isEqualTo(3);
        assertThat(report.unseen()).isEqualTo(1);
        assertThat(report.rules()).contains(new TuningReport.Rule("auth-brute-force", 1, 1));
        assertThat(report.rules().getFirst().precision()).isEqualTo(0.5);
        TuningReport.Threshold eighty = report.thresholds().stream()
                .filter(t -> t.score() == 80)
                .findFirst()
                .orElseThrow();
        assertThat(eighty).isEqualTo(new TuningReport.Threshold(80, 1, 1, 1));
        assertThat(eighty.precision()).isEqualTo(0.5);
        assertThat(eighty.recall()).isEqualTo(0.5);
    }

    @Test
    void aResolutionSaysNothingOfWhatCameAfterIt() {
        int before = (int) Events.START.minusSeconds(60).getEpochSecond();
        TuningReport report = new TuningReport(List.of(new Resolution(before, ATTACKER, false)));
        ReplayCore replay = new ReplayCore(RuleSet.shipped(), PolicyBook.withoutAllowlist(), sink(report));

        replay.accept(events.login(ATTACKER, Events.START, EventOutcome.FAILURE, 9));

        assertThat(report.rules()).isEmpty();
        assertThat(report.thresholds()).allMatch(t -> t.falsePositives() == 0);
    }

    private static ReplaySink sink(TuningReport report) {
        return new ReplaySink() {
            @Override
            public void assessment(Assessment assessment) {
                report.add(assessment);
            }

            @Override
            public void decision(Decision decision) {
                // what people said is of sources, not of decisions
            }

            @Override
            public void alert(Alert alert) {
                // follows from assessments
            }
        };
    }
}
