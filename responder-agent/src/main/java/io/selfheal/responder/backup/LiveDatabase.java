package io.selfheal.responder.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a directory holds the files of a database server that runs (ACT-64). Copied one after the other while it writes
 * they do not fit together, and that shows only when they are needed.
 */
final class LiveDatabase {
    private static final Path PROC = Path.of("/proc");
    private static final String TO_DO =
            ": copied while it runs they do not fit together; name its databases under dumps and this directory under"
                    + " exclude, or stop the server first";

    private LiveDatabase() {}

    /**
     * Why what is in the directory is not to be copied; empty if it may be.
     *
     * @param shown its name for people
     */
    static Optional<String> in(Path directory, Path shown) {
        if (isPostgres(directory)) {
            return Optional.of(shown + " holds the files of a PostgreSQL that runs" + TO_DO);
        }
        return isInnoDb(directory)
                ? Optional.of(shown + " holds the files of a MySQL or MariaDB that runs" + TO_DO)
                : Optional.empty();
    }

    /** Its lock file is left by a crash; the number in it is the container's own where the server runs in one. */
    private static boolean isPostgres(Path directory) {
        if (!isFile(directory.resolve("PG_VERSION"))) {
            return false;
        }
        try (Stream<String> lines = Files.lines(directory.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1)) {
            String pid = lines.findFirst().orElse("").strip();
            return pid.matches("[0-9]{1,9}") && Files.exists(PROC.resolve(pid));
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    /** InnoDB holds a lock on its first file as long as it runs, see fcntl(2) and proc_locks(5). */
    private static boolean isInnoDb(Path directory) {
        Path first = directory.resolve("ibdata1");
        if (!isFile(first)) {
            return false;
        }
        try (Stream<String> locks = Files.lines(PROC.resolve("locks"), StandardCharsets.ISO_8859_1)) {
            Map<String, Object> is = Files.readAttributes(first, "unix:ino,dev", LinkOption.NOFOLLOW_LINKS);
            long device = ((Number) is.get("dev")).longValue();
            // As gnu_dev_major(3) and gnu_dev_minor(3) take a device apart.
            long major = (device >> 8) & 0xfff;
            long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
            String place = String.format("%02x:%02x:%d", major, minor, ((Number) is.get("ino")).longValue());
            return locks.anyMatch(lock -> lock.contains(" " + place + " "));
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }
}
