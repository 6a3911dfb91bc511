package io.selfheal.analyzer.model.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.detect.ModelRound;
import io.selfheal.analyzer.model.Models;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.model.registry.ModelRegistry.Pointer;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainerTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final RuleSet RULES = RuleSet.shipped();

    @TempDir
    private Path folder;

    private final Events events = new Events();
    private final Map<String, SourceProfile> profiles = new HashMap<>();
    private Instant at = Events.START;

    @Test
    void theFirstVersionIsTrainedFromTheOwnTrafficOnceThereIsEnoughOfIt() throws Exception {
        ModelRegistry registry = new ModelRegistry(folder);
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            Retrainer retrainer = new Retrainer(plan(true), registry, book, Optional.empty());
            assertThat(retrainer.step(at)).isEqualTo(new Retrainer.Step.Nothing());

            visits(book, 600);
            Retrainer.Step step = retrainer.step(at);

            assertThat(step).isInstanceOf(Retrainer.Step.Promoted.class);
            assertThat(registry.pointed(Pointer.ACTIVE)).isPresent();
            assertThat(book.state().words()).startsWith("ready");
            visits(book, 600);
            assertThat(retrainer.step(at)).isEqualTo(new Retrainer.Step.Nothing());
        }
    }

    @Test
    void whatWasGatheredOutlastsARegistryThatCannotBeWritten() throws Exception {
        Path models = folder.resolve("models");
        ModelRegistry registry = new ModelRegistry(models);
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            Retrainer retrainer = new Retrainer(plan(true), registry, book, Optional.empty());
            visits(book, 600);
            Files.createSymbolicLink(models, folder.resolve("nowhere"));

            assertThatThrownBy(() -> retrainer.step(at)).isInstanceOf(IOException.class);
            Files.delete(models);

            assertThat(retrainer.step(at.plusSeconds(60)))
                    .as("training is not tried each minute")
                    .isEqualTo(new Retrainer.Step.Nothing());
            assertThat(retrainer.step(at.plus(Duration.ofHours(1)))).isInstanceOf(Retrainer.Step.Promoted.class);
        }
    }

    @Test
    void aWeekLaterAChallengerIsTrainedAndTakesOverAfterItsTrial() throws Exception {
        ModelRegistry registry = new ModelRegistry(folder);
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            Retrainer retrainer = new Retrainer(plan(true), registry, book, Optional.empty());
            visits(book, 600);
            retrainer.step(at);
            String first = registry.pointed(Pointer.ACTIVE).orElseThrow();
            visits(book, 600);
            at = at.plus(WEEK);

            assertThat(retrainer.step(at)).isInstanceOf(Retrainer.Step.Trained.class);
            String second = registry.pointed(Pointer.CHALLENGER).orElseThrow();
            assertThat(registry.pointed(Pointer.ACTIVE)).contains(first);

            assertThat(retrainer.step(at.plus(Duration.ofDays(2)))).isEqualTo(new Retrainer.Step.Nothing());
            visits(book, 600);
            Retrainer.Step step = retrainer.step(at);

            assertThat(step)
                    .isInstanceOfSatisfying(
                            Retrainer.Step.Promoted.class,
                            promoted -> assertThat(promoted.version()).isEqualTo(second));
            assertThat(registry.pointed(Pointer.ACTIVE)).contains(second);
            assertThat(registry.pointed(Pointer.PREVIOUS)).contains(first);
            assertThat(registry.pointed(Pointer.CHALLENGER)).isEmpty();
        }
    }

    @Test
    void aChallengerThatIsAnotherThingIsPutAway() throws Exception {
        ModelRegistry registry = new ModelRegistry(folder);
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            Retrainer retrainer = new Retrainer(plan(true), registry, book, Optional.empty());
            visits(book, 600);
            retrainer.step(at);
            String strange = Models.add(registry, Models.trained(1), Optional.empty());
            registry.propose(strange);
            book.refresh();

            visits(book, 600);
            Retrainer.Step step = retrainer.step(at.plus(Duration.ofDays(2)));

            assertThat(step)
                    .isInstanceOfSatisfying(
                            Retrainer.Step.Rejected.class,
                            rejected -> assertThat(rejected.version()).isEqualTo(strange));
            assertThat(registry.pointed(Pointer.CHALLENGER)).isEmpty();
        }
    }

    @Test
    void withoutPromotionAPersonDecidesAndHisOwnChallengerIsLeftAlone() throws Exception {
        ModelRegistry registry = new ModelRegistry(folder);
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            Retrainer retrainer = new Retrainer(plan(false), registry, book, Optional.empty());
            visits(book, 600);

            assertThat(retrainer.step(at)).isInstanceOf(Retrainer.Step.Trained.class);
            assertThat(registry.pointed(Pointer.ACTIVE)).isEmpty();

            String own = Models.add(registry, Models.trained(2), Optional.empty());
            registry.challenge(own);
            visits(book, 600);
            assertThat(retrainer.step(at.plus(WEEK).plus(WEEK))).isEqualTo(new Retrainer.Step.Nothing());
            assertThat(registry.pointed(Pointer.CHALLENGER)).contains(own);
        }
    }

    @Test
    void thePlanIsBounded() {
        assertThatThrownBy(() -> new RetrainPlan(Duration.ofHours(1), true, 5000, false))
                .hasMessageContaining("model-retrain.every 'PT1H' is out of range; allowed: 1 to 366 days");
        assertThatThrownBy(() -> new RetrainPlan(WEEK, true, 10, false))
                .hasMessageContaining("model-retrain.min-rows '10' is out of range; allowed: 256 to 100000");
    }

    private static RetrainPlan plan(boolean promote) {
        return new RetrainPlan(WEEK, true, 500, promote, Duration.ofDays(1), 300);
    }

    /** Each of many sources comes twice, over six days: the model looks at the second visit. */
    private void visits(ModelBook book, int sources) {
        AnalyzerCore core = new AnalyzerCore(RULES, PolicyBook.defaults(), new BlastRadius());
        ModelRound round = ModelRound.of(core, book);
        for (int i = 0; i < sources; i++) {
            String source = "198.51." + i / 250 + "." + (1 + i % 250);
            SourceProfile profile = SourceProfile.create(source);
            profiles.put(source, profile);
            for (int visit = 0; visit < 2; visit++) {
                at = at.plusSeconds(400 + i % 5 * 10);
                core.on(events.request(source, "/page" + i % 40 + "?q=" + i % 7, 200, at), profile, at);
            }
            round.settle(profiles::get, (of, findings) -> {});
        }
    }
}
