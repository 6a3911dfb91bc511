package io.selfheal.notifier;

import io.selfheal.notifier.kafka.Backlog;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A channel that is down degrades, it does not make the service unready: the data says so. */
@Readiness
@ApplicationScoped
public class NotifierHealth implements HealthCheck {
    private final Lanes lanes;
    private final Backlog backlog;
    private final NotifierPlugins plugins;

    NotifierHealth(Lanes lanes, Backlog backlog, NotifierPlugins plugins) {
        this.plugins = plugins;
        this.lanes = lanes;
        this.backlog = backlog;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("notifier").up().withData("pending", backlog.size());
        lanes.all().forEach(lane -> response.withData(lane.name(), lane.state()));
        if (!plugins.troubles().isEmpty()) {
            response.withData("plugins", "degraded: " + String.join("; ", plugins.troubles()));
        }
        return response.build();
    }
}
