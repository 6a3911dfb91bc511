package io.selfheal.enrichment;

import io.selfheal.enrichment.lane.LaneState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A provider that is down degrades, it does not make the service unready: the data says so. */
@Readiness
@ApplicationScoped
public class EnrichmentHealth implements HealthCheck {
    private final Lanes lanes;
    private final EnrichmentPlugins plugins;

    EnrichmentHealth(Lanes lanes, EnrichmentPlugins plugins) {
        this.lanes = lanes;
        this.plugins = plugins;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("enrichment").up();
        lanes.all().forEach(lane -> {
            LaneState state = lane.state();
            boolean degraded = state == LaneState.REFUSED || state == LaneState.FAILING;
            String text = state.name().toLowerCase(Locale.ROOT);
            response.withData(lane.name(), degraded ? "degraded: " + text : text);
            response.withData(lane.name() + ".waiting", lane.waiting());
        });
        response.withData("virustotal.files-waiting", lanes.filesWaiting());
        if (!plugins.troubles().isEmpty()) {
            response.withData("plugins", "degraded: " + String.join("; ", plugins.troubles()));
        }
        return response.build();
    }
}
