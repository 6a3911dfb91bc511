package io.selfheal.agent.tls;

import io.selfheal.agent.log.Reason;
import io.selfheal.agent.time.Due;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Which certificates end soon, or cannot be read. Files are looked at once an hour. For one thread. */
public final class EndingSoon {
    /** Time enough to have one renewed by people; what renews by itself does so earlier. */
    private static final Duration SOON = Duration.ofDays(14);
    /** Of its validity: some last for a day, and are renewed when a third is left. */
    private static final int LAST_PART = 4;

    private static final Duration EVERY = Duration.ofHours(1);

    private final List<CertificateFile> files;
    private final Due due = new Due();
    private List<Warning> warnings = List.of();

    /**
     * What is to be told of a file.
     *
     * @param what on one line
     * @param isOver whether it is of no use now
     */
    public record Warning(Path file, String what, boolean isOver) {}

    public EndingSoon(List<CertificateFile> files) {
        this.files = List.copyOf(files);
    }

    /** As of the last look. */
    public List<Warning> warnings(Instant now) {
        if (due.is(now)) {
            due.in(EVERY, now);
            warnings = files.stream().flatMap(file -> look(file, now)).toList();
        }
        return warnings;
    }

    private static String words(Duration left) {
        return left.toDays() > 1 ? left.toDays() + " days" : left.toHours() + " hours";
    }

    private static Stream<Warning> look(CertificateFile file, Instant now) {
        String whose = file.use() == CertificateFile.Use.OWN ? "the certificate" : "the last of the authorities";
        try {
            CertificateFile.Validity validity = file.validity();
            Instant ends = validity.ends();
            if (!now.isBefore(ends)) {
                return Stream.of(new Warning(file.path(), whose + " ended at " + ends, true));
            }
            Duration left = Duration.between(now, ends);
            Duration lastPart = Duration.between(validity.begins(), ends).dividedBy(LAST_PART);
            return left.compareTo(SOON) > 0 || left.compareTo(lastPart) > 0
                    ? Stream.empty()
                    : Stream.of(new Warning(file.path(), whose + " ends at " + ends + ", in " + words(left), false));
        } catch (IOException e) {
            return Stream.of(new Warning(file.path(), "cannot be read: " + Reason.of(e), true));
        }
    }
}
