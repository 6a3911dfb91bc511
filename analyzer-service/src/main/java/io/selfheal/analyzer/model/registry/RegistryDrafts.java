package io.selfheal.analyzer.model.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What stands in a registry while a version or a pointer is written, and stays if whoever writes is killed. */
final class RegistryDrafts {
    static final String PREFIX = ".draft";

    /** Nobody writes that long at one. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private RegistryDrafts() {}

    /** Removes those that nobody writes any more, by the time of one just begun; one that cannot be removed stays. */
    static void removeOlder(Path folder, Path begun) throws IOException {
        Instant before = Files.getLastModifiedTime(begun).toInstant().minus(ABANDONED);
        List<Path> drafts;
        try (Stream<Path> all = Files.list(folder)) {
            drafts = all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        for (Path draft : drafts) {
            if (Files.getLastModifiedTime(draft, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(before)) {
                remove(draft);
            }
        }
    }

    /** Removes one: a file, or a folder of files. */
    static void remove(Path draft) {
        try {
            if (Files.isDirectory(draft, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> inside = Files.list(draft)) {
                    for (Path file : inside.toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // It costs a few kilobytes, and no one reads it.
        }
    }
}
