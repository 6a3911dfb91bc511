package io.selfheal.responder.firewall;

import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the firewall holds of ours.
 *
 * @param inPlace whether everything that drops packets stands: table, sets, chain and rules
 * @param remaining the blocked addresses and networks with the time they have left, in whole seconds;
 *     {@link #WITHOUT_END} for elements that we did not make
 * @param foreign elements of our sets that we could not have made: ranges that are no networks
 * @param dropped packets dropped since the rules were made; -1 when unknown
 */
public record Held(boolean inPlace, Map<Cidr, Duration> remaining, int foreign, long dropped) {
    public static final Duration WITHOUT_END = Duration.ofDays(36_500);
    /** With the elements that another reading found; of two times the later reading's. */
    public Held plus(Held later) {
        Map<Cidr, Duration> both = new HashMap<>(remaining);
        both.putAll(later.remaining);
        return new Held(later.inPlace, both, later.foreign, later.dropped);
    }

    public static final Held NOTHING = new Held(false, Map.of(), 0, -1);
}
