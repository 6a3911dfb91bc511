package io.selfheal.collector.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which file it is, whatever it is called: device and inode, which the kernel may give to another file once this one is
 * deleted and closed.
 */
public record FileId(long device, long inode) {
    /**
     * A regular file as it stood when looked at.
     *
     * @param id device and inode
     * @param bornNanos when it was created; its modification time on file systems that do not say
     * @param size bytes
     * @param modifiedNanos when it was last written to
     */
    record Stat(FileId id, long bornNanos, long size, long modifiedNanos) {}

    /**
     * Looks at a path, through symbolic links.
     *
     * @return null if it is no regular file: a pipe or device would block or never end
     * @throws java.nio.file.NoSuchFileException if there is nothing
     * @throws java.nio.file.AccessDeniedException if a directory on the way may not be searched
     */
    static @Nullable Stat stat(Path path) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(path, "unix:dev,ino,creationTime,lastModifiedTime,size,isRegularFile");
        if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
            return null;
        }
        FileId id = new FileId(number(attributes, "dev"), number(attributes, "ino"));
        return new Stat(
                id,
                nanos(attributes, "creationTime"),
                number(attributes, "size"),
                nanos(attributes, "lastModifiedTime"));
    }

    private static long nanos(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0;
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number value ? value.longValue() : 0;
    }
}
