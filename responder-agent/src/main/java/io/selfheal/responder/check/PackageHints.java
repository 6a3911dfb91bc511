package io.selfheal.responder.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What package managers are to say beside their upgrades, in the same words. */
final class PackageHints {
    private static final int MOST_NAMED = 20;
    /** Lists older than this say little about today. */
    private static final Duration STALE = Duration.ofDays(3);

    private PackageHints() {}

    /** @param names of what is not upgraded; a few of them are named */
    static List<String> held(Stream<String> names) {
        List<String> some = names.limit(MOST_NAMED).toList();
        return some.isEmpty() ? List.of() : List.of("held back by the administrator: " + String.join(", ", some));
    }

    /**
     * @param newest when the youngest list was fetched
     * @param command fetches them
     */
    static List<String> age(Instant newest, Instant now, String command) {
        return Duration.between(newest, now).compareTo(STALE) > 0
                ? List.of("the package lists are of " + newest + ": run " + command)
                : List.of();
    }

    /** When the youngest of the regular files was changed; {@link Instant#EPOCH} if there is none. */
    static Instant newest(Iterable<Path> files) throws IOException {
        Instant newest = Instant.EPOCH;
        for (Path file : files) {
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            newest = modified.isAfter(newest) && Files.isRegularFile(file) ? modified : newest;
        }
        return newest;
    }
}
