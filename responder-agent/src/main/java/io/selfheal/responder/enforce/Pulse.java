package io.selfheal.responder.enforce;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Whether the enforcer gets on with its work: it is asked something from time to time, and must answer at last. */
public final class Pulse {
    /** Longer than the longest that may take its time: a load of the whole set by nft, and a failed one before it. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(90);

    private final Mailbox mailbox;
    private @Nullable CompletableFuture<Boolean> asked;
    private long askedAt;

    public Pulse(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** Asks anew if the last question was answered; does not wait. */
    public synchronized boolean beats() {
        long now = System.nanoTime();
        if (asked == null || (asked.isDone() && !asked.isCompletedExceptionally())) {
            asked = mailbox.ask(() -> {}, () -> true);
            askedAt = now;
        } else if (asked.isCompletedExceptionally()) {
            // Stopping, or its queue is full: asked again, and the time since the last answer goes on.
            asked = mailbox.ask(() -> {}, () -> true);
        }
        return now - askedAt < LONGEST_ANSWER.toNanos();
    }
}
