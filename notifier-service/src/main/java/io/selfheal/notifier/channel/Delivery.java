package io.selfheal.notifier.channel;

import java.time.Duration;

/** How one delivery ended. */
public sealed interface Delivery {
    /**
     * It is with the people.
     *
     * @param messageId by which it can be edited
     * @param rest the channel's wish not to be asked for this long; zero: none
     */
    record Accepted(String messageId, Duration rest) implements Delivery {}

    /** The message to edit is not there any more: a new one is needed. */
    record Gone() implements Delivery {}

    /** Too many: ask again after this time. */
    record TooMany(Duration pause) implements Delivery {}

    /** 5xx, time-out, no connection, unreadable answer: may be tried again. */
    record Failed(String reason) implements Delivery {}

    /** Wrong token, wrong chat, refused content: trying again changes nothing. */
    record Refused(String reason) implements Delivery {}
}
