package io.selfheal.enrichment.provider.virustotal;

import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Reply.Failed;
import io.selfheal.enrichment.provider.Reply.Limited;
import io.selfheal.enrichment.provider.Reply.Refused;
import io.selfheal.enrichment.quota.Quota;
import io.selfheal.service.http.HttpReply.Answer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What an answer of VirusTotal is, whatever was asked about. Codes: docs.virustotal.com, "Errors". */
sealed interface Sorted {
    /**
     * A report.
     *
     * @param counts what the engines say
     * @param analysed when they last looked; null when never
     * @param attributes all that is known
     */
    record Report(EngineCounts counts, @Nullable Instant analysed, JsonObject attributes) implements Sorted {
        /** Whether nobody looked for so long that the counts prove nothing clean. */
        boolean isStale(Duration after, Instant now) {
            return analysed == null || analysed.plus(after).isBefore(now);
        }

        /** To be added to the counts' sentence; empty when the analysis is new. */
        String when(Duration staleAfter, Instant now) {
            return analysed == null
                    ? ", never analysed"
                    : isStale(staleAfter, now)
                            ? ", last analysed " + LocalDate.ofInstant(analysed, ZoneOffset.UTC)
                            : "";
        }
    }

    /** VirusTotal does not know it, in its own words. */
    record NotFound() implements Sorted {}

    /** VirusTotal does not understand the question. */
    record BadQuestion() implements Sorted {}

    /** No answer. */
    record None(Reply.NoAnswer reason) implements Sorted {}

    static Sorted of(Answer answer, Instant now) {
        JsonObject json = answer.jsonObject();
        String code = child(json, "error").getValue("code") instanceof String text ? text : "";
        return switch (answer.status()) {
            case 200 -> report(json);
            case 400 -> new BadQuestion();
            // A proxy or a wrong base address answers 404 too: only VirusTotal's own word means "unknown".
            case 404 ->
                "NotFoundError".equals(code)
                        ? new NotFound()
                        : new None(new Failed("status 404 without VirusTotal's NotFoundError: is base-url right?"));
            case 401, 403 -> new None(new Refused("status " + answer.status() + ": VirusTotal refuses the key"));
            case 429 -> new None(limited(code, answer, now));
            default -> new None(new Failed("status " + answer.status()));
        };
    }

    private static Sorted report(JsonObject json) {
        JsonObject attributes = child(child(json, "data"), "attributes");
        if (!(attributes.getValue("last_analysis_stats") instanceof JsonObject stats)) {
            return new None(new Failed("status 200 without last_analysis_stats"));
        }
        Instant analysed =
                attributes.getValue("last_analysis_date") instanceof Number epoch ? day(epoch.longValue()) : null;
        return new Report(EngineCounts.of(stats), analysed, attributes);
    }

    private static Limited limited(String code, Answer answer, Instant now) {
        if ("QuotaExceededError".equals(code)) {
            return new Limited(
                    Duration.between(now, Quota.nextMidnight(now)), "VirusTotal's quota is used up until 00:00 UTC");
        }
        // Without a usable Retry-After a minute: the public quota counts by it.
        double seconds = answer.seconds("Retry-After").orElse(60);
        return new Limited(Duration.ofSeconds((long) Math.min(seconds, 3600)), "VirusTotal's rate limit");
    }

    private static @Nullable Instant day(long epochSecond) {
        return epochSecond > 0 && epochSecond < 100_000_000_000L ? Instant.ofEpochSecond(epochSecond) : null;
    }

    /** The object of that name; an empty one when it is something else or not there. */
    static JsonObject child(JsonObject parent, String name) {
        return parent.getValue(name) instanceof JsonObject object ? object : new JsonObject();
    }
}
