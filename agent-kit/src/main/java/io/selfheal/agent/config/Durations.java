package io.selfheal.agent.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 1h30m}, {@code 7d}; also ISO 8601 ({@code PT4H}). */
public final class Durations {

    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Durations() {}

    /** @throws IllegalArgumentException whose message continues "'text' …" */
    public static Duration parse(String text) {
        Duration duration = text.startsWith("P") ? iso(text) : parts(text);
        if (duration.isNegative()) {
            throw new IllegalArgumentException("is negative");
        }
        return duration;
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is not a duration", e);
        }
    }

    private static Duration parts(String text) {
        Matcher matcher = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int at = 0;
        while (at < text.length() && matcher.find(at) && matcher.start() == at) {
            sum = sum.plus(part(Long.parseLong(matcher.group(1)), matcher.group(2)));
            at = matcher.end();
        }
        if (at == 0 || at < text.length()) {
            throw new IllegalArgumentException(text.matches("[0-9]+") ? "has no unit" : "is not a duration");
        }
        return sum;
    }

    private static Duration part(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException("has an unknown unit");
        };
    }
}
