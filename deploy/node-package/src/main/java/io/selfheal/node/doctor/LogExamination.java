package io.selfheal.node.doctor;

import io.selfheal.collector.CollectorConfig;
import io.selfheal.collector.parse.ParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** What the logs themselves tell: their newest lines. */
final class LogExamination implements Examination {
    private final List<LogCheck> checks;

    LogExamination(LogCheck... checks) {
        this.checks = List.of(checks);
    }

    @Override
    public List<Finding> look(Node node) {
        CollectorConfig config = node.collector();
        if (config == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        NewestLines newest = new NewestLines(config);
        try {
            for (Path file : newest.files()) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                List<ParseResult> lines = newest.of(file, node.clock().instant());
                checks.forEach(check -> check.look(file, lines, written).ifPresent(findings::add));
            }
        } catch (IOException | DateTimeParseException e) {
            // What cannot be read is the examination of sources' to say.
            return findings;
        }
        return findings;
    }
}
