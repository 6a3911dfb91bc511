package io.selfheal.analyzer.policy;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Immutable set of networks. A lookup hashes the address once for each prefix length in use, so it costs the same for
 * ten entries and for ten thousand.
 */
public final class CidrSet {
    public static final CidrSet EMPTY = new CidrSet(Set.of());

    private final Set<Cidr> networks;
    private final int[] ipv4Prefixes;
    private final int[] ipv6Prefixes;

    private CidrSet(Set<Cidr> networks) {
        this.networks = networks;
        this.ipv4Prefixes = prefixes(networks, true);
        this.ipv6Prefixes = prefixes(networks, false);
    }

    public static CidrSet of(Collection<Cidr> networks) {
        return networks.isEmpty() ? EMPTY : new CidrSet(Set.copyOf(new HashSet<>(networks)));
    }

    private static int[] prefixes(Set<Cidr> networks, boolean ipv4) {
        Map<Integer, Boolean> seen = new HashMap<>();
        networks.stream().filter(n -> n.isIpv4() == ipv4).forEach(n -> seen.put(n.prefix(), true));
        return new TreeSet<>(seen.keySet()).stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether one of the networks contains the address. */
    public boolean contains(IpAddress address) {
        for (int prefix : address.isIpv4() ? ipv4Prefixes : ipv6Prefixes) {
            if (networks.contains(Cidr.around(address, prefix))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the network holds at least one address of this set: such a network must not be blocked as a whole. */
    public boolean overlaps(Cidr network) {
        return networks.stream().anyMatch(network::overlaps);
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    public int size() {
        return networks.size();
    }
}
