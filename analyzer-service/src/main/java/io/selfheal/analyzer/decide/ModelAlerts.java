package io.selfheal.analyzer.decide;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.text.Excerpt;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Alerts about the anomaly model. */
public final class ModelAlerts {
    private static final int LONGEST = 500;

    private ModelAlerts() {}

    /** A version was trained from this analyzer's traffic and scores silently beside the one at work. */
    public static Alert trained(String version, int rows, Instant time) {
        return ofVersion(
                Severity.INFO,
                "model-trained",
                version,
                "An anomaly model was trained and is on trial",
                "trained from " + rows + " rows",
                time);
    }

    /** A version took over by itself. */
    public static Alert promoted(String version, String why, Instant time) {
        return ofVersion(Severity.LOW, "model-promoted", version, "An anomaly model took over", why, time);
    }

    /** A version that was trained here did not pass; the one before goes on. */
    public static Alert rejected(String version, String why, Instant time) {
        return ofVersion(
                Severity.MEDIUM, "model-rejected", version, "An anomaly model did not pass its trial", why, time);
    }

    /** What the registry names cannot be used; the version before goes on, or none. */
    public static Alert refused(String why, Instant time) {
        return ofVersion(Severity.MEDIUM, "model-refused", "registry", "The anomaly model was refused", why, time);
    }

    /**
     * Today's sources are unlike those that the model learned from; one incident for each version and day.
     *
     * @param moved features with their population stability index
     */
    public static Alert drift(String version, String moved, Instant time) {
        String day = time.atZone(ZoneOffset.UTC).toLocalDate().toString();
        return alert(
                Severity.MEDIUM,
                "model-drift",
                "model-drift/" + version + "/" + day,
                version,
                day,
                "The anomaly model should be trained anew",
                "sources behave unlike those of its training; population stability index: " + moved,
                time);
    }

    private static Alert ofVersion(
            Severity severity, String kind, String version, String title, String text, Instant time) {
        String description = version + ": " + Excerpt.of(text, LONGEST);
        return alert(severity, kind, "model/" + version, version, time.toString(), title, description, time);
    }

    /** @param occasion tells it from others of its kind about the version */
    private static Alert alert(
            Severity severity,
            String kind,
            String groupingKey,
            String version,
            String occasion,
            String title,
            String description,
            Instant time) {
        return new Alert(
                Ids.of(kind, version, occasion),
                time,
                severity,
                kind,
                groupingKey,
                title,
                description,
                version,
                "",
                Map.of("model", version),
                "analyzer-service");
    }
}
