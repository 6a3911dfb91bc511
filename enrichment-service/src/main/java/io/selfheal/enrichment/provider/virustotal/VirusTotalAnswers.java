package io.selfheal.enrichment.provider.virustotal;

import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Reply.Answered;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.service.http.HttpReply.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Reads the answers of {@code GET /ip_addresses/{ip}}. Shapes: docs.virustotal.com, "IP addresses". */
final class VirusTotalAnswers {
    private static final String PAGE = "https://www.virustotal.com/gui/ip-address/";

    private final int minEngines;
    private final int fullPointsEngines;
    private final Duration staleAfter;

    VirusTotalAnswers(int minEngines, int fullPointsEngines, Duration staleAfter) {
        this.minEngines = minEngines;
        this.fullPointsEngines = fullPointsEngines;
        this.staleAfter = staleAfter;
    }

    Reply read(IpAddress address, Answer answer, Instant now) {
        return switch (Sorted.of(answer, now)) {
            case Sorted.Report report -> only(address, said(address, report, now));
            case Sorted.NotFound() ->
                only(address, new Said(Opinion.UNKNOWN, 0, "VirusTotal does not know the address", null));
            case Sorted.BadQuestion() -> only(address, Said.error("VirusTotal refused the question"));
            case Sorted.None(Reply.NoAnswer reason) -> reason;
        };
    }

    private Said said(IpAddress address, Sorted.Report report, Instant now) {
        EngineCounts counts = report.counts();
        String summary = counts.sentence() + report.when(staleAfter, now);
        String link = PAGE + address;
        if (counts.malicious() >= minEngines) {
            long scaled = Math.round(20.0 * counts.malicious() / fullPointsEngines);
            return new Said(Opinion.MALICIOUS, Math.clamp(scaled, 1, 20), summary, link);
        }
        boolean nobodyLooked = counts.total() == 0;
        boolean unknown = nobodyLooked || report.isStale(staleAfter, now);
        return new Said(unknown ? Opinion.UNKNOWN : Opinion.CLEAN, 0, summary, link);
    }

    private static Reply only(IpAddress address, Said said) {
        return new Answered(Map.of(address, said));
    }
}
