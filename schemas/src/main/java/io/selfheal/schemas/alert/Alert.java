package io.selfheal.schemas.alert;

import io.selfheal.schemas.assess.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that people should hear of. Alerts with one grouping key are one incident and become one message.
 *
 * @param id deterministic where it follows from an assessment
 * @param time event time
 * @param severity how urgent
 * @param kind what it is about: {@code blocked}, {@code high-score}, {@code allowlisted-misbehaves},
 *     {@code service-restarted}, {@code service-keeps-failing}, {@code enforcement-failed}, {@code provider-down},
 *     {@code infected-file}, {@code known-malware}, …
 * @param groupingKey the incident it belongs to
 * @param title one line, without hostile text
 * @param description what happened and what was done
 * @param subject whom it is about: an address, a unit, a provider
 * @param host where; empty for the fleet
 * @param userName hostile text; null when none
 * @param score 0 to 100; 0 where there is none
 * @param signals why
 * @param labels further facts: names to texts, hostile text possible in the values
 * @param sourceModule who raised it
 */
public record Alert(
        String id,
        Instant time,
        Severity severity,
        String kind,
        String groupingKey,
        String title,
        String description,
        String subject,
        String host,
        @Nullable String userName,
        int score,
        List<Signal> signals,
        Map<String, String> labels,
        String sourceModule) {
    /** The kind of a node's message of the day: whoever has it on wants to read it, of however little severity it is. */
    public static final String DAILY_DIGEST = "daily-digest";

    /** ALR-09. */
    public enum Severity {
        INFO,
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }

    /** About something of ours, that no attacker's score or name belongs to. */
    public Alert(
            String id,
            Instant time,
            Severity severity,
            String kind,
            String groupingKey,
            String title,
            String description,
            String subject,
            String host,
            Map<String, String> labels,
            String sourceModule) {
        this(
                id,
                time,
                severity,
                kind,
                groupingKey,
                title,
                description,
                subject,
                host,
                null,
                0,
                List.of(),
                labels,
                sourceModule);
    }

    public Alert {
        signals = List.copyOf(signals);
        labels = Map.copyOf(labels);
    }
}
