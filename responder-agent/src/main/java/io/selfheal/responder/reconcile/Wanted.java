package io.selfheal.responder.reconcile;

import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.text.Excerpt;
import java.time.Instant;

/**
 * A block that somebody wants here: what the responder keeps of a decision, a fraction of its size.
 *
 * @param target whom to block
 * @param id of the decision, or of the local block
 * @param issued when it was decided
 * @param expires when it ends by itself
 * @param arrived when this node learnt of it; the latency of outcomes counts from here
 * @param score 0 to 100; 100 for a person's
 * @param by {@code policy}, {@code order ID by PERSON}, or the local administrator
 * @param reason one sentence, safe to print
 * @param origin where it comes from
 * @param simulated whether the fleet only simulates it: no node enforces it, whatever its mode
 */
public record Wanted(
        Cidr target,
        String id,
        Instant issued,
        Instant expires,
        Instant arrived,
        int score,
        String by,
        String reason,
        Origin origin,
        boolean simulated) {
    private static final int MAX_TEXT = 200;

    /** Who wants a block. */
    public enum Origin {
        FLEET,
        LOCAL
    }

    public Wanted {
        by = Excerpt.of(by, MAX_TEXT);
        reason = Excerpt.of(reason, MAX_TEXT);
    }

    public static Wanted of(Block block, Instant arrived) {
        return new Wanted(
                block.target(),
                block.id(),
                block.issued(),
                block.expires(),
                arrived,
                block.score(),
                block.decidedBy(),
                block.reason(),
                Origin.FLEET,
                block.simulated());
    }

    public boolean holdsAt(Instant now) {
        return now.isBefore(expires);
    }
}
