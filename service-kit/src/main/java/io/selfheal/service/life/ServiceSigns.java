package io.selfheal.service.life;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.selfheal.host.service.ServiceManager;
import io.selfheal.host.service.Watchdog;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd that this process is ready once it has started, with Kafka there or not, and gives signs of life as long as
 * {@code /q/health/live} would say that it is up. Without systemd it does nothing. One for the process, however many
 * services run in it.
 */
@ApplicationScoped
public class ServiceSigns {
    private static final Logger LOG = Logger.getLogger(ServiceSigns.class);

    private final SmallRyeHealthReporter health;
    private final ServiceManager manager = ServiceManager.of(System.getenv());
    private @Nullable Watchdog watchdog;

    ServiceSigns(SmallRyeHealthReporter health) {
        this.health = health;
    }

    void started(@Observes StartupEvent event) {
        manager.ready("running");
        watchdog = Watchdog.start(manager, this::isAlive);
    }

    private boolean isAlive() {
        SmallRyeHealth live = health.getLiveness();
        if (live.isDown()) {
            LOG.errorf("not alive: %s", live.getPayload());
        }
        return !live.isDown();
    }

    void stopping(@Observes ShutdownEvent event) {
        manager.stopping();
        if (watchdog != null) {
            watchdog.close();
        }
    }
}
