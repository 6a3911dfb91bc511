package io.selfheal.collector.tail;

import java.time.Instant;

/** Takes the lines of files, in the order of each file. */
public interface LineSink {
    /**
     * Takes one line; waits while there is no room for it.
     *
     * @param file whose line it is
     * @param bytes a buffer that is refilled after the return; a newline follows the line where it is as in the file
     * @param from index of the line's first byte
     * @param to index after its last byte, newline excluded
     * @param start bytes from the file's beginning to the line's first byte
     * @param end bytes from the file's beginning to the next line's first byte
     * @param cut whether the line was longer than the bound and its end is missing in the buffer
     * @return false if the collector is closing and the line was not taken; it will be read again
     */
    boolean line(TailedFile file, byte[] bytes, int from, int to, long start, long end, boolean cut);

    /**
     * Nothing more stands in the files at the moment.
     *
     * @return false if the collector is closing and something that was held back was not taken
     */
    default boolean quiet(Instant at) {
        return true;
    }

    /** How long to wait before more is read, nanoseconds; 0 not to wait. */
    default long pauseNanos() {
        return 0;
    }
}
