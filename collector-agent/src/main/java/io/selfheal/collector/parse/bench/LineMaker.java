package io.selfheal.collector.parse.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/** Makes lines as an attacked server writes them, the same ones for the same seed. */
public final class LineMaker {
    private static final String[] USERS = {"root", "admin", "test", "oracle", "ubuntu", "git", "postgres", "pi"};
    private static final String[] PATHS = {
        "/",
        "/index.html",
        "/wp-login.php",
        "/images/logo.png?v=3",
        "/api/v1/items?page=2&sort=name",
        "/.env",
        "/robots.txt"
    };
    private static final String[] AGENTS = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
        "curl/8.5.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "-"
    };
    private static final int[] STATUS = {200, 200, 200, 304, 404, 401, 500};

    private final SplittableRandom random;
    private long second;

    public LineMaker(long seed) {
        random = new SplittableRandom(seed);
    }

    /** So many lines of sshd's log, in the mix that a brute force leaves, one after the other with newlines. */
    public byte[] sshd(int lines) {
        StringBuilder text = new StringBuilder(lines * 110);
        for (int i = 0; i < lines; i++) {
            second += random.nextInt(2);
            text.append(String.format(
                    Locale.ROOT,
                    "Nov %2d %02d:%02d:%02d web-1 sshd[%d]: %s%n",
                    1 + second / 86_400 % 20,
                    second / 3600 % 24,
                    second / 60 % 60,
                    second % 60,
                    random.nextInt(1000, 99_999),
                    sshdMessage()));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String sshdMessage() {
        String user = USERS[random.nextInt(USERS.length)];
        String peer = address() + " port " + random.nextInt(1024, 65_536);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> "Failed password for " + user + " from " + peer + " ssh2";
            case 3, 4 -> "Failed password for invalid user " + user + " from " + peer + " ssh2";
            case 5 -> "Invalid user " + user + " from " + peer;
            case 6 -> "Connection closed by authenticating user " + user + " " + peer + " [preauth]";
            case 7 -> "Disconnected from invalid user " + user + " " + peer + " [preauth]";
            case 8 -> "Received disconnect from " + peer + ":11: Bye Bye [preauth]";
            default ->
                "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=" + address()
                        + "  user=" + user;
        };
    }

    /** So many lines of an access log in combined form. */
    public byte[] access(int lines) {
        StringBuilder text = new StringBuilder(lines * 200);
        for (int i = 0; i < lines; i++) {
            second += random.nextInt(2);
            text.append(String.format(
                    Locale.ROOT,
                    "%s - - [%02d/Nov/2026:%02d:%02d:%02d +0100] \"%s %s HTTP/1.1\" %d %d \"%s\" \"%s\"%n",
                    address(),
                    1 + second / 86_400 % 20,
                    second / 3600 % 24,
                    second / 60 % 60,
                    second % 60,
                    random.nextInt(8) == 0 ? "POST" : "GET",
                    PATHS[random.nextInt(PATHS.length)],
                    STATUS[random.nextInt(STATUS.length)],
                    random.nextInt(200_000),
                    random.nextInt(3) == 0 ? "https://www.example.com/" : "-",
                    AGENTS[random.nextInt(AGENTS.length)]));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String address() {
        if (random.nextInt(20) == 0) {
            return "2001:db8::" + Integer.toHexString(random.nextInt(1, 65_536));
        }
        return "203.0." + random.nextInt(256) + "." + random.nextInt(256);
    }
}
