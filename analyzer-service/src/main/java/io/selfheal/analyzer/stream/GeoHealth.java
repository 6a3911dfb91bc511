package io.selfheal.analyzer.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A database that cannot be read degrades, it does not make the service unready: judging goes on without places. */
@Readiness
@ApplicationScoped
public class GeoHealth implements HealthCheck {
    private final GeoWatch geo;

    GeoHealth(GeoWatch geo) {
        this.geo = geo;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("geo").up();
        List<String> problems = geo.problems();
        if (geo.inUse().isEmpty()) {
            response.withData("state", "off");
        } else {
            response.withData("state", problems.isEmpty() ? "ok" : "degraded: " + String.join("; ", problems));
            geo.inUse().forEach((file, use) -> response.withData(file.toString(), use));
        }
        return response.build();
    }
}
