package io.selfheal.analyzer.decide;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Alerts about the anomaly model. */
public final class ModelAlerts {
    private ModelAlerts() {}

    /**
     * Today's sources are unlike those that the model learned from; one incident for each version and day.
     *
     * @param moved features with their population stability index
     */
    public static Alert drift(String version, String moved, Instant time) {
        String day = time.atZone(ZoneOffset.UTC).toLocalDate().toString();
        return new Alert(
                Ids.of("model-drift", version, day),
                time,
                Severity.MEDIUM,
                "model-drift",
                "model-drift/" + version + "/" + day,
                "The anomaly model should be trained anew",
                "sources behave unlike those of its training; population stability index: " + moved,
                version,
                "",
                null,
                0,
                List.of(),
                Map.of("model", version),
                "analyzer-service");
    }
}
