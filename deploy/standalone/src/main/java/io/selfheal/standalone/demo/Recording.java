package io.selfheal.standalone.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recorded log whose lines can be stamped anew, so that it plays as if it happened now. Knows the two stamps that
 * the recordings have: RFC 3164 at the line's beginning and the Common Log Format's in brackets.
 *
 * @param name file name, for example {@code auth.log}
 * @param lines in the order of the file
 */
record Recording(String name, List<Line> lines) {
    private static final DateTimeFormatter SYSLOG = new DateTimeFormatterBuilder()
            .appendPattern("MMM ppd HH:mm:ss")
            .parseDefaulting(ChronoField.YEAR, 2026)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter SYSLOG_OUT = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter CLF = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
    private static final Pattern CLF_STAMP =
            Pattern.compile("\\[(\\d{2}/\\w{3}/\\d{4}:\\d{2}:\\d{2}:\\d{2} [+-]\\d{4})]");
    private static final int SYSLOG_STAMP_LENGTH = 15;

    Recording {
        lines = List.copyOf(lines);
    }

    /**
     * One line.
     *
     * @param after time since the recording's first line
     * @param head text before the stamp
     * @param tail text after it
     * @param syslog whether the stamp is RFC 3164's
     */
    record Line(Duration after, String head, String tail, boolean syslog) {
        /** The line as it would have been written at this moment. */
        String stampedAt(ZonedDateTime now) {
            return head + (syslog ? SYSLOG_OUT : CLF).format(now) + tail;
        }
    }

    /**
     * Reads a recording of the class path.
     *
     * @throws IOException if it is missing or a line has no stamp; the message names file and line
     */
    static Recording read(String name) throws IOException {
        try (InputStream in = Recording.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IOException("the recording " + name + " is missing from this build");
            }
            List<Line> lines = new ArrayList<>();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            ZonedDateTime first = null;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher clf = CLF_STAMP.matcher(line);
                boolean isClf = clf.find();
                ZonedDateTime at = isClf ? ZonedDateTime.parse(clf.group(1), CLF) : syslogStamp(name, line);
                first = first == null || at.isBefore(first) ? at : first;
                Duration after = Duration.between(first, at);
                lines.add(
                        isClf
                                ? new Line(after, line.substring(0, clf.start(1)), line.substring(clf.end(1)), false)
                                : new Line(after, "", line.substring(SYSLOG_STAMP_LENGTH), true));
            }
            return new Recording(name, lines);
        }
    }

    private static ZonedDateTime syslogStamp(String name, String line) throws IOException {
        try {
            String stamp = line.substring(0, Math.min(SYSLOG_STAMP_LENGTH, line.length()));
            return LocalDateTime.parse(stamp, SYSLOG).atZone(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new IOException("the recording " + name + " has a line without a stamp: " + line, e);
        }
    }
}
