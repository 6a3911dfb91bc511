package io.selfheal.enrichment.provider.virustotal;

import io.selfheal.enrichment.http.HttpReply.Answer;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Reply.Answered;
import io.selfheal.enrichment.provider.Reply.Failed;
import io.selfheal.enrichment.provider.Reply.Limited;
import io.selfheal.enrichment.provider.Reply.Refused;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.enrichment.quota.Quota;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of {@code GET /ip_addresses/{ip}}. Shapes and codes: docs.virustotal.com, "IP addresses" and
 * "Errors".
 */
final class VirusTotalAnswers {
    /** After TooManyRequestsError without a usable Retry-After; the public quota counts by the minute. */
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
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
        JsonObject json = answer.json().orElse(null) instanceof JsonObject object ? object : new JsonObject();
        String code = child(json, "error").getValue("code") instanceof String text ? text : "";
        return switch (answer.status()) {
            case 200 -> report(address, json, now);
            case 400 -> only(address, Said.error("VirusTotal refused the question"));
            // A proxy or a wrong base address answers 404 too: only VirusTotal's own word means "unknown".
            case 404 ->
                "NotFoundError".equals(code)
                        ? only(address, new Said(Opinion.UNKNOWN, 0, "VirusTotal does not know the address", null))
                        : new Failed("status 404 without VirusTotal's NotFoundError: is base-url right?");
            case 401, 403 -> new Refused("status " + answer.status() + ": VirusTotal refuses the key");
            case 429 -> limited(code, answer.retryAfter(), now);
            default -> new Failed("status " + answer.status());
        };
    }

    private Reply report(IpAddress address, JsonObject json, Instant now) {
        JsonObject attributes = child(child(json, "data"), "attributes");
        if (!(attributes.getValue("last_analysis_stats") instanceof JsonObject stats)) {
            return new Failed("status 200 without last_analysis_stats");
        }
        Instant analysed =
                attributes.getValue("last_analysis_date") instanceof Number epoch ? day(epoch.longValue()) : null;
        return only(address, said(address, Counts.of(stats), analysed, now));
    }

    private Said said(IpAddress address, Counts counts, @Nullable Instant analysed, Instant now) {
        boolean stale = analysed == null || analysed.plus(staleAfter).isBefore(now);
        String when = analysed == null
                ? ", never analysed"
                : stale ? ", last analysed " + LocalDate.ofInstant(analysed, ZoneOffset.UTC) : "";
        String summary = counts.malicious + " of " + counts.total() + " engines call it malicious"
                + (counts.suspicious > 0 ? ", " + counts.suspicious + " suspicious" : "") + when;
        String link = PAGE + address;
        if (counts.malicious >= minEngines) {
            long scaled = Math.round(20.0 * counts.malicious / fullPointsEngines);
            return new Said(Opinion.MALICIOUS, Math.clamp(scaled, 1, 20), summary, link);
        }
        boolean nobodyLooked = counts.total() == 0;
        return new Said(nobodyLooked || stale ? Opinion.UNKNOWN : Opinion.CLEAN, 0, summary, link);
    }

    private static Reply limited(String code, @Nullable String retryAfter, Instant now) {
        if ("QuotaExceededError".equals(code)) {
            return new Limited(
                    Duration.between(now, Quota.nextMidnight(now)), "VirusTotal's quota is used up until 00:00 UTC");
        }
        Duration wait = A_MINUTE;
        if (retryAfter != null && retryAfter.matches("[0-9]{1,9}")) {
            Duration told = Duration.ofSeconds(Long.parseLong(retryAfter));
            wait = told.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : told;
        }
        return new Limited(wait, "VirusTotal's rate limit");
    }

    private static Reply only(IpAddress address, Said said) {
        return new Answered(Map.of(address, said));
    }

    private static @Nullable Instant day(long epochSecond) {
        return epochSecond > 0 && epochSecond < 100_000_000_000L ? Instant.ofEpochSecond(epochSecond) : null;
    }

    private static JsonObject child(JsonObject parent, String name) {
        return parent.getValue(name) instanceof JsonObject object ? object : new JsonObject();
    }

    private record Counts(int malicious, int suspicious, int harmless, int undetected) {
        static Counts of(JsonObject stats) {
            return new Counts(
                    count(stats, "malicious"),
                    count(stats, "suspicious"),
                    count(stats, "harmless"),
                    count(stats, "undetected"));
        }

        int total() {
            return malicious + suspicious + harmless + undetected;
        }

        private static int count(JsonObject stats, String name) {
            return stats.getValue(name) instanceof Number n ? Math.clamp(n.longValue(), 0, 10_000) : 0;
        }
    }
}
