package io.selfheal.notifier.kafka;

/** The cause in a dead letter: no channel, or not every channel, took the alert. */
public final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    public UndeliveredException(String message) {
        super(message);
    }
}
