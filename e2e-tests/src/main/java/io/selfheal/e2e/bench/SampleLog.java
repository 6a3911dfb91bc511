package io.selfheal.e2e.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Log lines as a busy public server has them, the same in every run except for their time. */
final class SampleLog {
    private static final DateTimeFormatter SYSLOG = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ACCESS = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
            "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)");
    private static final List<String> PAGES = List.of(
            "/",
            "/index.html",
            "/products/list?page=3&sort=price",
            "/static/css/site.css?v=20261101",
            "/images/logo.png",
            "/api/v1/orders/81734",
            "/blog/2026/11/how-we-moved-house");

    private static final int VISITORS_PER_GUESSER = 40;

    private final Random random = new Random(20_261_121);
    private final int sources;
    private final ZoneId zone = ZoneId.systemDefault();

    /** Lines of this many visitors, and of one password guesser for every forty of them. */
    SampleLog(int sources) {
        this.sources = sources;
    }

    /** Mostly failing logins, some good ones: what an sshd on the internet writes. */
    String sshd(Instant at) {
        String head = SYSLOG.format(ZonedDateTime.ofInstant(at, zone)) + " web1 sshd[" + (1000 + random.nextInt(60_000))
                + "]: ";
        String from = " from " + source(Math.max(1, sources / VISITORS_PER_GUESSER)) + " port "
                + (1024 + random.nextInt(60_000));
        return head
                + switch (random.nextInt(10)) {
                    case 0 ->
                        "Accepted publickey for deploy" + from
                                + " ssh2: ED25519 SHA256:0GkJ5mTn3uM2m4vXJb9Zq1rWcS8fYdLxHpQeRtUyIo4";
                    case 1, 2 -> "Invalid user test" + random.nextInt(100) + from;
                    case 3, 4, 5 -> "Failed password for invalid user admin" + random.nextInt(100) + from + " ssh2";
                    default -> "Failed password for root" + from + " ssh2";
                };
    }

    /** Visits, with some pages that are not there. */
    String access(Instant at) {
        boolean missing = random.nextInt(20) == 0;
        return source(sources) + " - - [" + accessStamp(at, zone) + "] \"GET "
                + (missing ? "/old/" + random.nextInt(10_000) : PAGES.get(random.nextInt(PAGES.size())))
                + " HTTP/1.1\" " + (missing ? 404 : 200) + " " + (200 + random.nextInt(50_000))
                + " \"https://www.example.com/\" \"" + AGENTS.get(random.nextInt(AGENTS.size())) + "\"";
    }

    /** As an access log has it between its brackets. */
    static String accessStamp(Instant at, ZoneId zone) {
        return ACCESS.format(ZonedDateTime.ofInstant(at, zone));
    }

    /** As many lines of one kind as asked for, each 2 ms before the next. */
    List<String> lines(Kind kind, int count, Instant last) {
        List<String> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(kind.line(this, last.minusMillis((count - i) * 2L), i));
        }
        return lines;
    }

    /** Writes a file of such lines. */
    Path write(Path file, Kind kind, int count, Instant last) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            StringBuilder chunk = new StringBuilder();
            for (int i = 0; i < count; i++) {
                chunk.append(kind.line(this, last.minusMillis((count - i) * 2L), i))
                        .append('\n');
                if (chunk.length() > 1 << 16 || i == count - 1) {
                    out.write(chunk.toString().getBytes(StandardCharsets.UTF_8));
                    chunk.setLength(0);
                }
            }
        }
        return file;
    }

    private String source(int among) {
        int n = random.nextInt(among);
        return "45." + (10 + n / 65_536) + "." + n / 256 % 256 + "." + n % 256;
    }

    /** Which lines. */
    enum Kind {
        SSHD,
        ACCESS,
        /** Half of each. */
        BOTH;

        private String line(SampleLog log, Instant at, int number) {
            return switch (this) {
                case SSHD -> log.sshd(at);
                case ACCESS -> log.access(at);
                case BOTH -> number % 2 == 0 ? log.sshd(at) : log.access(at);
            };
        }
    }
}
