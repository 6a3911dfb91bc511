package io.selfheal.analyzer.stream;

import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A rule file that was refused degrades, it does not make the service unready: what was in force before stays. */
@Readiness
@ApplicationScoped
public class RuleHealth implements HealthCheck {
    private static final int TOLD = 5;

    private final RuleWatch rules;

    RuleHealth(RuleWatch rules) {
        this.rules = rules;
    }

    @Override
    public HealthCheckResponse call() {
        DropIns.Status status = rules.status();
        String told =
                status.refusals().stream().limit(TOLD).map(RuleRefusal::message).collect(Collectors.joining("; "));
        return HealthCheckResponse.named("rules")
                .up()
                .withData("state", status.degraded() ? "degraded: " + told : "ok")
                .withData("version", rules.current().version())
                .withData("folder", status.folder())
                .withData("files", status.files())
                .withData("refused", status.refusals().size())
                .build();
    }
}
