package io.selfheal.responder.firewall.netlink;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Networks as the kernel's interval sets hold them: a range from one element to the next closing or opening one, or to
 * the last address of the family.
 *
 * @param <T> what goes with each range
 */
final class Ranges<T> {
    private static final int MAPPED = 96;
    private static final long IPV4_END = 0x1_0000_0000_0000L;

    private final boolean ipv4;
    private final TreeMap<IpAddress, T> openings = new TreeMap<>();
    private final TreeMap<IpAddress, Boolean> closings = new TreeMap<>();

    Ranges(boolean ipv4) {
        this.ipv4 = ipv4;
    }

    void open(IpAddress first, T value) {
        openings.put(first, value);
    }

    void close(IpAddress behind) {
        closings.put(behind, true);
    }

    /** Each range as a network; returns how many are none. */
    int forEach(BiConsumer<Cidr, T> consumer) {
        int[] others = new int[1];
        openings.forEach((first, value) -> {
            Cidr network = network(first);
            if (network == null) {
                others[0]++;
            } else {
                consumer.accept(network, value);
            }
        });
        return others[0];
    }

    /** The first address behind a network; null behind the last address of its family. */
    static @Nullable IpAddress endOf(Cidr network) {
        IpAddress first = network.address();
        int hostBits = network.isIpv4() ? 32 - network.prefix() : 128 - network.prefix();
        if (hostBits == 128) {
            return null;
        }
        long high = hostBits < 64 ? first.high() : first.high() + (1L << (hostBits - 64));
        long low = hostBits < 64 ? first.low() + (1L << hostBits) : first.low();
        if (hostBits < 64 && low == 0) {
            high++;
        }
        boolean last = network.isIpv4() ? low == IPV4_END : high == 0 && low == 0;
        return last ? null : new IpAddress(high, low);
    }

    private @Nullable Cidr network(IpAddress first) {
        IpAddress closing = closings.higherKey(first);
        IpAddress opening = openings.higherKey(first);
        boolean joined = opening != null && (closing == null || opening.compareTo(closing) < 0);
        IpAddress end = joined ? opening : closing;
        long endHigh = end == null ? 0 : end.high();
        long endLow = end == null ? (ipv4 ? IPV4_END : 0) : end.low();
        long low = endLow - first.low();
        long high = endHigh - first.high() - (Long.compareUnsigned(endLow, first.low()) < 0 ? 1 : 0);
        if (Long.bitCount(high) + Long.bitCount(low) > 1) {
            return null;
        }
        int hostBits = high == 0 && low == 0
                ? 128
                : low != 0 ? Long.numberOfTrailingZeros(low) : 64 + Long.numberOfTrailingZeros(high);
        Cidr network = Cidr.around(first, 128 - hostBits - (ipv4 ? MAPPED : 0));
        return network.address().equals(first) ? network : null;
    }
}
