package io.selfheal.analyzer.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.detect.Findings;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.replay.ReplayCore;
import io.selfheal.analyzer.replay.ReplaySink;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.plugin.Suspicion;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plugin suspects counts, but never blocks alone. */
class DetectorsTest {
    private final Events events = new Events();
    private final SourceProfile profile = SourceProfile.create(Events.SOURCE);

    private static AnalyzerCore core(Detectors detectors) {
        return new AnalyzerCore(
                RuleSet.shipped(),
                PolicyBook.defaults(),
                new BlastRadius(),
                AnalyzerCore.DEFAULT_GRACE,
                Places.NONE,
                detectors);
    }

    private static Detectors suspecting(int points) {
        return event -> List.of(new Detectors.Suspected(
                "honeypot",
                "1.0",
                new Suspicion("honeypot-account", points, ThreatClass.RECONNAISSANCE, "nobody uses it", "T1110")));
    }

    @Test
    void aSuspicionAloneNeverBlocksHoweverOftenItComes() {
        // given
        AnalyzerCore core = core(suspecting(Suspicion.MOST_POINTS));
        List<Assessment> assessments = new ArrayList<>();

        // when
        for (int i = 0; i < 200; i++) {
            Findings found = core.on(
                    events.request("/", 200, Events.START.plusSeconds(60L * i)),
                    profile,
                    Events.START.plusSeconds(60L * i));
            assertThat(found.decisions()).isEmpty();
            assessments.addAll(found.assessments());
        }

        // then
        assertThat(assessments)
                .isNotEmpty()
                .allSatisfy(a -> assertThat(a.score()).isLessThan(60));
        assertThat(assessments.getFirst().signals().getFirst())
                .returns("plugin:honeypot:honeypot-account", Signal::name)
                .returns("1.0", Signal::version);
    }

    @Test
    void itStandsBesideWhatOthersFound() {
        // given
        AnalyzerCore core = core(suspecting(10));

        // when
        List<Assessment> assessments = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SecurityEvent failed = events.failedLogin(Events.START.plusSeconds(i));
            assessments.addAll(core.on(failed, profile, failed.time()).assessments());
        }

        // then
        assertThat(assessments.getLast().signals())
                .extracting(Signal::name)
                .contains("plugin:honeypot:honeypot-account", "base:confirmed_brute_force");
    }

    @Test
    void aReplayAsksThemToo() {
        // given
        List<Assessment> assessments = new ArrayList<>();
        ReplaySink sink = new ReplaySink() {
            @Override
            public void assessment(Assessment assessment) {
                assessments.add(assessment);
            }

            @Override
            public void decision(Decision decision) {
                throw new AssertionError("a suspicion never blocks alone: " + decision);
            }

            @Override
            public void alert(Alert alert) {
                // follows from assessments
            }
        };
        ReplayCore replay = new ReplayCore(
                RuleSet.shipped(),
                PolicyBook.defaults(),
                sink,
                Places.NONE,
                ModelBook.off(),
                suspecting(Suspicion.MOST_POINTS));

        // when
        for (int i = 0; i < 3; i++) {
            replay.accept(events.request("/", 200, Events.START.plusSeconds(i)));
        }

        // then
        assertThat(assessments)
                .isNotEmpty()
                .allSatisfy(a -> assertThat(a.signals().getFirst().name()).startsWith("plugin:honeypot:"));
    }

    @Test
    void peopleHearOfAPluginThatFails() {
        // given
        PluginStatus status = new PluginStatus(
                "slow", "1.0", PluginKind.DETECTOR, "quarantined", 9, 5, 5, 0, 1, "took longer than 20 ms");
        AnalyzerCore core = core(new Detectors() {
            @Override
            public List<Suspected> judge(SecurityEvent event) {
                return List.of();
            }

            @Override
            public List<PluginStatus> failing() {
                return List.of(status);
            }
        });

        // then
        assertThat(core.news(Events.START).alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("plugin-fails");
            assertThat(alert.description())
                    .isEqualTo("plugin slow (detector) is quarantined after 5 failures: took longer than 20 ms");
        });
    }
}
