package io.selfheal.standalone.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This machine's own logs, as far as this user may read them. */
final class OwnLogs {
    private static final List<String> USUAL = List.of(
            "/var/log/auth.log",
            "/var/log/syslog",
            "/var/log/kern.log",
            "/var/log/apache2/access.log",
            "/var/log/apache2/error.log",
            "/var/log/nginx/access.log",
            "/var/log/nginx/error.log",
            "/var/log/pveproxy/access.log",
            "/var/log/daemon.log");

    private OwnLogs() {}

    static List<Path> readable() {
        return USUAL.stream()
                .map(Path::of)
                .filter(p -> Files.isRegularFile(p) && Files.isReadable(p))
                .toList();
    }

    /** Whether there is a systemd journal to read. */
    static boolean hasJournal() {
        return Stream.of("/run/log/journal", "/var/log/journal").map(Path::of).anyMatch(Files::isReadable);
    }

    static String describe(List<Path> logs) {
        return logs.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
