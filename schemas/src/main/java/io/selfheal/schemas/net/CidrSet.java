package io.selfheal.schemas.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of networks, at most {@value #MAX_ENTRIES}: allowlists, own addresses, blocks. Two networks are
 * nested or apart, never half over each other, so the widest ones, sorted, answer every question by one binary
 * search: O(log n), no allocation, 17 steps for 100,000 entries. IPv4 entries never match IPv6 addresses, as
 * {@link Cidr#contains(IpAddress)} has it.
 */
public final class CidrSet {
    public static final int MAX_ENTRIES = 100_000;
    public static final CidrSet EMPTY = new CidrSet(List.of());

    /** Every entry without repeats, sorted: a network stands right before those inside it. */
    private final List<Cidr> entries;
    /** The IPv4 entries that lie in no other one, sorted. */
    private final Cidr[] widest4;
    /** The same of IPv6; apart, since the IPv4 addresses lie in the middle of {@code ::/64}. */
    private final Cidr[] widest6;

    private CidrSet(Collection<Cidr> networks) {
        entries = networks.stream().sorted().distinct().toList();
        widest4 = widest(true);
        widest6 = widest(false);
    }

    private Cidr[] widest(boolean ipv4) {
        List<Cidr> outer = new ArrayList<>();
        for (Cidr entry : entries) {
            boolean isInside = !outer.isEmpty() && outer.getLast().contains(entry);
            if (entry.isIpv4() == ipv4 && !isInside) {
                outer.add(entry);
            }
        }
        return outer.toArray(Cidr[]::new);
    }

    /**
     * The set of these networks.
     *
     * @throws IllegalArgumentException if there are more than {@value #MAX_ENTRIES}
     */
    public static CidrSet of(Collection<Cidr> networks) {
        if (networks.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "a set of " + networks.size() + " networks is too large; allowed: up to " + MAX_ENTRIES);
        }
        return networks.isEmpty() ? EMPTY : new CidrSet(networks);
    }

    public static CidrSet of(Cidr... networks) {
        return of(Arrays.asList(networks));
    }

    /** Whether the address lies in one of the networks. */
    public boolean contains(IpAddress address) {
        return match(address) != null;
    }

    /** Whether the whole network lies in one of the networks. */
    public boolean contains(Cidr network) {
        return match(network) != null;
    }

    /** The widest entry that the address lies in, for a reason that people read; null if there is none. */
    public @Nullable Cidr match(IpAddress address) {
        Cidr[] widest = widestOf(address);
        int index = indexAtOrBefore(widest, address);
        return index >= 0 && widest[index].contains(address) ? widest[index] : null;
    }

    /** The widest entry that the whole network lies in; null if there is none. */
    public @Nullable Cidr match(Cidr network) {
        Cidr[] widest = widestOf(network.address());
        int index = indexAtOrBefore(widest, network.address());
        return index >= 0 && widest[index].contains(network) ? widest[index] : null;
    }

    /** Whether the network has an address in common with an entry: it lies in one, or one lies in it. */
    public boolean overlaps(Cidr network) {
        return firstOverlap(network) != null;
    }

    /** An entry that has an address in common with the network; null if there is none. */
    public @Nullable Cidr firstOverlap(Cidr network) {
        Cidr[] widest = widestOf(network.address());
        int index = indexAtOrBefore(widest, network.address());
        if (index >= 0 && widest[index].overlaps(network)) {
            return widest[index];
        }
        boolean nextLiesInside = index + 1 < widest.length && network.contains(widest[index + 1]);
        return nextLiesInside ? widest[index + 1] : null;
    }

    private Cidr[] widestOf(IpAddress address) {
        return address.isIpv4() ? widest4 : widest6;
    }

    /** The last network that begins at or before the address; -1 if all begin after it. */
    private static int indexAtOrBefore(Cidr[] widest, IpAddress address) {
        int low = 0;
        int high = widest.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (widest[middle].address().compareTo(address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Every entry, sorted, without repeats. */
    public List<Cidr> entries() {
        return entries;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CidrSet set && entries.equals(set.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return "CidrSet[" + entries.size() + " networks]";
    }
}
