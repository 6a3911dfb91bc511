package io.selfheal.responder.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NetworkCoverTest {
    private static final Instant SOON = Instant.parse("2026-11-21T13:00:00Z");
    private static final Instant LATE = Instant.parse("2026-11-21T20:00:00Z");

    @Test
    void aNarrowNetworkThatEndsFirstIsSwallowed() {
        Map<Cidr, Instant> pieces =
                NetworkCover.disjoint(Map.of(Cidr.parse("2001:db8::/48"), LATE, Cidr.parse("2001:db8::/64"), SOON));

        assertThat(pieces).containsOnly(Map.entry(Cidr.parse("2001:db8::/48"), LATE));
    }

    @Test
    void aNarrowNetworkThatEndsLastSplitsTheWideOne() {
        Map<Cidr, Instant> pieces =
                NetworkCover.disjoint(Map.of(Cidr.parse("192.0.2.0/24"), SOON, Cidr.parse("192.0.2.192/26"), LATE));

        assertThat(pieces)
                .containsOnly(
                        Map.entry(Cidr.parse("192.0.2.0/25"), SOON),
                        Map.entry(Cidr.parse("192.0.2.128/26"), SOON),
                        Map.entry(Cidr.parse("192.0.2.192/26"), LATE));
    }

    @Property(tries = 300)
    void piecesNeverOverlapAndEveryAddressHasTheLatestEnd(
            @ForAll @Size(max = 12) List<@IntRange(max = 0xFFFF) Integer> seeds,
            @ForAll List<@IntRange(min = 24, max = 32) Integer> prefixes,
            @ForAll @IntRange(max = 0x3FF) int probe) {
        Map<Cidr, Instant> networks = new HashMap<>();
        for (int i = 0; i < Math.min(seeds.size(), prefixes.size()); i++) {
            IpAddress address = IpAddress.ofIpv4(0xC0000000 | (seeds.get(i) & 0x3FF));
            networks.put(Cidr.around(address, prefixes.get(i)), SOON.plusSeconds(seeds.get(i)));
        }

        Map<Cidr, Instant> pieces = NetworkCover.disjoint(networks);

        IpAddress address = IpAddress.ofIpv4(0xC0000000 | probe);
        List<Instant> ends = pieces.entrySet().stream()
                .filter(piece -> piece.getKey().contains(address))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(ends).hasSizeLessThanOrEqualTo(1);
        assertThat(ends.stream().findFirst())
                .isEqualTo(networks.entrySet().stream()
                        .filter(network -> network.getKey().contains(address))
                        .map(Map.Entry::getValue)
                        .max(Instant::compareTo));
    }
}
