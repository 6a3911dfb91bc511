package io.selfheal.responder.heal;

import io.selfheal.responder.reconcile.NodeAlert;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells what was done about a unit or a guest: an outcome for each act, an alert where people should hear of it (ACT-21). */
public final class HealReports {
    private final Ward ward;
    private final String host;
    private final Outcomes outcomes;
    private final Sink sink;

    public HealReports(Ward ward, String host, Outcomes outcomes, Sink sink) {
        this.ward = ward;
        this.host = host;
        this.outcomes = outcomes;
        this.sink = sink;
    }

    Ward ward() {
        return ward;
    }

    void outcome(String unit, Status status, String reason, Instant now) {
        sink.outcome(outcomes.of(ward.action(), unit, status, reason, null, now));
    }

    void restarted(String unit, String why, List<String> journal, Instant now) {
        alert(
                Severity.MEDIUM,
                "restarted",
                "A failed " + ward.noun() + " was restarted and runs again",
                unit,
                why,
                journal,
                now);
    }

    void keepsFailing(String unit, String why, List<String> journal, Instant now) {
        alert(
                Severity.HIGH,
                "keeps-failing",
                "A " + ward.noun() + " keeps failing and is no longer restarted",
                unit,
                why,
                journal,
                now);
    }

    void held(String unit, String why, List<String> journal, Instant now) {
        alert(
                Severity.HIGH,
                "cannot-run",
                "A " + ward.noun() + " failed, and a restart does not help",
                unit,
                why,
                journal,
                now);
    }

    void notAllowed(String unit, String why, List<String> journal, Instant now) {
        alert(
                Severity.HIGH,
                "not-allowed",
                "A " + ward.noun() + " failed, and SelfHeal may not restart it",
                unit,
                why,
                journal,
                now);
    }

    void failedOnly(String unit, String why, List<String> journal, Instant now) {
        alert(Severity.MEDIUM, "failed", "A " + ward.noun() + " failed and was not restarted", unit, why, journal, now);
    }

    private void alert(
            Severity severity, String kind, String title, String unit, String why, List<String> journal, Instant now) {
        Map<String, String> labels = journal.isEmpty() ? Map.of() : Map.of("journal", String.join("\n", journal));
        sink.alert(new NodeAlert(
                        severity,
                        ward.noun() + "-" + kind,
                        ward.noun() + "/" + host + "/" + unit,
                        title,
                        unit + " on " + host + ": " + why)
                .about(unit, labels, host, now));
    }
}
