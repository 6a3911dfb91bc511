package io.selfheal.responder.firewall;

/** The firewall could not be read or changed; nothing of the change is in force. The message quotes the cause. */
public final class FirewallException extends Exception {
    private static final long serialVersionUID = 1L;

    public FirewallException(String message) {
        super(message);
    }

    public FirewallException(String message, Throwable cause) {
        super(message, cause);
    }
}
