package io.selfheal.e2e.record;

import io.selfheal.e2e.lab.KernelLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The kernel's drop lines as rsyslog's imklog writes them into {@code kern.log}. */
public final class KernelLines {
    private static final DateTimeFormatter SYSLOG =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private KernelLines() {}

    /** {@code Nov 21 22:11:24 web1 kernel: [  520.150342] [UFW BLOCK] IN=eth0 …}, oldest first. */
    public static List<String> asSyslog(KernelLog kernel) throws IOException {
        double uptime =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
        Instant boot = Instant.now().minusMillis(Math.round(uptime * 1000));
        return kernel.stampedLines().stream()
                .map(line -> {
                    double seconds = Double.parseDouble(
                            line.substring(1, line.indexOf(']')).strip());
                    String stamp = SYSLOG.format(boot.plusMillis(Math.round(seconds * 1000)));
                    return stamp + " web1 kernel: " + line.replace(kernel.prefix(), "[UFW BLOCK] ");
                })
                .toList();
    }
}
