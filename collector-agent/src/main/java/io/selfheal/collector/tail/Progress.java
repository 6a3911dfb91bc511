package io.selfheal.collector.tail;

/** Where the events of one log have got to. Called under the tail's lock. */
public interface Progress {
    /** An event is on its way, and its acknowledgement will be told. */
    void sent();

    /**
     * This event and all before it are acknowledged.
     *
     * @param end bytes from the file's beginning to the line after the event's
     * @param place what else the log needs to find the place again: a {@link Context}, or a journal's cursor
     */
    void acknowledged(long end, Object place);
}
