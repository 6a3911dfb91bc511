package io.selfheal.standalone.replay;

import io.selfheal.analyzer.model.live.Comparison;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.model.live.ModelState;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which anomaly model scores in a replay. */
final class ModelOption {
    @Option(names = "--model", paramLabel = "DIR", description = "Registry whose active model scores too.")
    private @Nullable Path registry;

    /** The caller closes it. Without the option it is off. */
    ModelBook open() {
        return registry == null ? ModelBook.off() : ModelBook.of(new ModelRegistry(registry), Optional.empty(), false);
    }

    /** Whether a model was asked for and none scores as its registry says; said before anything is judged. */
    boolean isMissing(ModelBook models, PrintWriter to) {
        if (!models.isOn() || models.state() instanceof ModelState.Ready) {
            return false;
        }
        to.println(
                "selfheal replay: --model: judged without it; " + models.state().words());
        to.flush();
        return true;
    }

    /** How the model did, apart from the report: only who asked for it hears of it. */
    void tell(ModelBook models, PrintWriter to) {
        if (!models.isOn()) {
            return;
        }
        to.println(String.format(
                Locale.ROOT, "model %s; drift of the score %.3f", models.state().words(), models.drift()));
        Comparison c = models.comparison();
        if (c.rows() > 0) {
            to.println(String.format(
                    Locale.ROOT,
                    "challenger: %,d rows; unusual to both %,d, to the champion alone %,d, to the challenger alone %,d;"
                            + " mean difference %.3f",
                    c.rows(),
                    c.both(),
                    c.onlyChampion(),
                    c.onlyChallenger(),
                    c.difference()));
        }
    }
}
