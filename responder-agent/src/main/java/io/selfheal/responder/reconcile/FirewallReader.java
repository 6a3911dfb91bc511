package io.selfheal.responder.reconcile;

import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.Held;
import io.selfheal.schemas.net.Cidr;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the firewall, or finds out that it need not be read: reading 100,000 elements costs seconds of processor time,
 * which are spared where nobody else changed anything.
 */
final class FirewallReader {
    /** Every so many runs it is read even if nobody seems to have touched it. */
    private static final int READ_EVERY = 15;

    private final Firewall firewall;
    private long dropped = -1;
    private Map<Cidr, Long> packets = Map.of();
    private long round;

    FirewallReader(Firewall firewall) {
        this.firewall = firewall;
    }

    /**
     * What the firewall holds.
     *
     * @param fresh whether it was read, or is what we know because nobody else changed anything
     */
    record Reading(Mirror actual, boolean inPlace, boolean foreign, boolean fresh) {}

    /**
     * What it holds now.
     *
     * @param known what we believe it holds; null when we know nothing, or not for sure
     */
    Reading read(@Nullable Mirror known, boolean sure, Instant now) throws FirewallException {
        if (known != null && sure && round++ % READ_EVERY != 0) {
            OptionalLong count = firewall.droppedIfUntouched();
            if (count.isPresent()) {
                dropped = count.getAsLong();
                known.dropEnded(now);
                return new Reading(known, true, false, false);
            }
        }
        // While the kernel's hash table grows, a listing can miss elements that are there: then it is read twice.
        Held held = firewall.held();
        if (known != null && held.inPlace() && known.misses(held, now)) {
            held = held.plus(firewall.held());
        }
        dropped = held.dropped();
        packets = held.packets();
        return new Reading(Mirror.of(held, now), held.inPlace(), held.foreign() > 0, true);
    }

    /** The next time it is read, whoever touched it. */
    void readNextTime() {
        round = 0;
    }

    /** Packets dropped so far; -1 when unknown. */
    long dropped() {
        return dropped;
    }

    /** Packets that one block has dropped, as of the last reading. */
    long packets(Cidr target) {
        return packets.getOrDefault(target, 0L);
    }
}
