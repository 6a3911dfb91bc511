package io.selfheal.analyzer.policy;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.CidrSet;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.DenyEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Networks that are known to be bad. Asked for each event: one comparison while there are none. */
public final class Denied {
    public static final Denied NONE = new Denied(Map.of());

    private final Map<Cidr, DenyEntry> entries;
    private final CidrSet networks;

    private Denied(Map<Cidr, DenyEntry> entries) {
        this.entries = entries;
        this.networks = CidrSet.of(entries.keySet());
    }

    static Denied of(Collection<DenyEntry> all) {
        if (all.isEmpty()) {
            return NONE;
        }
        Map<Cidr, DenyEntry> entries = new HashMap<>();
        all.forEach(entry -> entries.put(entry.network(), entry));
        return new Denied(entries);
    }

    /** The widest entry that names this address at this moment; null if none does. */
    public @Nullable DenyEntry match(@Nullable IpAddress address, Instant at) {
        Cidr widest = address == null || networks.isEmpty() ? null : networks.match(address);
        if (widest == null) {
            return null;
        }
        // Whose time is over may have others inside of it that go on.
        for (int prefix = widest.prefix(); prefix <= (address.isIpv4() ? 32 : 128); prefix++) {
            DenyEntry entry = entries.get(Cidr.around(address, prefix));
            if (entry != null && entry.holdsAt(at)) {
                return entry;
            }
        }
        return null;
    }
}
