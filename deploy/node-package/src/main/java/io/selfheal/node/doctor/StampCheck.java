package io.selfheal.node.doctor;

import io.selfheal.collector.parse.ParseResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Whether the stamps of a log are of the time at which it is written: in another zone all its events come late, and late
 * ones block nobody. The file system says when the last line was written.
 */
final class StampCheck implements LogCheck {
    /** Some write a line when a request began an hour ago; zones are half an hour apart at least. */
    private static final Duration BEHIND = Duration.ofMinutes(28);

    private static final Duration AHEAD = Duration.ofMinutes(5);
    /** No two zones are further apart: a file whose last line is older was copied, or touched. */
    private static final Duration FARTHEST = Duration.ofHours(26);

    private static final int NEWEST = 20;

    @Override
    public Optional<Finding> look(Path file, List<ParseResult> lines, Instant written) {
        if (lines.isEmpty() || !(lines.getLast() instanceof ParseResult.Parsed)) {
            return Optional.empty();
        }
        Instant newest = Instant.MIN;
        for (ParseResult line : lines.subList(Math.max(0, lines.size() - NEWEST), lines.size())) {
            if (line instanceof ParseResult.Parsed(var event) && event.time().isAfter(newest)) {
                newest = event.time();
            }
        }
        Duration behind = Duration.between(newest, written);
        boolean isOff = behind.compareTo(BEHIND) > 0 || behind.negated().compareTo(AHEAD) > 0;
        if (!isOff || behind.abs().compareTo(FARTHEST) > 0) {
            return Optional.empty();
        }
        long minutes = Math.round(behind.toSeconds() / 60.0);
        return Optional.of(Finding.warning(
                "source",
                file + ": its newest line was written at " + written.truncatedTo(ChronoUnit.SECONDS)
                        + " and is stamped " + newest + ", "
                        + (minutes < 0
                                ? -minutes + " minutes ahead"
                                : minutes + " minutes behind: what is more than an hour behind blocks nobody"),
                "give the source the zone that its program writes in: zone: Europe/Berlin"));
    }
}
