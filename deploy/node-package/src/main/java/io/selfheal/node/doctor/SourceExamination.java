package io.selfheal.node.doctor;

import io.selfheal.collector.CollectorConfig;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the collector reads what it should: from its status file, which it writes every few seconds. */
final class SourceExamination implements Examination {
    private static final String ABOUT = "source";
    /** The collector writes every five seconds. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Duration silentAfter;

    SourceExamination(Duration silentAfter) {
        this.silentAfter = silentAfter;
    }

    @Override
    public List<Finding> look(Node node) {
        CollectorConfig config = node.collector();
        if (config == null) {
            return List.of();
        }
        Path file = CollectorStatus.file(config);
        List<Finding> findings = new ArrayList<>();
        if (config.sources().isEmpty() && config.syslog().isEmpty()) {
            findings.add(Finding.wrong(
                    ABOUT, "no source is configured: protection is off here", "name sources in collector.yaml"));
        }
        try {
            look(CollectorStatus.read(config), node.clock().instant(), findings);
        } catch (AccessDeniedException e) {
            findings.add(Finding.warning(ABOUT, file + " may not be read by you", "run selfheal doctor as root"));
        } catch (NoSuchFileException e) {
            findings.add(Finding.wrong(
                    ABOUT, file + " does not exist: no collector has run here", "systemctl start selfheal-collector"));
        } catch (IOException | DateTimeParseException e) {
            findings.add(Finding.wrong(
                    ABOUT, file + " cannot be read: " + e.getMessage(), "systemctl restart selfheal-collector"));
        }
        return findings;
    }

    private void look(CollectorStatus said, Instant now, List<Finding> findings) {
        Map<String, Object> status = said.values();
        Instant written = time(status.get("time"));
        if (written == null || Duration.between(written, now).compareTo(FRESH) > 0) {
            findings.add(Finding.wrong(
                    ABOUT,
                    "the collector last said at " + written + " how it stands: it does not run, or hangs",
                    "systemctl restart selfheal-collector"));
        } else if (Duration.between(now, written).compareTo(FRESH) > 0) {
            findings.add(Finding.wrong(
                    "clock",
                    "the collector's status is of " + written + ", which is yet to come: this clock was put back",
                    "let a time service keep the clock: " + TimeService.advice()));
        }
        if (status.get("parsers") instanceof Map<?, ?> parsers && parsers.get("refused") instanceof List<?> refused) {
            refused.forEach(message -> findings.add(Finding.warning(
                    ABOUT, "a parser file is not taken: " + message, "mend it, then: selfheal explain FILE")));
        }
        if (status.get("plugins") instanceof List<?> plugins) {
            plugins.forEach(trouble -> findings.add(Finding.warning(
                    ABOUT,
                    "a plugin of the collector takes no part: " + Excerpt.of(String.valueOf(trouble), 300),
                    "selfheal plugins list; then systemctl restart selfheal-collector")));
        }
        said.leftOut().forEach(out -> findings.add(leftOut(out)));
        for (Map<?, ?> source : said.sources()) {
            findings.add(source(source, now));
            findings.addAll(lost(source));
        }
    }

    private static Finding leftOut(Map<?, ?> out) {
        String glob = Excerpt.of(String.valueOf(out.get("glob")), 200);
        return String.valueOf(out.get("why")).equals("no_text")
                ? Finding.wrong(
                        ABOUT,
                        glob + " matches a name that is not UTF-8: protection is silently off for what is there",
                        "rename it, or match less in collector.yaml")
                : Finding.wrong(
                        ABOUT,
                        glob + " matches more files than are read: protection is silently off for the others",
                        "split it into several sources in collector.yaml, or let rotation delete old logs");
    }

    private Finding source(Map<?, ?> source, Instant now) {
        String name = Excerpt.of(String.valueOf(source.get("source")), 200);
        String hint = source.get("hint") instanceof String text ? " (" + text + ")" : "";
        return switch (String.valueOf(source.get("state"))) {
            case "denied" ->
                Finding.wrong(
                        ABOUT,
                        name + " may not be read: protection is silently off here" + hint,
                        "let the group adm read it, or add its group: systemctl edit selfheal-collector,"
                                + " SupplementaryGroups=");
            case "missing" ->
                Finding.warning(
                        ABOUT,
                        name + " does not exist: protection is silently off here" + hint,
                        "take it out of collector.yaml, or let the program write it");
            case "hanging" ->
                Finding.wrong(
                        ABOUT,
                        name + " cannot be read: protection is silently off here" + hint,
                        "see whether its file system answers: findmnt -T FOLDER; then the server it comes from");
            case "waiting" -> Finding.warning(ABOUT, name + " waits for Kafka; nothing is lost", "see kafka");
            default -> reading(name, source, now);
        };
    }

    /** What the source lost since the collector's start. */
    private static List<Finding> lost(Map<?, ?> source) {
        String name = Excerpt.of(String.valueOf(source.get("source")), 200);
        List<Finding> findings = new ArrayList<>();
        long gaps = number(source.get("gaps"));
        if (gaps > 0) {
            findings.add(
                    Finding.warning(
                            ABOUT,
                            name + " lost lines " + gaps + " times before they were read: at least "
                                    + number(source.get("gap_bytes")) + " bytes and "
                                    + number(source.get("gap_entries"))
                                    + " entries of the journal",
                            "let rotation keep more, and see whether Kafka was away for long: journalctl -u selfheal-collector"));
        }
        long dropped = number(source.get("dropped"));
        if (dropped > 0) {
            findings.add(Finding.warning(
                    ABOUT,
                    name + " dropped " + dropped + " messages that came faster than they were taken",
                    "raise spool-bytes or messages-per-second, or let the devices send over TCP"));
        }
        return findings;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private Finding reading(String name, Map<?, ?> source, Instant now) {
        Instant last = time(source.get("last_line"));
        long lines = number(source.get("lines"));
        long unparsed = number(source.get("unparsed"));
        if (last != null && Duration.between(last, now).compareTo(silentAfter) > 0) {
            return Finding.warning(
                    ABOUT,
                    name + " had no line since " + last + ": protection may be silently off here",
                    "look whether the program still writes there");
        }
        if (lines >= 100 && unparsed * 2 > lines) {
            return Finding.warning(
                    ABOUT,
                    name + ": " + unparsed + " of " + lines + " lines are not understood",
                    "selfheal explain shows why; give the source its type in collector.yaml");
        }
        return Finding.ok(
                ABOUT,
                name + " is read: " + lines + " lines since the start"
                        + (last == null ? ", none yet" : ", the last at " + last));
    }

    private static @Nullable Instant time(@Nullable Object value) {
        return value instanceof String text ? Instant.parse(text) : null;
    }
}
