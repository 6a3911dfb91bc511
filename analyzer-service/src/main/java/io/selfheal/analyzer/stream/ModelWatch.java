package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.analyzer.decide.ModelAlerts;
import io.selfheal.analyzer.decide.News;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.model.live.ModelState;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.model.retrain.RetrainPlan;
import io.selfheal.analyzer.model.retrain.Retrainer;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SigningKeys;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the anomaly model equal to its registry; a version that is refused leaves the one before at work. */
@ApplicationScoped
public class ModelWatch {
    private static final Logger LOG = Logger.getLogger(ModelWatch.class);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(10);

    private final ModelBook book;
    private final News news;
    private final Optional<Retrainer> retrainer;
    private final @Nullable ScheduledThreadPoolExecutor timer;
    private volatile String told = "";

    ModelWatch(AnalyzerSettings settings, MeterRegistry registry, News news) throws IOException {
        this.news = news;
        if (settings.modelRegistry().isEmpty()) {
            settings.modelRetrain().every().ifPresent(every -> {
                throw new IllegalArgumentException("selfheal.analyzer.model-retrain.every: '" + every
                        + "' needs a place for versions; allowed: beside selfheal.analyzer.model-registry");
            });
            book = settings.modelOnline() ? ModelBook.onlineOnly() : ModelBook.off();
            timer = null;
            retrainer = Optional.empty();
        } else {
            book = ModelBook.of(
                    new ModelRegistry(Path.of(settings.modelRegistry().get())), keys(settings), settings.modelOnline());
            retrainer = retrainer(settings, book);
            timer = new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("selfheal-model").factory());
            var _ = timer.scheduleWithFixedDelay(
                    this::look, CHECK_EVERY.toMillis(), CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        tell();
        gauge(
                registry,
                "ready",
                "1 while the anomaly model scores",
                b -> b.state() instanceof ModelState.Ready ? 1 : 0);
        gauge(
                registry,
                "degraded",
                "1 while the configured model is refused",
                b -> b.state() instanceof ModelState.Degraded ? 1 : 0);
        gauge(registry, "drift", "Population stability index of the score", ModelBook::drift);
        gauge(
                registry,
                "compared",
                "Rows that champion and challenger scored",
                b -> b.comparison().rows());
        gauge(
                registry,
                "only.champion",
                "Rows that the champion alone calls unusual",
                b -> b.comparison().onlyChampion());
        gauge(
                registry,
                "only.challenger",
                "Rows that the challenger alone calls unusual",
                b -> b.comparison().onlyChallenger());
        gauge(
                registry,
                "difference",
                "Mean difference of champion and challenger, 0 to 1",
                b -> b.comparison().difference());
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            java.util.function.ToDoubleFunction<ModelBook> value) {
        Gauge.builder("selfheal.analyzer.model." + name, book, value)
                .description(description)
                .register(registry);
    }

    private static Optional<RecordVerifier> keys(AnalyzerSettings settings) throws IOException {
        Map<String, PublicKey> keys = new HashMap<>();
        for (Map.Entry<String, String> key : settings.modelKeys().entrySet()) {
            keys.put(key.getKey(), SigningKeys.readPublic(Path.of(key.getValue())));
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(new RecordVerifier(keys));
    }

    private void look() {
        try {
            book.refresh();
            tell();
            if (retrainer.isPresent()) {
                Instant now = Instant.now();
                tell(retrainer.get().step(now), now);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("looking at the model registry failed, the version in use stays", e);
        }
    }

    private static Optional<Retrainer> retrainer(AnalyzerSettings settings, ModelBook book) throws IOException {
        AnalyzerSettings.ModelRetrain wanted = settings.modelRetrain();
        if (wanted.every().isEmpty()) {
            return Optional.empty();
        }
        RetrainPlan plan = new RetrainPlan(wanted.every().get(), wanted.onDrift(), wanted.minRows(), wanted.promote());
        Optional<RecordSigner> signer = Optional.empty();
        if (wanted.signingKey().isPresent()) {
            signer = Optional.of(new RecordSigner(
                    wanted.signingKeyId(),
                    SigningKeys.readPrivate(Path.of(wanted.signingKey().get()))));
        }
        ModelRegistry registry =
                new ModelRegistry(Path.of(settings.modelRegistry().orElseThrow()));
        return Optional.of(new Retrainer(plan, registry, book, signer));
    }

    private void tell(Retrainer.Step step, Instant now) {
        switch (step) {
            case Retrainer.Step.Nothing n -> {}
            case Retrainer.Step.Trained t -> {
                LOG.infof("anomaly model %s trained from %d rows; it is the challenger now", t.version(), t.rows());
                news.announce(ModelAlerts.trained(t.version(), t.rows(), now));
            }
            case Retrainer.Step.Promoted p -> {
                LOG.infof("anomaly model %s took over: %s", p.version(), p.why());
                news.announce(ModelAlerts.promoted(p.version(), p.why(), now));
            }
            case Retrainer.Step.Rejected r -> {
                LOG.warnf("anomaly model %s was put away: %s", r.version(), r.why());
                news.announce(ModelAlerts.rejected(r.version(), r.why(), now));
            }
        }
    }

    /** Says what changed; a degraded model is said once, not every ten seconds. */
    private void tell() {
        ModelState state = book.state();
        // Its count of rows is no news.
        String words = state instanceof ModelState.Learning l ? "learning " + l.missing() : state.words();
        if (!words.equals(told)) {
            told = words;
            if (state instanceof ModelState.Degraded) {
                LOG.warnf("anomaly model %s", words);
                news.announce(ModelAlerts.refused(words, Instant.now()));
            } else {
                LOG.infof("anomaly model %s", words);
            }
        }
    }

    ModelBook book() {
        return book;
    }

    @PreDestroy
    void stop() {
        if (timer != null) {
            timer.shutdownNow();
        }
        book.close();
    }
}
