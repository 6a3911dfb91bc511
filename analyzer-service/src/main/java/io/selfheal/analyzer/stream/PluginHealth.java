package io.selfheal.analyzer.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A plugin that is refused or fails degrades, it does not make the service unready. */
@Readiness
@ApplicationScoped
public class PluginHealth implements HealthCheck {
    private final AnalyzerPlugins plugins;

    PluginHealth(AnalyzerPlugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> troubles = plugins.troubles();
        return HealthCheckResponse.named("analyzer-plugins")
                .up()
                .withData("state", troubles.isEmpty() ? "ok" : "degraded: " + String.join("; ", troubles))
                .build();
    }
}
