package io.selfheal.collector.tail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Which of the paths that a glob found are let go of: nothing stands there any more and nothing of it is unread. A host
 * that starts a container each minute would otherwise have half a million of them after a year. What was read of them is
 * remembered as over a restart ({@link Leftovers}): should the file come back, reading goes on where it was.
 */
final class GonePaths {
    /** Long enough for people to notice that a log is gone which should not be. */
    private static final Duration KEPT = Duration.ofHours(1);
    /** Its folder is gone as well: as when a container is removed, and with it all that it wrote. */
    private static final Duration KEPT_WITHOUT_FOLDER = Duration.ofMinutes(1);
    /** Above it those that are gone for longest are let go of before their time. */
    private static final int MOST = 100;

    private GonePaths() {}

    static List<FollowedPath> of(Collection<FollowedPath> paths, Instant now) {
        List<FollowedPath> gone = new ArrayList<>();
        for (FollowedPath path : paths) {
            if (path.goneSince() != null && !path.siblings().areAny()) {
                gone.add(path);
            }
        }
        gone.sort(Comparator.comparing(path -> Objects.requireNonNull(path.goneSince())));
        int tooMany = Math.max(0, gone.size() - MOST);
        List<FollowedPath> over = new ArrayList<>(gone.subList(0, tooMany));
        gone.subList(tooMany, gone.size()).stream()
                .filter(path -> isOver(path, now))
                .forEach(over::add);
        return over;
    }

    private static boolean isOver(FollowedPath path, Instant now) {
        Path folder = path.path().getParent();
        Duration kept = Files.isDirectory(folder) ? KEPT : KEPT_WITHOUT_FOLDER;
        return Duration.between(Objects.requireNonNull(path.goneSince()), now).compareTo(kept) >= 0;
    }
}
