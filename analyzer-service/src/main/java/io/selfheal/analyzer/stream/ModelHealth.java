package io.selfheal.analyzer.stream;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness says how the model does; it is never a reason not to be ready, since the rules are complete without it. */
@Readiness
@ApplicationScoped
public class ModelHealth implements HealthCheck {
    private final ModelWatch watch;

    ModelHealth(ModelWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("anomaly model")
                .up()
                .withData("state", watch.book().state().words())
                .build();
    }
}
