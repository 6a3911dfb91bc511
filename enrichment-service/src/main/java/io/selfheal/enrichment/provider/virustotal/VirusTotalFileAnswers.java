package io.selfheal.enrichment.provider.virustotal;

import io.selfheal.enrichment.provider.FileReply;
import io.selfheal.enrichment.provider.FileReply.Answered;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.service.http.HttpReply.Answer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Reads the answers of {@code GET /files/{sha256}}. Shapes: docs.virustotal.com, "Files". Clean is only what engines
 * looked at lately and none has anything to say about; a single engine's word makes it neither clean nor malicious.
 */
final class VirusTotalFileAnswers {
    private static final String PAGE = "https://www.virustotal.com/gui/file/";
    private static final int MAX_NAME = 120;

    private final int minEngines;
    private final Duration staleAfter;

    VirusTotalFileAnswers(int minEngines, Duration staleAfter) {
        this.minEngines = minEngines;
        this.staleAfter = staleAfter;
    }

    FileReply read(String sha256, Answer answer, Instant now) {
        return switch (Sorted.of(answer, now)) {
            case Sorted.Report report -> new Answered(said(sha256, report, now), threat(report.attributes()));
            case Sorted.NotFound() ->
                new Answered(new Said(Opinion.UNKNOWN, 0, "VirusTotal does not know the file", null), "");
            case Sorted.BadQuestion() -> new Answered(Said.error("VirusTotal refused the question"), "");
            case Sorted.None(Reply.NoAnswer reason) -> reason;
        };
    }

    private Said said(String sha256, Sorted.Report report, Instant now) {
        EngineCounts counts = report.counts();
        String known = report.attributes().getValue("meaningful_name") instanceof String name && !name.isBlank()
                ? ", known as " + Excerpt.of(name, MAX_NAME)
                : "";
        String summary = counts.sentence() + report.when(staleAfter, now) + known;
        return new Said(opinion(report, now), 0, summary, PAGE + sha256);
    }

    private Opinion opinion(Sorted.Report report, Instant now) {
        EngineCounts counts = report.counts();
        if (counts.malicious() >= minEngines) {
            return Opinion.MALICIOUS;
        }
        boolean nobodyHasAWordAgainstIt = counts.total() > 0 && counts.malicious() + counts.suspicious() == 0;
        return nobodyHasAWordAgainstIt && !report.isStale(staleAfter, now) ? Opinion.CLEAN : Opinion.UNKNOWN;
    }

    /** What VirusTotal suggests to call it, else what the first engine that calls it malicious says. */
    private static String threat(JsonObject attributes) {
        JsonObject classification = Sorted.child(attributes, "popular_threat_classification");
        if (classification.getValue("suggested_threat_label") instanceof String label && !label.isBlank()) {
            return Excerpt.of(label, MAX_NAME);
        }
        for (Map.Entry<String, Object> engine : Sorted.child(attributes, "last_analysis_results")) {
            if (engine.getValue() instanceof JsonObject said
                    && "malicious".equals(said.getValue("category"))
                    && said.getValue("result") instanceof String name
                    && !name.isBlank()) {
                return Excerpt.of(name, MAX_NAME);
            }
        }
        return "";
    }
}
