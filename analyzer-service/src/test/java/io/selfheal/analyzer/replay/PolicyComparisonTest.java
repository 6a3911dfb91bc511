package io.selfheal.analyzer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.policy.PolicyFile;
import io.selfheal.analyzer.replay.PolicyDifference.By;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.event.EventOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolicyComparisonTest {
    private static final String GUESSER = "203.0.113.50";
    private static final String OTHER = "203.0.113.60";

    private final Events events = new Events();

    @Test
    void aPolicyIsNoDifferenceToItself() throws RuleException {
        PolicyComparison comparison = comparison("blocking: {firstBlock: 4h}");

        guess(comparison, GUESSER);

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.same()).isOne();
    }

    @Test
    void aBlockOfAnotherLengthIsADifference() throws RuleException {
        PolicyComparison comparison = comparison("blocking: {firstBlock: 1h}");

        guess(comparison, GUESSER);

        assertThat(comparison.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.target()).isEqualTo(GUESSER);
            assertThat(difference.by()).isEqualTo(By.BOTH);
            assertThat(difference.before())
                    .isNotNull()
                    .extracting(Sentence::length)
                    .isEqualTo(Duration.ofHours(4));
            assertThat(difference.after())
                    .isNotNull()
                    .extracting(Sentence::length)
                    .isEqualTo(Duration.ofHours(1));
        });
        assertThat(comparison.same()).isZero();
    }

    @Test
    void whoIsAllowedByOneOnlyIsBlockedByTheOtherOnly() throws RuleException {
        PolicyComparison comparison = comparison("allow: [{network: " + GUESSER + "}]");

        guess(comparison, GUESSER);
        guess(comparison, OTHER);

        assertThat(comparison.differences())
                .extracting(PolicyDifference::target, PolicyDifference::by)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(GUESSER, By.BEFORE_ONLY));
        assertThat(comparison.before().blocks()).isEqualTo(2);
        assertThat(comparison.after().blocks()).isOne();
    }

    private void guess(PolicyComparison comparison, String source) {
        for (int i = 0; i < 5; i++) {
            comparison.accept(events.login(source, Events.START.plusSeconds(10L * i), EventOutcome.FAILURE, 1));
        }
    }

    private static PolicyComparison comparison(String policy) throws RuleException {
        PolicyBook other = PolicyBook.defaults();
        PolicyFile.read("policy.yaml", policy.getBytes(StandardCharsets.UTF_8)).forEach(other::apply);
        return new PolicyComparison(RuleSet.shipped(), PolicyBook.defaults(), other, Places.NONE);
    }
}
