package io.selfheal.collector;

import io.selfheal.collector.tail.FilePattern;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a source's lines come from: an absolute path whose components may be globs, or the word {@code journal}.
 *
 * @param text as written
 */
public record LogPath(String text) {
    /** The systemd journal. */
    public static final String JOURNAL = "journal";

    private static final int MAX_LENGTH = 4096;

    /**
     * Reads the path of a source.
     *
     * @throws IllegalArgumentException whose message continues "'text' …"
     */
    public static LogPath parse(String text) {
        if (text.equals(JOURNAL)) {
            return new LogPath(text);
        }
        if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("is neither an absolute path nor the word journal");
        }
        if (text.length() > MAX_LENGTH || text.endsWith("/") || parts(text) == 0) {
            throw new IllegalArgumentException("names no file");
        }
        FilePattern.check(text);
        return new LogPath(text);
    }

    private static int parts(String text) {
        try {
            return Path.of(text).getNameCount();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path in the locale's character set; LC_ALL=C.UTF-8 has all", e);
        }
    }

    public boolean isJournal() {
        return text.equals(JOURNAL);
    }

    @Override
    public String toString() {
        return text;
    }
}
