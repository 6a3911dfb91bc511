package io.selfheal.analyzer.decide;

import io.selfheal.analyzer.policy.PolicySnapshot;
import io.selfheal.analyzer.profile.BlockHistory;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.policy.BlockingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers the line that {@code selfheal doctor --canary} writes with a short block, so that the node sees how far its
 * lines come. Anybody who may write to a log can ask for one, so it can hit nobody: only addresses of
 * {@link #NOBODY}, only on the host that asked, a few a minute. It leads to no score, no alert and no lasting offence.
 * Used by one thread.
 */
public final class Canary {
    /** Addresses for documentation, which nobody has (RFC 3849). */
    public static final Cidr NOBODY = Cidr.parse("2001:db8::/32");

    private static final Duration LENGTH = Duration.ofMinutes(1);
    /** An older line, or one from a clock that is further off, has nobody waiting for its answer any more. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    private static final int MOST_A_MINUTE = 10;

    private final Deque<Instant> answered = new ArrayDeque<>();

    /**
     * The block that answers; null where none is due. Without enforcement it says what would be done, as all do.
     *
     * @param event one with {@code event.action: canary}
     * @param now the analyzer's own clock
     */
    public @Nullable Block answer(SecurityEvent event, SourceProfile profile, PolicySnapshot policy, Instant now) {
        boolean nobodys = event.source() != null && NOBODY.contains(event.source());
        boolean simulated = policy.simulates() || policy.blocking().mode() == BlockingMode.OFF;
        BlockHistory history = profile.ledger(simulated);
        boolean first = !profile.isBlocked() && !profile.wouldBeBlocked() && history.offences() == 0;
        boolean fresh = Duration.between(event.time(), now).abs().compareTo(FRESH) <= 0;
        if (!nobodys || !first || !fresh || !allowance(now)) {
            return null;
        }
        String host = event.origin().host();
        Instant expires = now.plus(LENGTH);
        history.begin(now, expires, Scope.host(host), 1);
        return new Block(
                Ids.of("canary", profile.key(), host),
                Cidr.of(event.source()),
                Scope.host(host),
                now,
                expires,
                0,
                "asked for by selfheal doctor --canary on " + host,
                List.of(),
                List.of(),
                "canary",
                1,
                "policy",
                "",
                null,
                simulated);
    }

    private boolean allowance(Instant now) {
        while (!answered.isEmpty() && answered.peekFirst().isBefore(now.minus(Duration.ofMinutes(1)))) {
            answered.removeFirst();
        }
        return answered.size() < MOST_A_MINUTE && answered.add(now);
    }
}
