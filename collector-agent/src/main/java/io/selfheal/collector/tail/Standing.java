package io.selfheal.collector.tail;

import io.selfheal.collector.tail.Siblings.Opened;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** What stands at a path: whether it is the file that is being read, which its number alone does not always tell. */
final class Standing {
    private final Path path;
    private final boolean isRemote;
    private long modifiedNanos;

    /** @param isRemote whether other machines write there */
    Standing(Path path, boolean isRemote) {
        this.path = path;
        this.isRemote = isRemote;
    }

    /**
     * Whether another file stands there under the same number. FUSE may number names instead of files, and show of what
     * other machines did to them nothing but the time; only who opens them anew is given their bytes.
     */
    boolean isAnother(TailedFile file, FileId.Stat stat) {
        boolean written = modifiedNanos != stat.modifiedNanos();
        modifiedNanos = stat.modifiedNanos();
        Opened anew = isRemote && written ? Siblings.open(path) : null;
        if (anew == null) {
            return false;
        }
        boolean same = Siblings.holds(anew, file.fingerprint(), file.readTo, file.readContext);
        Siblings.closeQuietly(anew.channel());
        return !same;
    }

    /** Opens the file that was looked at; null if another took its place meanwhile. */
    @Nullable
    Opened open(FileId.Stat seen) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        FileId.Stat stat = FileId.stat(path);
        if (stat == null || !stat.id().equals(seen.id())) {
            channel.close();
            return null;
        }
        return new Opened(channel, stat);
    }
}
