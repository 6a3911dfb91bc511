package io.selfheal.plugin;

/**
 * Tells people. Runs in the notifier as one more channel, with the same incidents, rate limit, retries and dead letters.
 * Budget: 10 s.
 */
public interface NotifierPlugin extends Plugin {
    /** Delivers it, and is done when it returns. */
    void send(Message message) throws Exception;

    /**
     * What people are told.
     *
     * @param id the message's own name
     * @param update whether it replaces what was sent under this id; a channel that cannot replace may leave it out
     * @param text plain text of several lines. Parts of it may have been written by an attacker: control characters are
     *     taken out, markup is not; escape it for where it goes
     */
    record Message(String id, boolean update, String text) {}
}
