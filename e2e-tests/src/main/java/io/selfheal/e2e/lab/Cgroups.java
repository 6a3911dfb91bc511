package io.selfheal.e2e.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The tree of control groups in which a node's systemd keeps its units. Debian 12 takes the machine's own, of whichever
 * version; systemd from 256 on asks to be forced to start on version 1, and from 258 on does not start there at all, but
 * a machine that mounts version 1 has an empty tree of version 2 beside it, of which such a node gets a branch.
 */
final class Cgroups {
    private static final String SYSTEMD = "/lib/systemd/systemd";
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup/cgroup.controllers");
    /** Where a machine with both versions has the second (systemd's hybrid hierarchy). */
    private static final Path BESIDE = Path.of("/sys/fs/cgroup/unified");

    /** Moves itself into a branch, makes that the root of what it sees, and becomes systemd. */
    private static final String INTO_BRANCH = """
            mkdir -p /tmp/cgroup && mount -t cgroup2 none /tmp/cgroup && mkdir -p "/tmp/cgroup/$0" &&
            echo 1 > "/tmp/cgroup/$0/cgroup.procs" && umount /tmp/cgroup &&
            exec unshare --cgroup --mount --propagation private sh -c \
            'umount -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup && exec %s'
            """.formatted(SYSTEMD);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Cgroups() {}

    /** Whether this machine's are of version 2 only. */
    static boolean areNew() {
        return Files.exists(VERSION_2);
    }

    /** What the container begins with, in a branch of this name. */
    static List<String> systemdInBranch(String name) {
        return List.of("/bin/sh", "-c", INTO_BRANCH, name);
    }

    /** What the container begins with, in the machine's own tree. */
    static List<String> systemd() {
        return List.of(SYSTEMD);
    }

    /** Removes the branch, once its container has ended. */
    static void removeBranch(String name) {
        Path branch = BESIDE.resolve(name);
        if (Files.isDirectory(branch)) {
            Program.run(List.of("find", branch.toString(), "-depth", "-type", "d", "-exec", "rmdir", "{}", ";"), LIMIT);
        }
    }
}
