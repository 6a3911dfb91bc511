package io.selfheal.responder.scan;

import io.selfheal.responder.reconcile.NodeAlert;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.text.Excerpt;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Raises a critical alert for each outcome that reports an infected file (DET-16), whoever had the file checked, and
 * passes everything on. The alert's description is bounded, so that what a person can do is not cut off by a long path;
 * the labels hold path, signatures and hash whole.
 */
public final class InfectedFiles implements Sink {
    private static final int PATH = 60;
    private static final int SIGNATURES = 40;
    private static final String ADVICE = " The file was left as it is. To do: chmod 000 it and keep it as evidence;"
            + " see who wrote it and what has it open (stat, fuser -v);"
            + " stop the service it belongs to (selfheal heal UNIT --stop);"
            + " if it ran, cut the host off (order node HOST isolate).";

    private final Sink to;

    public InfectedFiles(Sink to) {
        this.to = to;
    }

    @Override
    public void outcome(Outcome outcome) {
        to.outcome(outcome);
        if (outcome.detail() instanceof FileReport file && file.infected()) {
            to.alert(alert(outcome, file));
        }
    }

    @Override
    public void alert(Alert alert) {
        to.alert(alert);
    }

    private static Alert alert(Outcome outcome, FileReport file) {
        String signatures =
                file.signatures().isEmpty() ? "something that it did not name" : String.join(", ", file.signatures());
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("path", file.path());
        labels.put("sha256", file.sha256());
        labels.put("signatures", signatures);
        labels.put("engine", file.engine());
        if (outcome.decisionId() != null) {
            labels.put("order", outcome.decisionId());
        }
        return new NodeAlert(
                        Severity.CRITICAL,
                        "infected-file",
                        "infected-file/" + outcome.host() + "/" + file.sha256(),
                        "Malware was found in a file",
                        Excerpt.of(file.path(), PATH) + " on " + outcome.host() + ": ClamAV found "
                                + Excerpt.of(signatures, SIGNATURES) + "." + ADVICE)
                .withId("infected-file:" + outcome.id(), file.path(), labels, outcome.host(), outcome.time());
    }
}
