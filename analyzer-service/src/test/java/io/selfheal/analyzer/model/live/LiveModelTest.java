package io.selfheal.analyzer.model.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.model.Models;
import io.selfheal.analyzer.model.build.ModelBuild;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.model.registry.ModelRegistry.Pointer;
import io.selfheal.analyzer.profile.ModelPart;
import io.selfheal.analyzer.profile.SourceProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveModelTest {
    private static final ModelBuild.Built FIRST = Models.trained(1);
    private static final ModelBuild.Built SECOND = Models.trained(2);
    private static final int NOW = 1_772_366_400;

    @TempDir
    private Path folder;

    private ModelRegistry registry;
    private String first;
    private String second;

    @BeforeEach
    void fill() throws IOException {
        registry = new ModelRegistry(folder);
        first = Models.add(registry, FIRST, Optional.empty());
        second = Models.add(registry, SECOND, Optional.empty());
        registry.activate(first);
    }

    private static List<LiveModel.Opinion> ask(LiveModel model) {
        model.look(SourceProfile.create(Events.SOURCE), NOW, true);
        return model.score();
    }

    @Test
    void anEmptyProfileIsFarFromTheRowsOfTheTestsAndScoredWithItsVersion() {
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            List<LiveModel.Opinion> opinions = ask(new LiveModel(book));

            assertThat(book.state()).isEqualTo(new ModelState.Ready(first));
            assertThat(opinions).singleElement().satisfies(opinion -> {
                assertThat(opinion.source()).isEqualTo(Events.SOURCE);
                ModelPart part = opinion.parts().getFirst();
                assertThat(part.name()).isEqualTo("isolation-forest");
                assertThat(part.version()).isEqualTo(first);
                assertThat(part.score()).isBetween(0.5, 1.0);
                assertThat(part.points()).isBetween(0, 15);
            });
        }
    }

    @Test
    void aBatchIsDueWhenItIsFullOrASecondOld() {
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            LiveModel model = new LiveModel(book);
            SourceProfile profile = SourceProfile.create(Events.SOURCE);

            assertThat(model.isDue(NOW)).isFalse();
            model.look(profile, NOW, true);
            assertThat(model.isDue(NOW)).isFalse();
            assertThat(model.isDue(NOW + 1)).isTrue();
            for (int i = 0; i < 63; i++) {
                model.look(profile, NOW, true);
            }
            assertThat(model.isDue(NOW)).isTrue();
            assertThat(model.score()).hasSize(64);
            assertThat(model.isPending()).isFalse();
        }
    }

    @Test
    void anotherActiveVersionTakesOverWithoutLosingARow() throws IOException {
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            LiveModel model = new LiveModel(book);
            model.look(SourceProfile.create(Events.SOURCE), NOW, true);
            registry.activate(second);
            book.refresh();

            assertThat(model.score().getFirst().parts().getFirst().version()).isEqualTo(second);
            registry.rollBack();
            book.refresh();
            assertThat(ask(model).getFirst().parts().getFirst().version()).isEqualTo(first);
        }
    }

    @Test
    void aRefusedVersionLeavesTheOneBeforeAtWork() throws IOException {
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            LiveModel model = new LiveModel(book);
            Files.write(folder.resolve(second).resolve("forest.onnx"), new byte[] {1});
            registry.activate(second);

            book.refresh();

            assertThat(book.state().words()).startsWith("degraded: model " + second + "/forest.onnx is not the file");
            assertThat(ask(model).getFirst().parts().getFirst().version()).isEqualTo(first);
            registry.activate(first);
            book.refresh();
            assertThat(book.state()).isEqualTo(new ModelState.Ready(first));
        }
    }

    @Test
    void aPointerThatNamesNothingLeavesTheVersionAtWork() throws IOException {
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            LiveModel model = new LiveModel(book);
            Files.writeString(folder.resolve("active"), "");

            book.refresh();

            assertThat(book.state().words()).startsWith("degraded: model " + folder.resolve("active"));
            assertThat(ask(model).getFirst().parts().getFirst().version()).isEqualTo(first);
        }
    }

    @Test
    void aRegistryThatIsGoneLeavesTheVersionAtWork() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        ModelRegistry moved = new ModelRegistry(there);
        moved.activate(Models.add(moved, FIRST, Optional.empty()));
        try (ModelBook book = ModelBook.of(moved, Optional.empty(), false)) {
            LiveModel model = new LiveModel(book);
            Files.move(there, folder.resolve("elsewhere"));

            book.refresh();

            assertThat(book.state().words())
                    .isEqualTo("degraded: model " + there + " is gone; its last active version goes on");
            assertThat(ask(model)).isNotEmpty();
            Files.move(folder.resolve("elsewhere"), there);
            book.refresh();
            assertThat(book.state()).isInstanceOf(ModelState.Ready.class);
        }
    }

    @Test
    void aRegistryWithoutAnActiveVersionSaysSoAndCountsWhatItCouldLearnFrom() throws IOException {
        Files.delete(folder.resolve("active"));
        ModelRegistry missing = new ModelRegistry(folder.resolve("missing"));

        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false);
                ModelBook nowhere = ModelBook.of(missing, Optional.empty(), false);
                ModelBook online = ModelBook.of(missing, Optional.empty(), true)) {
            new LiveModel(book).look(SourceProfile.create(Events.SOURCE), NOW, false);

            assertThat(book.state().words())
                    .startsWith("learning: 1 of 1000 rows seen; no version is active in " + folder + " (");
            assertThat(nowhere.state().words()).contains("/missing, which does not exist (");
            assertThat(online.state().words()).isEqualTo("learning: 0 of 1000 rows seen");
        }
    }

    @Test
    void withoutAVersionThatLoadsThereAreNoOpinions() throws IOException {
        Files.delete(folder.resolve(first).resolve("forest.onnx"));

        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            assertThat(ask(new LiveModel(book))).isEmpty();
            assertThat(book.state()).isInstanceOf(ModelState.Degraded.class);
        }
    }

    @Test
    void aChallengerScoresSilently() throws IOException {
        registry.challenge(second);
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            LiveModel model = new LiveModel(book);
            List<LiveModel.Opinion> opinions = ask(model);

            assertThat(opinions.getFirst().parts())
                    .singleElement()
                    .satisfies(part -> assertThat(part.version()).isEqualTo(first));
            assertThat(book.comparison().rows()).isEqualTo(1);
            registry.clear(Pointer.CHALLENGER);
            book.refresh();
            ask(model);
            assertThat(book.comparison()).isEqualTo(Comparison.NONE);
        }
    }

    @Test
    void sourcesUnlikeThoseOfTheTrainingAreDrift() {
        try (ModelBook book = ModelBook.of(registry, Optional.empty(), false)) {
            LiveModel model = new LiveModel(book);
            SourceProfile quiet = SourceProfile.create(Events.SOURCE);
            for (int i = 0; i < DriftMeter.ROWS; i++) {
                model.look(quiet, NOW + i, false);
                if (model.isDue(NOW + i)) {
                    model.score();
                }
            }
            model.score();

            assertThat(model.drift(NOW)).hasValueSatisfying(drift -> {
                assertThat(drift.version()).isEqualTo(first);
                assertThat(drift.moved()).startsWith("score ").contains("url_length");
            });
            assertThat(model.drift(NOW)).isEmpty();
            assertThat(book.drift()).isGreaterThan(0.25);
        }
    }

    @Test
    void theOnlineModelLearnsFirstAndSaysSo() {
        try (ModelBook book = ModelBook.onlineOnly()) {
            LiveModel model = new LiveModel(book);
            assertThat(book.state().words()).isEqualTo("learning: 0 of 1000 rows seen");

            SourceProfile profile = SourceProfile.create(Events.SOURCE);
            for (int i = 0; i < 1100; i++) {
                model.look(profile, NOW + i, false);
                model.score();
            }

            assertThat(book.state()).isInstanceOf(ModelState.Ready.class);
            assertThat(ask(model).getFirst().parts())
                    .extracting(ModelPart::name)
                    .containsExactly("random-cut-forest");
        }
    }

    @Test
    void offIsOff() {
        try (ModelBook book = ModelBook.off()) {
            assertThat(book.isOn()).isFalse();
            assertThat(book.state().words()).isEqualTo("off");
        }
    }
}
