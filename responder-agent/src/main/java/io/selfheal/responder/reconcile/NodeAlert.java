package io.selfheal.responder.reconcile;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What a responder tells people of its node; no score and no user belongs to it.
 *
 * @param kind as in {@link Alert}
 * @param groupingKey the incident it belongs to; names the host
 * @param title one line, without hostile text
 * @param text what happened and what was done
 */
public record NodeAlert(Severity severity, String kind, String groupingKey, String title, String text) {
    /** About the node itself. */
    public Alert of(String host, Instant now) {
        return about(host, Map.of(), host, now);
    }

    /**
     * About something on the node.
     *
     * @param subject a unit, a disk, a file
     * @param labels further facts
     */
    public Alert about(String subject, Map<String, String> labels, String host, Instant now) {
        return withId(UUID.randomUUID().toString(), subject, labels, host, now);
    }

    /** The same with an id that follows from what it is about. */
    public Alert withId(String id, String subject, Map<String, String> labels, String host, Instant now) {
        return new Alert(id, now, severity, kind, groupingKey, title, text, subject, host, labels, "responder-agent");
    }
}
