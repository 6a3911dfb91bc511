package io.selfheal.host.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file from what stood in its place before, without reading it.
 *
 * @param modified its time of modification
 * @param size in bytes
 * @param key device and inode
 */
public record FileStamp(
        FileTime modified, long size, @Nullable Object key) {
    /**
     * As it is now; links are followed.
     *
     * @throws java.nio.file.NoSuchFileException if nothing is there
     */
    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(is.lastModifiedTime(), is.size(), is.fileKey());
    }
}
