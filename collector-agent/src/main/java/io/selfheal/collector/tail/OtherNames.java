package io.selfheal.collector.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** Globs match more names than there are logs. */
final class OtherNames {
    private OtherNames() {}

    /** Whether the file is already read under another name: a rotated one, or a second link to it. */
    static boolean isRead(Path path, Collection<FollowedPath> paths) {
        for (FollowedPath followed : paths) {
            if (followed.siblings().isRotatedName(path)
                    && path.getParent().equals(followed.path().getParent())) {
                return true;
            }
        }
        try {
            FileId.Stat stat = FileId.stat(path);
            return stat != null
                    && paths.stream()
                            .flatMap(followed -> followed.files().stream())
                            .anyMatch(file -> file.id().equals(stat.id()));
        } catch (IOException e) {
            return false;
        }
    }
}
