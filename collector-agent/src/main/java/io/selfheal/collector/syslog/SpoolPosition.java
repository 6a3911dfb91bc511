package io.selfheal.collector.syslog;

/**
 * A place in a spool.
 *
 * @param segment the file's number
 * @param offset bytes from its beginning
 */
public record SpoolPosition(long segment, long offset) {
    static final SpoolPosition START = new SpoolPosition(0, 0);

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static SpoolPosition parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is no place in a spool");
        }
        return new SpoolPosition(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return segment + ":" + offset;
    }
}
