package io.selfheal.analyzer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.model.Models;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.decide.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayWithModelTest {
    @TempDir
    private Path folder;

    /** A guesser whose every try is a minute after the one before. */
    private static Recording replay(ModelBook book) {
        Events events = new Events();
        Recording sink = new Recording();
        ReplayCore replay = new ReplayCore(RuleSet.shipped(), PolicyBook.defaults(), sink, Places.NONE, book);
        for (int i = 0; i < 8; i++) {
            replay.accept(events.failedLogin(Events.START.plusSeconds(60L * i)));
        }
        replay.summary();
        return sink;
    }

    @Test
    void assessmentsCarryTheModelsScoreAndVersion() throws IOException {
        ModelRegistry registry = new ModelRegistry(folder);
        String version = Models.add(registry, Models.trained(1), Optional.empty());
        registry.activate(version);

        Recording sink;
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            sink = replay(book);
        }

        List<Signal> signals = sink.assessments.getLast().signals();
        assertThat(signals)
                .filteredOn(s -> s.name().equals("model:isolation-forest"))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.version()).isEqualTo(version);
                    assertThat(s.points()).isBetween(0, 15);
                    assertThat(s.evidence().getFirst().excerpt()).startsWith("score 0.");
                });
    }

    @Test
    void theSystemIsCompleteWithoutAModelAndWithOneThatIsRefused() throws IOException {
        ModelRegistry registry = new ModelRegistry(folder);
        String version = Models.add(registry, Models.trained(1), Optional.empty());
        registry.activate(version);
        Files.write(folder.resolve(version).resolve("forest.onnx"), new byte[] {1});

        Recording without = replay(ModelBook.off());
        Recording refused;
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            refused = replay(book);
        }

        assertThat(without.decisions).isNotEmpty();
        assertThat(refused.decisions).isEqualTo(without.decisions);
        assertThat(refused.assessments).isEqualTo(without.assessments);
    }

    private static final class Recording implements ReplaySink {
        private final List<Assessment> assessments = new ArrayList<>();
        private final List<Decision> decisions = new ArrayList<>();

        @Override
        public void assessment(Assessment assessment) {
            assessments.add(assessment);
        }

        @Override
        public void decision(Decision decision) {
            decisions.add(decision);
        }

        @Override
        public void alert(Alert alert) {
            assertThat(alert.id()).isNotEmpty();
        }
    }
}
