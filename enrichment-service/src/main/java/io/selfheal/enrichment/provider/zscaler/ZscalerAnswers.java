package io.selfheal.enrichment.provider.zscaler;

import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Reply.Answered;
import io.selfheal.enrichment.provider.Reply.Failed;
import io.selfheal.enrichment.provider.Reply.Limited;
import io.selfheal.enrichment.provider.Reply.Refused;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.service.http.HttpReply.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the answers of {@code POST /urlLookup}: an array of {@code {"url", "urlClassifications",
 * "urlClassificationsWithSecurityAlert"}}. Shapes and limits: help.zscaler.com, "Understanding Rate Limiting",
 * "Getting Started with the ZIA API".
 */
final class ZscalerAnswers {
    /** Pause during maintenance, when the cloud answers GET only and the lookup is a POST. */
    private static final Duration READ_ONLY_PAUSE = Duration.ofMinutes(10);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Pattern WAIT = Pattern.compile("([0-9]{1,6}) (second|minute|hour)s?");
    private static final Pattern CATEGORY = Pattern.compile("[A-Z0-9_]{1,64}");
    private static final int CATEGORIES_SHOWN = 4;

    private final int maliciousPoints;

    ZscalerAnswers(int maliciousPoints) {
        this.maliciousPoints = maliciousPoints;
    }

    /** Anything but 401, which the caller answers with a new token first. */
    Reply read(List<IpAddress> asked, Answer answer) {
        return switch (answer.status()) {
            case 200 ->
                answer.json().orElse(null) instanceof JsonArray array
                        ? classified(asked, array)
                        : new Failed("status 200 without a JSON array");
            case 401 -> new Refused("status 401: Zscaler refuses a new token");
            case 403 -> forbidden(answer.jsonObject());
            case 429 -> new Limited(wait(answer.jsonObject()), "Zscaler's rate limit");
            case 400 -> new Answered(errors(asked));
            default -> new Failed("status " + answer.status());
        };
    }

    private Reply classified(List<IpAddress> asked, JsonArray array) {
        Map<IpAddress, Said> said = errors(asked);
        for (Object entry : array) {
            if (entry instanceof JsonObject object && object.getValue("url") instanceof String url) {
                IpAddress address = IpAddress.tryParse(url.replaceAll("[\\[\\]]", ""));
                if (address != null) {
                    said.computeIfPresent(address, (key, none) -> opinion(object));
                }
            }
        }
        return new Answered(said);
    }

    private Said opinion(JsonObject entry) {
        List<String> alerts = categories(entry, "urlClassificationsWithSecurityAlert");
        if (!alerts.isEmpty()) {
            return new Said(Opinion.MALICIOUS, maliciousPoints, "Zscaler security alert: " + text(alerts), null);
        }
        List<String> plain = categories(entry, "urlClassifications");
        boolean known = plain.stream().anyMatch(c -> !c.equals("MISCELLANEOUS_OR_UNKNOWN"));
        return known
                ? new Said(Opinion.CLEAN, 0, "Zscaler category: " + text(plain), null)
                : new Said(Opinion.UNKNOWN, 0, "Zscaler has no category for it", null);
    }

    private static Reply forbidden(JsonObject body) {
        return "STATE_READONLY".equals(body.getValue("code"))
                ? new Limited(READ_ONLY_PAUSE, "Zscaler is read-only for maintenance")
                : new Refused("status 403: Zscaler refuses this client");
    }

    /** The wait stands in the body, as words: {@code "Retry-After": "0 seconds"}. */
    private static Duration wait(JsonObject body) {
        Matcher words = WAIT.matcher(body.getValue("Retry-After") instanceof String text ? text : "");
        if (!words.matches()) {
            return Duration.ofMinutes(1);
        }
        long number = Long.parseLong(words.group(1));
        Duration told =
                switch (words.group(2)) {
                    case "hour" -> Duration.ofHours(number);
                    case "minute" -> Duration.ofMinutes(number);
                    default -> Duration.ofSeconds(number);
                };
        if (told.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return told.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : told;
    }

    private static Map<IpAddress, Said> errors(List<IpAddress> asked) {
        Map<IpAddress, Said> said = new HashMap<>();
        asked.forEach(address -> said.put(address, Said.error("Zscaler gave no answer for it")));
        return said;
    }

    private static List<String> categories(JsonObject entry, String name) {
        if (!(entry.getValue(name) instanceof JsonArray array)) {
            return List.of();
        }
        return array.stream()
                .map(value ->
                        value instanceof String text && CATEGORY.matcher(text).matches() ? text : "OTHER")
                .toList();
    }

    private static String text(List<String> categories) {
        String shown = String.join(", ", categories.subList(0, Math.min(CATEGORIES_SHOWN, categories.size())));
        return categories.size() > CATEGORIES_SHOWN ? shown + ", …" : shown;
    }
}
