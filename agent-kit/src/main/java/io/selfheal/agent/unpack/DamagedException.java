package io.selfheal.agent.unpack;

import java.io.IOException;

/** A compressed file is damaged or ends too early, and it is known where. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long at;

    DamagedException(String message, long at) {
        super(message + ", at byte " + at);
        this.at = at;
    }

    /** How many of its bytes were unpacked before. */
    public long at() {
        return at;
    }
}
