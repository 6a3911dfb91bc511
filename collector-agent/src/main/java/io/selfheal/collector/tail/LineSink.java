package io.selfheal.collector.tail;

/** Takes the lines of files, in the order of each file. */
public interface LineSink {
    /**
     * Takes one line; waits while there is no room for it.
     *
     * @param file whose line it is
     * @param bytes a buffer that is refilled after the return
     * @param from index of the line's first byte
     * @param to index after its last byte, newline excluded
     * @param start bytes from the file's beginning to the line's first byte
     * @param end bytes from the file's beginning to the next line's first byte
     * @param cut whether the line was longer than the bound and its end is missing in the buffer
     * @return false if the collector is closing and the line was not taken; it will be read again
     */
    boolean line(TailedFile file, byte[] bytes, int from, int to, long start, long end, boolean cut);
}
