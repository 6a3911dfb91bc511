package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.analyzer.geo.GeoFiles;
import io.selfheal.analyzer.geo.Places;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the databases of addresses equal to their files. */
@ApplicationScoped
public class GeoWatch {
    private static final Logger LOG = Logger.getLogger(GeoWatch.class);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(1);

    private final @Nullable GeoFiles files;
    private final @Nullable ScheduledThreadPoolExecutor timer;

    GeoWatch(AnalyzerSettings settings, MeterRegistry registry) {
        Duration every = settings.geoCheckEvery();
        if (every.compareTo(LEAST) < 0 || every.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "selfheal.analyzer.geo-check-every: '" + every + "' is out of range; allowed: 1s to 1d");
        }
        List<Path> paths =
                settings.geoDatabases().orElse(List.of()).stream().map(Path::of).toList();
        if (paths.isEmpty()) {
            files = null;
            timer = null;
            LOG.info("no geo databases are configured: countries, places and autonomous systems stay unknown");
            return;
        }
        if (paths.size() > GeoFiles.MAX_FILES) {
            throw new IllegalArgumentException("selfheal.analyzer.geo-databases: " + paths.size()
                    + " files; allowed: at most " + GeoFiles.MAX_FILES);
        }
        GeoFiles opened = new GeoFiles(paths);
        opened.inUse().forEach((file, use) -> LOG.infof("geo database file=%s in use: %s", file, use));
        opened.problems().forEach(problem -> LOG.warnf("geo database refused, nothing is known from it: %s", problem));
        Gauge.builder(
                        "selfheal.analyzer.geo.problems",
                        opened,
                        geo -> geo.problems().size())
                .description("Geo databases that are refused as their files lie there")
                .register(registry);
        FunctionCounter.builder("selfheal.analyzer.geo.failures", opened, GeoFiles::failures)
                .description("Records of geo databases that could not be read")
                .register(registry);
        files = opened;
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("selfheal-geo").factory());
        var _ = timer.scheduleWithFixedDelay(
                () -> look(opened), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void look(GeoFiles files) {
        try {
            for (GeoFiles.News news : files.check()) {
                LOG.log(news.refused() ? Logger.Level.WARN : Logger.Level.INFO, news.line());
            }
        } catch (RuntimeException e) {
            LOG.error("looking at the geo databases failed, those in use stay", e);
        }
    }

    Places places() {
        return files == null ? Places.NONE : files;
    }

    /** What is wrong; empty if nothing, or if the feature is off. */
    List<String> problems() {
        return files == null ? List.of() : files.problems();
    }

    Map<Path, String> inUse() {
        return files == null ? Map.of() : files.inUse();
    }

    @PreDestroy
    void stop() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
