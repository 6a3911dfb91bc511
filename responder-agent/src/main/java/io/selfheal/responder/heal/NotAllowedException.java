package io.selfheal.responder.heal;

import java.io.IOException;

/** This node lets us not do that: nothing was tried, and trying again helps only when somebody has changed that. */
public final class NotAllowedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what was refused, in the refuser's words, and how it is allowed */
    public NotAllowedException(String message) {
        super(message);
    }
}
