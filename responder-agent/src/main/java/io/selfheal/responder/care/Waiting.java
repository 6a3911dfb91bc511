package io.selfheal.responder.care;

import io.selfheal.responder.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Since when urgent updates wait, as checks saw them: how urgent one is grows with its age (HLT-06). An update waits from
 * the first check that found it until the installed version is another; that a newer one came out meanwhile begins nothing
 * anew.
 */
public final class Waiting {
    private static final String BECOMES = " → ";

    private final Path directory;
    private final Duration allowed;

    /**
     * @param directory where it is noted, a file for each check
     * @param allowed what waits longer is overdue
     */
    public Waiting(Path directory, Duration allowed) {
        this.directory = directory;
        this.allowed = allowed;
    }

    /** The finding with the days that urgent updates wait, and how many of them are overdue. */
    public Finding noted(Finding finding, Instant now) {
        return finding instanceof Finding.Looked looked ? noted(looked, now) : finding;
    }

    private Finding noted(Finding.Looked looked, Instant now) {
        Path file = directory.resolve("urgent-" + looked.check() + ".txt");
        Map<String, Instant> before = read(file);
        Map<String, Instant> since = new HashMap<>();
        List<String> lines = new ArrayList<>();
        int overdue = 0;
        for (String line : looked.lines()) {
            int becomes = line.indexOf(BECOMES);
            if (lines.size() >= looked.urgent() || becomes < 0) {
                lines.add(line);
                continue;
            }
            String what = line.substring(0, becomes);
            Instant began = earlier(before.getOrDefault(what, now), now);
            since.put(what, began);
            Duration waits = Duration.between(began, now);
            lines.add(waits.toDays() > 0 ? line + " (waits for " + waits.toDays() + " d)" : line);
            overdue += waits.compareTo(allowed) > 0 ? 1 : 0;
        }
        List<String> hints = new ArrayList<>(looked.hints());
        if (!since.equals(before)) {
            write(file, since).ifPresent(hints::add);
        }
        return new Finding.Looked(looked.check(), looked.urgent(), overdue, lines, hints);
    }

    /** What was noted by a clock that was ahead begins now. */
    private static Instant earlier(Instant noted, Instant now) {
        return noted.isAfter(now) ? now : noted;
    }

    /** {@code SECONDS WHAT}; lines that are damaged begin anew. */
    private static Map<String, Instant> read(Path file) {
        Map<String, Instant> since = new HashMap<>();
        try {
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                int space = line.indexOf(' ');
                if (space > 0 && line.substring(0, space).matches("[0-9]{1,11}")) {
                    since.put(
                            line.substring(space + 1), Instant.ofEpochSecond(Long.parseLong(line.substring(0, space))));
                }
            }
        } catch (IOException e) {
            return new HashMap<>();
        }
        return since;
    }

    /** Why it could not be written. */
    private Optional<String> write(Path file, Map<String, Instant> since) {
        List<String> lines = since.entrySet().stream()
                .map(each -> each.getValue().getEpochSecond() + " " + each.getKey())
                .sorted()
                .toList();
        try {
            Files.createDirectories(directory);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("since when urgent updates wait could not be noted: " + e.getMessage());
        }
    }
}
