package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.decide.ModelAlerts;
import io.selfheal.analyzer.model.live.LiveModel;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.schemas.alert.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The anomaly model beside one core: batches of profiles to it, what it thinks back into the profiles. */
public final class ModelRound {
    private final AnalyzerCore core;
    private final @Nullable LiveModel model;

    private ModelRound(AnalyzerCore core, @Nullable LiveModel model) {
        this.core = core;
        this.model = model;
    }

    /** With a book that is off, the core is not watched, and nothing is ever due. */
    public static ModelRound of(AnalyzerCore core, ModelBook book) {
        if (!book.isOn()) {
            return new ModelRound(core, null);
        }
        LiveModel model = new LiveModel(book);
        core.watchedBy(model);
        return new ModelRound(core, model);
    }

    /** Whether a batch is full, or old enough at this moment of event time. */
    public boolean isDue(Instant eventTime) {
        return model != null && model.isDue(Moment.second(eventTime));
    }

    /**
     * Scores what waits, however little.
     *
     * @param profiles finds a profile by its key; null for one that is gone
     * @param keep takes each profile with what the model's opinion led to
     */
    public void settle(Function<String, @Nullable SourceProfile> profiles, BiConsumer<SourceProfile, Findings> keep) {
        LiveModel asked = model;
        if (asked == null || !asked.isPending()) {
            return;
        }
        for (LiveModel.Opinion opinion : asked.score()) {
            SourceProfile profile = profiles.apply(opinion.source());
            if (profile != null) {
                Findings findings = core.on(opinion.parts(), profile, Instant.ofEpochSecond(opinion.second()));
                Optional<LiveModel.Drift> drift = asked.drift(opinion.second());
                keep.accept(profile, drift.isPresent() ? with(findings, drift.get()) : findings);
            }
        }
    }

    private static Findings with(Findings findings, LiveModel.Drift drift) {
        List<Alert> alerts = new ArrayList<>(findings.alerts());
        alerts.add(ModelAlerts.drift(drift.version(), drift.moved(), Instant.ofEpochSecond(drift.second())));
        return new Findings(true, findings.assessments(), findings.decisions(), alerts, findings.relays());
    }
}
