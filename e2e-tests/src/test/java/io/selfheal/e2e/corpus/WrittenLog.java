package io.selfheal.e2e.corpus;

import io.selfheal.collector.parse.SourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A log as a daemon would write it, made up line by line. In every text {@code {n}} is the number of the repetition,
 * from 1. 203.0.113.66 is the attacker, other addresses are honest.
 */
final class WrittenLog {
    private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 11, 2, 8, 0);
    private static final DateTimeFormatter SYSLOG = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ACCESS =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss '+0000'", Locale.ROOT);
    static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private record Line(LocalDateTime at, String text) {}

    final String name;
    final Set<String> flagged;
    private final String type;
    private final List<Line> lines = new ArrayList<>();
    private LocalDateTime clock = BEGIN;
    private int process = 4000;

    private WrittenLog(String name, String type, Set<String> flagged) {
        this.name = name;
        this.type = type;
        this.flagged = flagged;
    }

    /** A syslog in which the attacker must be flagged and nobody else. */
    static WrittenLog attack(String name) {
        return new WrittenLog(name, "syslog", Set.of("203.0.113.66"));
    }

    /** A syslog in which nobody must be flagged. */
    static WrittenLog honest(String name) {
        return new WrittenLog(name, "syslog", Set.of());
    }

    /** An access log in which the attacker must be flagged and nobody else. */
    static WrittenLog webAttack(String name) {
        return new WrittenLog(name, "access", Set.of("203.0.113.66"));
    }

    /** An access log in which nobody must be flagged. */
    static WrittenLog honestWeb(String name) {
        return new WrittenLog(name, "access", Set.of());
    }

    /** What follows happens from now on again, so that sources overlap. */
    WrittenLog meanwhile() {
        clock = BEGIN;
        return this;
    }

    WrittenLog pause(Duration time) {
        clock = clock.plus(time);
        return this;
    }

    /** Lines of a program in a syslog, each of a process of its own. */
    WrittenLog says(String program, int times, Duration every, String message) {
        for (int n = 1; n <= times; n++) {
            process++;
            String signature = program.equals("kernel") ? program : program + "[" + process + "]";
            add(SYSLOG.format(clock) + " web1 " + signature + ": " + numbered(message, n));
            clock = clock.plus(every);
        }
        return this;
    }

    /** Requests of a browser without a referrer. */
    WrittenLog asks(String source, int times, Duration every, String request, int status) {
        return asks(source, times, every, request, status, "-", BROWSER);
    }

    WrittenLog asks(
            String source, int times, Duration every, String request, int status, String referrer, String agent) {
        for (int n = 1; n <= times; n++) {
            add(source + " - - [" + ACCESS.format(clock) + "] \"" + numbered(request, n) + " HTTP/1.1\" " + status
                    + " 512 \"" + referrer + "\" \"" + agent + "\"");
            clock = clock.plus(every);
        }
        return this;
    }

    /** Reads the log with the real parsers and the real detection. */
    Judged judged(Path folder) throws IOException {
        lines.sort(Comparator.comparing(Line::at));
        Path file = Files.createTempFile(folder, "written", ".log");
        Files.write(file, lines.stream().map(Line::text).toList());
        return Judged.of(file, SourceType.parse(type));
    }

    private void add(String text) {
        lines.add(new Line(clock, text));
    }

    private static String numbered(String text, int n) {
        return text.replace("{n}", String.valueOf(n));
    }

    @Override
    public String toString() {
        return name;
    }
}
