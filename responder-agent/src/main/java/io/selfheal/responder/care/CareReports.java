package io.selfheal.responder.care;

import io.selfheal.responder.control.Reply;
import io.selfheal.responder.reconcile.NodeAlert;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Detail.BackupReport;
import io.selfheal.schemas.outcome.Detail.UpdateReport;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Tells the fleet how backups, restores and checks of this node ended (ACT-58, ACT-66): an outcome for each, an alert
 * where people should hear of it. The commands that did them say so over the control socket; with Kafka away it waits
 * in the outbox. Only root and the responder's own user are believed: who may block addresses here may not say that a
 * backup was made.
 */
public final class CareReports {
    /** What an alert calls an act, in its kind and in its title. */
    private record Words(String kind, String done, String failed) {
        static Words of(ActionKind act) {
            return switch (act) {
                case BACK_UP -> new Words("backup", "A backup was made", "A backup failed");
                case RESTORE -> new Words("restore", "An archive was restored", "A restore failed");
                case TRY_RESTORE ->
                    new Words(
                            "trial-restore",
                            "A backup was restored for trial",
                            "A backup could not be restored for trial");
                default -> new Words("check", "A check for updates was made", "A check for updates failed");
            };
        }
    }

    private final String host;
    private final Outcomes outcomes;
    private final Sink sink;
    private final InstantSource clock;
    private final BiFunction<Map<String, Object>, String, Map<String, Object>> others;

    /** @param others answers all other requests */
    public CareReports(
            String host,
            Outcomes outcomes,
            Sink sink,
            InstantSource clock,
            BiFunction<Map<String, Object>, String, Map<String, Object>> others) {
        this.host = host;
        this.outcomes = outcomes;
        this.sink = sink;
        this.clock = clock;
        this.others = others;
    }

    /** @throws IllegalArgumentException if the request is none, saying what is allowed */
    public Map<String, Object> handle(Map<String, Object> request, String user) {
        if (!"report".equals(request.get("command"))) {
            return others.apply(request, user);
        }
        if (!user.equals("root") && !user.equals(System.getProperty("user.name"))) {
            return Reply.refused(user + " may not report for this node; allowed: root");
        }
        CareReport report = CareReport.of(request);
        Instant now = clock.instant();
        sink.outcome(outcomes.of(
                report.act(),
                report.target(),
                report.isOk() ? Status.APPLIED : Status.FAILED,
                report.failure(),
                now,
                report.detail().orElse(null)));
        if (report.isOk()) {
            report.detail().ifPresent(detail -> tell(report, detail, now));
        } else {
            tellFailure(report, now);
        }
        return Reply.done("reported");
    }

    private void tellFailure(CareReport report, Instant now) {
        Words words = Words.of(report.act());
        boolean isCheck = report.act() == ActionKind.CHECK_UPDATES;
        alert(
                isCheck ? Severity.MEDIUM : Severity.HIGH,
                words.kind() + "-failed",
                words.failed(),
                report,
                report.failure(),
                now);
    }

    private void tell(CareReport report, Detail detail, Instant now) {
        switch (detail) {
            case BackupReport b -> {
                String text = b.archive() + (b.entries() > 0 ? ", " + b.entries() + " entries" : "") + ", " + b.bytes()
                        + " bytes"
                        + (b.notes().isEmpty()
                                ? ""
                                : "; " + b.notes().size() + " notes, the first: "
                                        + b.notes().getFirst());
                Words words = Words.of(report.act());
                alert(Severity.INFO, words.kind() + "-done", words.done(), report, text, now);
            }
            case UpdateReport u when !u.found().isEmpty() -> tellUpdates(report, u, now);
            default -> {}
        }
    }

    private void tellUpdates(CareReport report, UpdateReport updates, Instant now) {
        Severity severity = updates.urgent() > 0 ? Severity.MEDIUM : Severity.LOW;
        String title = updates.urgent() > 0 ? "Urgent updates wait" : "Something waits to be updated or restarted";
        String number = updates.found().size() + updates.leftOut() + " found, " + updates.urgent() + " urgent";
        if (report.overdue() > 0) {
            severity = Severity.HIGH;
            title = "Urgent updates wait for too long";
            number += ", " + report.overdue() + " overdue";
        }
        alert(
                severity,
                "updates-found",
                title,
                report,
                number + ", the first: " + updates.found().getFirst(),
                now);
    }

    private void alert(Severity severity, String kind, String title, CareReport report, String text, Instant now) {
        sink.alert(new NodeAlert(
                        severity,
                        kind,
                        "care/" + host + "/" + Words.of(report.act()).kind() + "/" + report.target(),
                        title,
                        report.target() + " on " + host + ": " + text)
                .about(report.target(), Map.of(), host, now));
    }
}
