package io.selfheal.analyzer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayCoreTest {
    private final Events events = new Events();
    private final Recording sink = new Recording();
    private final ReplayCore replay = new ReplayCore(RuleSet.shipped(), PolicyBook.defaults(), sink);

    @Test
    void filesAreMergedByTime() {
        List<SecurityEvent> first = new ArrayList<>();
        List<SecurityEvent> second = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.add(events.failedLogin(Events.START.plusSeconds(20L * i)));
            second.add(events.failedLogin(Events.START.plusSeconds(20L * i + 10)));
        }

        replay.run(List.of(first.iterator(), second.iterator()));

        assertThat(sink.decisions)
                .singleElement()
                .isInstanceOfSatisfying(
                        Block.class, block -> assertThat(block.issued()).isEqualTo(Events.START.plusSeconds(40)));
    }

    @Test
    void yearsOldHistoryIsJudgedAsIfItHappenedNow() {
        for (int i = 0; i < 5; i++) {
            replay.accept(events.failedLogin(Events.START.minusSeconds(300_000_000L - i)));
        }

        assertThat(sink.decisions).hasSize(1);
    }

    @Test
    void anEventThatComesTwiceCountsOnceUnlessEachIsSaidToComeOnce() {
        SecurityEvent event = events.failedLogin(Events.START);
        for (int i = 0; i < 5; i++) {
            replay.accept(event);
        }
        assertThat(sink.decisions).isEmpty();

        ReplayCore trusting = new ReplayCore(RuleSet.shipped(), PolicyBook.defaults(), sink);
        trusting.eachComesOnce();
        for (int i = 0; i < 5; i++) {
            trusting.accept(event);
        }
        assertThat(sink.decisions).hasSize(1);
    }

    @Test
    void theSummaryCountsWhatWasFound() {
        for (int i = 0; i < 5; i++) {
            replay.accept(events.failedLogin(Events.START.plusSeconds(i)));
        }
        replay.accept(events.login("192.0.2.1", Events.START, EventOutcome.SUCCESS, 1));

        assertThat(replay.summary()).isEqualTo(new ReplaySummary(6, 2, 1, 1, 0, 1));
    }

    private static final class Recording implements ReplaySink {
        private final List<Decision> decisions = new ArrayList<>();

        @Override
        public void assessment(Assessment assessment) {
            assertThat(assessment.score()).isBetween(0, 100);
        }

        @Override
        public void decision(Decision decision) {
            decisions.add(decision);
        }

        @Override
        public void alert(Alert alert) {
            assertThat(alert.groupingKey()).isNotEmpty();
        }
    }
}
