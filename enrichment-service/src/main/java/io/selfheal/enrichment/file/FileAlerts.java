package io.selfheal.enrichment.file;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Finding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says what VirusTotal knows of a file. All alerts of one hash are one incident, on however many hosts it lies. Only
 * malware is critical; that nobody knows a file, or could be asked, is never said to be clean.
 */
final class FileAlerts {
    /** A message shows 400 characters of a description. */
    private static final int PATH = 60;

    private static final int NAME = 40;

    private FileAlerts() {}

    private record Words(Severity severity, String kind, String title, String advice) {}

    static Alert of(FileQuestion question, FileVerdict verdict, Instant now) {
        FileReport file = question.report();
        Finding finding = verdict.finding();
        Words words = words(file, finding.opinion());
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("path", file.path());
        labels.put("sha256", file.sha256());
        labels.put("verdict", finding.summary());
        labels.put("scanner", file.engine() + (file.infected() ? ": " + String.join(", ", file.signatures()) : ""));
        if (!verdict.threat().isEmpty()) {
            labels.put("threat", verdict.threat());
        }
        if (finding.link() != null) {
            labels.put("link", finding.link());
        }
        return new Alert(
                "file-verdict:" + verdict.sha256() + ":" + question.host() + ":"
                        + question.time().toEpochMilli(),
                now,
                words.severity(),
                words.kind(),
                "file/" + verdict.sha256(),
                words.title(),
                description(question, verdict) + words.advice(),
                file.path(),
                question.host(),
                labels,
                "enrichment-service");
    }

    private static String description(FileQuestion question, FileVerdict verdict) {
        FileReport file = question.report();
        String scanner = !file.scanned()
                ? "no scanner looked at it"
                : file.infected()
                        ? "ClamAV found " + Excerpt.of(String.join(", ", file.signatures()), NAME)
                        : "ClamAV found nothing";
        String threat = verdict.threat().isEmpty() ? "" : " (" + Excerpt.of(verdict.threat(), NAME) + ")";
        return Excerpt.of(file.path(), PATH) + " on " + question.host() + ": "
                + Excerpt.of(verdict.finding().summary(), 80) + threat + "; " + scanner + ".";
    }

    private static Words words(FileReport file, Finding.Opinion opinion) {
        String asMalware = file.infected() ? " Treat it as malware: a scanner found some in it." : "";
        return switch (opinion) {
            case MALICIOUS ->
                new Words(
                        Severity.CRITICAL,
                        "known-malware",
                        "A file is known malware",
                        " To do: chmod 000 it, keep it as evidence, stop what has it open (fuser -v);"
                                + " if it ran, cut the host off (order node HOST isolate).");
            case CLEAN ->
                new Words(
                        file.infected() ? Severity.MEDIUM : Severity.INFO,
                        "file-found-clean",
                        file.infected()
                                ? "VirusTotal finds nothing in a file that a scanner calls infected"
                                : "VirusTotal finds nothing in a file that was checked",
                        file.infected() ? " One of both is wrong." : "");
            case UNKNOWN ->
                new Words(
                        file.infected() ? Severity.MEDIUM : Severity.LOW,
                        "file-not-known",
                        "VirusTotal cannot say whether a file is malware",
                        file.infected() ? asMalware : " That does not make it clean.");
            case LIMITED, ERROR ->
                new Words(
                        Severity.LOW,
                        "file-not-looked-up",
                        "VirusTotal could not be asked about a file",
                        file.infected() ? asMalware : " That does not make it clean.");
        };
    }
}
