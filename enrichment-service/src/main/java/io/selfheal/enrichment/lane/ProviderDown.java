package io.selfheal.enrichment.lane;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Instant;
import java.util.Map;

/** Says once that a provider is down, and again only after it had worked in between. */
final class ProviderDown {
    private final String provider;
    private boolean told;

    ProviderDown(String provider) {
        this.provider = provider;
    }

    /** True the first time. */
    boolean isNews() {
        boolean news = !told;
        told = true;
        return news;
    }

    void recovered() {
        told = false;
    }

    Alert alert(String reason, Instant now) {
        return new Alert(
                "provider-down:" + provider + ":" + now.toEpochMilli(),
                now,
                Severity.MEDIUM,
                "provider-down",
                "provider-down:" + provider,
                "Threat intelligence of " + provider + " is not available",
                reason + ". Sources are scored without it until it answers again; nothing counts as clean.",
                provider,
                "",
                Map.of("provider", provider, "reason", reason),
                "enrichment-service");
    }

    /** For the circuit breaker, which wants an exception; no stack trace. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String reason) {
            super(reason, null, false, false);
        }
    }
}
