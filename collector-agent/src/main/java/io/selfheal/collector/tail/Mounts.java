package io.selfheal.collector.tail;

import io.selfheal.host.file.MountPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mounted file systems that another machine or process answers for, and that may therefore hang: whoever asks them
 * for anything then waits, and cannot be called back.
 *
 * @param remote where they are mounted
 */
public record Mounts(Set<Path> remote) {
    /** As if all were local. */
    public static final Mounts NONE = new Mounts(Set.of());

    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");
    private static final Path ROOT = Path.of("/");
    /** The kernel's own: no logs are there, but on each Debian an automount point. */
    private static final Set<Path> KERNEL = Set.of(Path.of("/proc"), Path.of("/sys"));

    /** As the kernel's own bound (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    /** An automount point is one, too: whoever asks for what is below it waits for the mount. */
    private static final Set<String> TYPES = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ceph",
            "9p",
            "virtiofs",
            "glusterfs",
            "lustre",
            "afs",
            "ocfs2",
            "gfs2",
            "beegfs",
            "fuse",
            "autofs");

    /** The separator of the optional fields and the type after it (proc_pid_mountinfo(5)). */
    private static final Pattern LINE = Pattern.compile("\\S+ \\S+ \\S+ \\S+ (\\S+) \\S+(?: \\S+)*? - (\\S+) .*");

    public Mounts {
        remote = Set.copyOf(remote);
    }

    /**
     * Says which are mounted now in this process's view; none where the kernel does not say. What has not changed since
     * the last time is not read out again: it is asked at each look. Safe for any thread.
     */
    public static Supplier<Mounts> ofThisProcess() {
        AtomicReference<Known> last = new AtomicReference<>(new Known("", NONE));
        return () -> {
            Known known = last.get();
            try {
                String info = Files.readString(MOUNT_INFO, StandardCharsets.ISO_8859_1);
                if (!info.equals(known.info())) {
                    known = new Known(info, of(info));
                    last.set(known);
                }
                return known.mounts();
            } catch (IOException e) {
                return NONE;
            }
        };
    }

    private record Known(String info, Mounts mounts) {}

    /** @param mountInfo as /proc/self/mountinfo, each byte a character */
    static Mounts of(String mountInfo) {
        Set<Path> remote = new HashSet<>();
        for (String line : mountInfo.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            Path point = matcher.matches() ? MountPoint.path(matcher.group(1)).orElse(null) : null;
            if (point == null) {
                continue;
            }
            // Of several at one place the last is the one that is seen.
            if (isRemote(matcher.group(2)) && KERNEL.stream().noneMatch(point::startsWith)) {
                remote.add(point);
            } else {
                remote.remove(point);
            }
        }
        remote.remove(ROOT);
        return new Mounts(remote);
    }

    /** These and more. */
    Mounts and(Set<Path> more) {
        if (remote.containsAll(more)) {
            return this;
        }
        Set<Path> all = new HashSet<>(remote);
        all.addAll(more);
        return new Mounts(all);
    }

    private static boolean isRemote(String type) {
        return TYPES.contains(type) || type.startsWith("fuse.");
    }

    /**
     * The remote file system on the way to a path, symbolic links followed; null if there is none. Nothing on it is asked
     * for.
     */
    @Nullable
    public Path above(Path path) {
        if (remote.isEmpty()) {
            return null;
        }
        Deque<Path> rest = new ArrayDeque<>();
        path.forEach(rest::add);
        Path at = ROOT;
        int links = 0;
        while (!rest.isEmpty()) {
            Path next = at.resolve(rest.removeFirst()).normalize();
            if (remote.contains(next)) {
                return next;
            }
            Path target = links < MOST_LINKS ? target(next) : null;
            if (target == null) {
                at = next;
                continue;
            }
            links++;
            at = target.isAbsolute() ? ROOT : at;
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                rest.addFirst(target.getName(i));
            }
        }
        return null;
    }

    private static @Nullable Path target(Path path) {
        try {
            return Files.isSymbolicLink(path) ? Files.readSymbolicLink(path) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
