package io.selfheal.collector.tail;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files a tail reads: those on one remote file system, or all that are on none. What is not in it is not asked for
 * anything, for that may hang. For one look: what it found out it does not find out again.
 */
final class Territory {
    private final @Nullable Path mount;
    private final Mounts mounts;
    private final Set<Path> met = new HashSet<>();
    private final Map<Path, Optional<Path>> remoteAbove = new HashMap<>();

    /** @param mount where the remote file system is mounted; null for what is local */
    Territory(@Nullable Path mount, Mounts mounts) {
        this.mount = mount;
        // What was mounted once and is not now is waited for.
        this.mounts = mount == null ? mounts : mounts.and(Set.of(mount));
    }

    /** Whether the path may be asked for on the way to others, which are in it or not. */
    boolean mayPass(Path path) {
        Path above = above(path);
        boolean foreign = above != null && !above.equals(mount);
        if (foreign) {
            met.add(above);
        }
        return !foreign;
    }

    /** Whether the path is in it. */
    boolean holds(Path path) {
        return mayPass(path) && (mount == null || isOn(mount, path));
    }

    /** Whether the path is on this remote file system. */
    boolean isOn(Path remote, Path path) {
        return remote.equals(above(path));
    }

    private @Nullable Path above(Path path) {
        return remoteAbove
                .computeIfAbsent(path, asked -> Optional.ofNullable(mounts.above(asked)))
                .orElse(null);
    }

    /** The remote file systems that were met and not passed. */
    Set<Path> met() {
        return Set.copyOf(met);
    }
}
