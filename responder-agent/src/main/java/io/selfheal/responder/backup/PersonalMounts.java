package io.selfheal.responder.backup;

import io.selfheal.host.file.MountPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where persons mounted file systems of their own, see mount.fuse3(8). Root may not look into them, and the program behind
 * one may let it wait without end.
 *
 * @param points absolute, without symbolic links
 */
record PersonalMounts(Set<Path> points) {
    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");
    /** {@code ID PARENT DEVICE ROOT POINT OPTIONS … - TYPE SOURCE OPTIONS}, see proc_pid_mountinfo(5). */
    private static final Pattern FUSE =
            Pattern.compile("(?:\\S+ ){4}(\\S+) .* - fuse\\S* \\S+ (?:\\S*,)?user_id=([0-9]+)\\b.*");

    PersonalMounts {
        points = Set.copyOf(points);
    }

    /** Those that are there now. */
    static PersonalMounts now() throws IOException {
        return of(Files.readString(MOUNT_INFO, StandardCharsets.ISO_8859_1));
    }

    /** @param mountInfo as the kernel has it, each byte a character */
    static PersonalMounts of(String mountInfo) {
        Set<Path> points = new HashSet<>();
        for (String line : mountInfo.lines().toList()) {
            Matcher fuse = FUSE.matcher(line);
            if (fuse.matches() && !fuse.group(2).matches("0+")) {
                MountPoint.path(fuse.group(1)).ifPresent(points::add);
            }
        }
        return new PersonalMounts(points);
    }

    boolean isEmpty() {
        return points.isEmpty();
    }
}
