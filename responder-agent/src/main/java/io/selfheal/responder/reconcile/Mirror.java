package io.selfheal.responder.reconcile;

import io.selfheal.responder.firewall.Held;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What we believe the firewall holds, between two readings: addresses and network pieces with their ends. */
final class Mirror {
    /** nft prints whole seconds, and the kernel's timers run on another clock than the wall. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final Map<Cidr, Instant> addresses = new HashMap<>();
    private Map<Cidr, Instant> networks = new HashMap<>();

    static Mirror of(Held held, Instant now) {
        Mirror mirror = new Mirror();
        held.remaining()
                .forEach((target, left) ->
                        (target.isSingleAddress() ? mirror.addresses : mirror.networks).put(target, now.plus(left)));
        return mirror;
    }

    Map<Cidr, Instant> addresses() {
        return addresses;
    }

    Map<Cidr, Instant> networks() {
        return networks;
    }

    void setNetworks(Map<Cidr, Instant> pieces) {
        networks = new HashMap<>(pieces);
    }

    void dropEnded(Instant now) {
        addresses.values().removeIf(end -> !end.isAfter(now));
        networks.values().removeIf(end -> !end.isAfter(now));
    }

    /** Whether something that should still be there was not found. */
    boolean misses(Held held, Instant now) {
        dropEnded(now.plus(TOLERANCE));
        return !held.remaining().keySet().containsAll(addresses.keySet());
    }

    int size() {
        return addresses.size() + networks.size();
    }

    static boolean near(@Nullable Instant held, Instant wanted) {
        return held != null && Duration.between(held, wanted).abs().compareTo(TOLERANCE) <= 0;
    }
}
