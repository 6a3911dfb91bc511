package io.selfheal.notifier.watch;

import io.quarkus.runtime.StartupEvent;
import io.selfheal.notifier.config.ConfigCheck;
import io.selfheal.notifier.config.NotifierConfig;
import io.selfheal.notifier.config.NotifierConfig.WatchConfig;
import io.selfheal.schemas.alert.Alert;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks every half minute whether events are judged, and lets the channels tell if they are not. */
@ApplicationScoped
public class NotifierWatch {
    private static final Logger LOG = Logger.getLogger(NotifierWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final WatchConfig config;
    private final Map<String, Object> kafka;
    private final Event<Alert> alerts;
    private final AnalysisWatch watch;
    private final InstantSource time = InstantSource.system();
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable KafkaEye eye;
    private boolean denied;

    /** @param alerts what is fired there is told to people */
    NotifierWatch(
            NotifierConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafka, Event<Alert> alerts) {
        ConfigCheck.check(config);
        this.config = config.watch();
        this.kafka = Map.copyOf(kafka);
        this.alerts = alerts;
        this.watch = new AnalysisWatch(this.config.patience());
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("selfheal-watch").factory());
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            var _ = timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            Progress progress = progress();
            if (progress instanceof Progress.Denied(String cause) && !denied) {
                LOG.warnf("whether events are judged cannot be seen: %s", cause);
            }
            denied = progress instanceof Progress.Denied;
            watch.look(progress, time.instant()).ifPresent(alerts::fire);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("looking whether events are judged failed, it is tried again", e);
        }
    }

    private Progress progress() throws InterruptedException {
        try {
            KafkaEye looking = eye;
            if (looking == null) {
                looking = new KafkaEye(kafka, config.group());
                eye = looking;
            }
            return looking.look();
        } catch (KafkaException e) {
            return new Progress.Away(String.valueOf(e.getMessage()));
        }
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
        KafkaEye looking = eye;
        if (looking != null) {
            looking.close();
        }
    }
}
