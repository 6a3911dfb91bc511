package io.selfheal.analyzer.detect;

import static io.selfheal.analyzer.Events.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.policy.BlockingMode;
import io.selfheal.schemas.policy.BlockingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node's line that wants to come back is answered, and whoever writes such lines can do nothing with them. */
class CanaryTest {
    private static final String NOBODYS = "2001:db8:5ca1:ab1e:0:1:c0ff:ee";

    private final Events events = new Events();
    private final PolicyBook policy = PolicyBook.defaults();
    private final AnalyzerCore core = new AnalyzerCore(RuleSet.shipped(), policy, new BlastRadius());

    private SecurityEvent canary(String source, Instant at) {
        return new ApplicationError(
                events.origin(source, at, 1), EventAction.CANARY, EventOutcome.UNKNOWN, null, null, "", null, null);
    }

    private Findings answer(String source, Instant at, Instant now) {
        return core.answer(canary(source, at), SourceProfile.create(source), now);
    }

    @Test
    void itIsAnsweredByABlockOfAMinuteOnTheHostThatAsked() {
        SecurityEvent asked = canary(NOBODYS, START);

        Findings findings = core.answer(asked, SourceProfile.create(NOBODYS), START.plusMillis(300));

        assertThat(findings.dirty()).isTrue();
        assertThat(findings.alerts()).isEmpty();
        assertThat(findings.assessments()).isEmpty();
        assertThat(findings.relays()).isEmpty();
        assertThat(findings.decisions()).singleElement().isInstanceOfSatisfying(Block.class, block -> {
            assertThat(block.target()).isEqualTo(Cidr.parse(NOBODYS));
            assertThat(block.scope()).isEqualTo(Scope.host(asked.origin().host()));
            assertThat(block.length()).isEqualTo(Duration.ofMinutes(1));
            assertThat(block.simulated()).isFalse();
            assertThat(block.score()).isZero();
        });
    }

    @Test
    void itEndsByItself() {
        SourceProfile profile = SourceProfile.create(NOBODYS);
        core.answer(canary(NOBODYS, START), profile, START);

        assertThat(core.sweep(profile, START.plusSeconds(59)).decisions()).isEmpty();

        assertThat(core.sweep(profile, START.plusSeconds(60)).decisions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Lift.class, lift -> assertThat(lift.cause()).isEqualTo(Lift.Cause.EXPIRED));
    }

    @Test
    void aCopyThatCameAnotherWayIsNotAnsweredAgainAlsoAfterTheEnd() {
        SourceProfile profile = SourceProfile.create(NOBODYS);
        core.answer(canary(NOBODYS, START), profile, START);

        assertThat(core.answer(canary(NOBODYS, START), profile, START.plusSeconds(1)))
                .isEqualTo(Findings.NOTHING);
        core.sweep(profile, START.plusSeconds(60));
        assertThat(core.answer(canary(NOBODYS, START), profile, START.plusSeconds(61)))
                .isEqualTo(Findings.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.7", "2001:db9::1", "2a01:4f8::1", "::ffff:203.0.113.9", "::1"})
    void nobodyElsesAddressIsEverBlocked(String address) {
        assertThat(answer(address, START, START)).isEqualTo(Findings.NOTHING);
    }

    @Test
    void whatIsLateOrOfAnotherTimeIsNotAnswered() {
        assertThat(answer(NOBODYS, START, START.plusSeconds(121))).isEqualTo(Findings.NOTHING);
        assertThat(answer(NOBODYS, START.plusSeconds(121), START)).isEqualTo(Findings.NOTHING);
        assertThat(answer(NOBODYS, START, START.plusSeconds(120)).decisions()).hasSize(1);
    }

    @Test
    void tenAMinuteAreAnswered() {
        for (int i = 0; i < 10; i++) {
            assertThat(answer("2001:db8::" + i, START, START).decisions()).hasSize(1);
        }

        assertThat(answer("2001:db8::b", START, START.plusSeconds(59))).isEqualTo(Findings.NOTHING);
        assertThat(answer("2001:db8::c", START.plusSeconds(61), START.plusSeconds(61))
                        .decisions())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIMULATE", "OFF"})
    void whereNobodyEnforcesTheAnswerSaysSo(String mode) {
        policy.apply(BlockingPolicy.DEFAULT.in(BlockingMode.valueOf(mode)));

        assertThat(answer(NOBODYS, START, START).decisions())
                .singleElement()
                .extracting(Decision::simulated)
                .isEqualTo(true);
    }

    @Test
    void aReplayAnswersNobodyAndFlagsNobody() {
        SourceProfile profile = SourceProfile.create(NOBODYS);

        for (int i = 0; i < 100; i++) {
            Findings findings = core.on(canary(NOBODYS, START.plusSeconds(i)), profile, START.plusSeconds(i));
            assertThat(List.of(findings.decisions(), findings.assessments(), findings.alerts()))
                    .allMatch(List::isEmpty);
        }
    }
}
