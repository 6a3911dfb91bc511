package io.selfheal.schemas.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CidrSetTest {
    private static final CidrSet ALLOWED = CidrSet.of(
            Cidr.parse("192.0.2.0/24"),
            Cidr.parse("192.0.2.128/25"),
            Cidr.parse("198.51.100.7"),
            Cidr.parse("::/64"),
            Cidr.parse("2001:db8::/32"));

    @Test
    void namesTheWidestEntryThatAnAddressLiesIn() {
        // when
        Cidr match = ALLOWED.match(IpAddress.parse("::ffff:192.0.2.200"));

        // then
        assertThat(match).hasToString("192.0.2.0/24");
    }

    @Test
    void findsAnIpv6NetworkAlthoughIpv4AddressesLieInTheMiddleOfIt() {
        // given: ::1:0:0:0 lies behind ::ffff:0:0/96 in the order of addresses
        IpAddress behind = IpAddress.parse("::1:0:0:0");

        // when
        CidrSet set = CidrSet.of(Cidr.parse("::/32"), Cidr.parse("203.0.113.0/24"));

        // then
        assertThat(set.contains(behind)).isTrue();
        assertThat(set.contains(IpAddress.parse("203.0.114.1"))).isFalse();
    }

    @Test
    void overlapsWithANetworkThatHoldsAnEntry() {
        // when
        Cidr overlap = ALLOWED.firstOverlap(Cidr.parse("198.51.0.0/16"));

        // then
        assertThat(overlap).hasToString("198.51.100.7");
        assertThat(ALLOWED.contains(Cidr.parse("198.51.0.0/16"))).isFalse();
    }

    @Test
    void refusesMoreEntriesThanItsBound() {
        // given
        List<Cidr> many = Collections.nCopies(CidrSet.MAX_ENTRIES + 1, Cidr.parse("192.0.2.1"));

        // then
        assertThatThrownBy(() -> CidrSet.of(many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100001")
                .hasMessageContaining("allowed: up to 100000");
    }

    @Property(tries = 2000)
    void answersAsAListThatIsSearchedFromTheBeginning(@ForAll long seed) {
        // given: few bits, so that networks often lie in each other
        Random random = new Random(seed);
        List<Cidr> entries = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            entries.add(network(random));
        }
        CidrSet set = CidrSet.of(entries);
        Cidr asked = network(random);

        // when
        boolean contains = set.contains(asked.address());
        boolean containsAll = set.contains(asked);
        boolean overlaps = set.overlaps(asked);

        // then
        assertThat(contains).isEqualTo(entries.stream().anyMatch(entry -> entry.contains(asked.address())));
        assertThat(containsAll).isEqualTo(entries.stream().anyMatch(entry -> entry.contains(asked)));
        assertThat(overlaps).isEqualTo(entries.stream().anyMatch(entry -> entry.overlaps(asked)));
        assertThat(set.entries())
                .containsExactlyElementsOf(entries.stream().sorted().distinct().toList());
    }

    private static Cidr network(Random random) {
        if (random.nextBoolean()) {
            return Cidr.around(IpAddress.ofIpv4(random.nextInt(8) << 29 | random.nextInt(4)), random.nextInt(33));
        }
        IpAddress address = new IpAddress((long) random.nextInt(4) << 62 | random.nextInt(2), random.nextInt(4));
        return Cidr.around(address, random.nextInt(129));
    }
}
