package io.selfheal.schemas.decide;

import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packets of the target are to be dropped until the expiry; or would be, if somebody enforced it.
 *
 * @param id deterministic for automatic blocks
 * @param target an address or a network
 * @param scope where it holds
 * @param issued when it was decided: event time for automatic blocks
 * @param expires when it ends by itself; the kernel's element timeout enforces it
 * @param score the assessment's score; 100 for orders
 * @param reason one plain sentence
 * @param signals the assessment's signals: the block explains itself
 * @param scenarios ids of the scenarios that held
 * @param policy name and version of the policy that chose to block
 * @param offence 1 for the first block of this target, 2 for the second, …
 * @param decidedBy {@code policy}, or {@code order ID by PERSON}
 * @param assessmentId the assessment it follows from; empty for orders
 * @param place {@code source.geo} and {@code source.as}; null when unknown
 * @param simulated whether it only says what would have been done: nobody enforces it, and {@code offence} counts such
 *     blocks apart from real ones
 */
public record Block(
        String id,
        Cidr target,
        Scope scope,
        Instant issued,
        Instant expires,
        int score,
        String reason,
        List<Signal> signals,
        List<String> scenarios,
        String policy,
        int offence,
        String decidedBy,
        String assessmentId,
        @Nullable Place place,
        boolean simulated)
        implements Decision {
    /** A block that is to be enforced, of a target whose place is unknown. */
    public Block(
            String id,
            Cidr target,
            Scope scope,
            Instant issued,
            Instant expires,
            int score,
            String reason,
            List<Signal> signals,
            List<String> scenarios,
            String policy,
            int offence,
            String decidedBy,
            String assessmentId) {
        this(
                id,
                target,
                scope,
                issued,
                expires,
                score,
                reason,
                signals,
                scenarios,
                policy,
                offence,
                decidedBy,
                assessmentId,
                null,
                false);
    }

    public Block {
        if (!expires.isAfter(issued)) {
            throw new IllegalArgumentException("a block must expire after it is issued: " + issued + " to " + expires);
        }
        if (offence < 1) {
            throw new IllegalArgumentException("offence " + offence + " is out of range; allowed: 1 or more");
        }
        signals = List.copyOf(signals);
        scenarios = List.copyOf(scenarios);
    }

    public Duration length() {
        return Duration.between(issued, expires);
    }

    /** Whether the block still holds at this moment. */
    public boolean holdsAt(Instant now) {
        return now.isBefore(expires);
    }
}
