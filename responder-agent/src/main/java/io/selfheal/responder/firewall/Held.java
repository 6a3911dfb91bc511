package io.selfheal.responder.firewall;

import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the firewall holds of ours.
 *
 * @param inPlace whether everything that drops packets stands: table, sets, chain and rules
 * @param remaining the blocked addresses and networks with the time they have left; {@link #WITHOUT_END} for elements
 *     that we did not make, zero for those that have ended and that this firewall does not let go by itself
 * @param packets how many packets each of them has dropped since it was put in; those without any are left out, and
 *     none stands here where the firewall does not count for each
 * @param foreign elements of our sets that we could not have made: ranges that are no networks
 * @param dropped packets dropped since the rules were made; -1 when unknown
 */
public record Held(boolean inPlace, Map<Cidr, Duration> remaining, Map<Cidr, Long> packets, int foreign, long dropped) {
    public static final Duration WITHOUT_END = Duration.ofDays(36_500);
    public static final Held NOTHING = new Held(false, Map.of(), Map.of(), 0, -1);

    /** With the elements that another reading found; of two times the later reading's. */
    public Held plus(Held later) {
        Map<Cidr, Duration> both = new HashMap<>(remaining);
        both.putAll(later.remaining);
        Map<Cidr, Long> counted = new HashMap<>(packets);
        counted.putAll(later.packets);
        return new Held(later.inPlace, both, counted, later.foreign, later.dropped);
    }
}
