package io.selfheal.e2e.corpus;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who failed to log in, counted by other means than our own parsers.
 *
 * @param bruteForcers sources with at least five failed passwords within an hour
 * @param anybody sources of any line about a failure
 */
record Failures(Set<String> bruteForcers, Set<String> anybody) {
    private static final Pattern FAILED = Pattern.compile(
            "(?:message repeated (\\d+) times: \\[ )?Failed password for .* from ([0-9a-f.:]+) port \\d+");
    private static final Pattern TROUBLE = Pattern.compile("(?:from |rhost=|\\[)([0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+)");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy MMM ppd HH:mm:ss", Locale.ROOT);
    private static final int STAMP_LENGTH = 15;
    private static final int THRESHOLD = 5;

    static Failures of(List<String> lines) {
        Map<String, Deque<LocalDateTime>> recent = new HashMap<>();
        Set<String> bruteForcers = new HashSet<>();
        Set<String> anybody = new HashSet<>();
        for (String line : lines) {
            Matcher failed = FAILED.matcher(line);
            if (failed.find()) {
                LocalDateTime at = LocalDateTime.parse("2024 " + line.substring(0, STAMP_LENGTH), STAMP);
                int times = failed.group(1) == null ? 1 : Integer.parseInt(failed.group(1));
                Deque<LocalDateTime> window = recent.computeIfAbsent(failed.group(2), s -> new ArrayDeque<>());
                window.addAll(Collections.nCopies(times, at));
                while (window.getFirst().isBefore(at.minus(Duration.ofHours(1)))) {
                    window.removeFirst();
                }
                if (window.size() >= THRESHOLD) {
                    bruteForcers.add(failed.group(2));
                }
            }
            Matcher trouble = TROUBLE.matcher(line);
            while (trouble.find()) {
                anybody.add(trouble.group(1));
            }
        }
        return new Failures(bruteForcers, anybody);
    }
}
