package io.selfheal.collector.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which files are read already, so that a second link to one is not. For one look, in which no file is opened. */
final class OtherNames {
    private final Collection<FollowedPath> paths;
    private @Nullable Set<FileId> read;

    /** @param paths those that are followed */
    OtherNames(Collection<FollowedPath> paths) {
        this.paths = paths;
    }

    boolean isRead(Path path) {
        try {
            FileId.Stat stat = FileId.stat(path);
            return stat != null && read().contains(stat.id());
        } catch (IOException e) {
            return false;
        }
    }

    private Set<FileId> read() {
        Set<FileId> known = read;
        if (known == null) {
            known = new HashSet<>();
            for (FollowedPath followed : paths) {
                for (TailedFile file : followed.files()) {
                    known.add(file.id());
                }
            }
            read = known;
        }
        return known;
    }
}
