package io.selfheal.collector;

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
        if (text.length() > MAX_LENGTH || text.endsWith("/")) {
            throw new IllegalArgumentException("names no file");
        }
        return new LogPath(text);
    }

    public boolean isJournal() {
        return text.equals(JOURNAL);
    }

    @Override
    public String toString() {
        return text;
    }
}
