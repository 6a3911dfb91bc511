package io.selfheal.notifier.channel;

import io.selfheal.notifier.message.Letter;
import io.selfheal.schemas.alert.Alert.Severity;

/** A way to people. */
public interface Channel {
    /** Its name in metrics, threads and causes: {@code telegram}, {@code discord}. */
    String name();

    /** Whether it has what it needs. */
    boolean isConfigured();

    /** Incidents are told from this severity on. */
    Severity minSeverity();

    /** Writes a new message and waits, within the channel's time limit. Never throws for what the other side does. */
    Delivery send(Letter letter) throws InterruptedException;

    /** Replaces the text of a message. */
    Delivery edit(String messageId, Letter letter) throws InterruptedException;
}
