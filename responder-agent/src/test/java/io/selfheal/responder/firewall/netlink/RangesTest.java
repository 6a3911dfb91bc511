package io.selfheal.responder.firewall.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RangesTest {

    @Property
    void everyIpv4NetworkComesBack(@ForAll int bits, @ForAll @IntRange(min = 1, max = 31) int prefix) {
        Cidr network = Cidr.around(IpAddress.ofIpv4(bits), prefix);

        assertThat(thereAndBack(true, network)).containsExactly(network);
    }

    @Property
    void everyIpv6NetworkComesBack(
            @ForAll long high, @ForAll long low, @ForAll @IntRange(min = 0, max = 127) int prefix) {
        Cidr network = Cidr.around(new IpAddress(high, low), prefix);
        org.assertj.core.api.Assumptions.assumeThat(network.isIpv4()).isFalse();

        assertThat(thereAndBack(false, network)).containsExactly(network);
    }

    @Test
    void neighboursComeBackWhetherTheFirstWasClosedOrNot() {
        Cidr low = Cidr.parse("10.0.0.0/25");
        Cidr high = Cidr.parse("10.0.0.128/25");
        Ranges<String> open = new Ranges<>(true);
        open.open(low.address(), "low");
        open.open(high.address(), "high");
        open.close(IpAddress.parse("10.0.1.0"));

        assertThat(thereAndBack(true, low, high)).containsExactly(low, high);
        assertThat(networks(open)).containsExactly(low, high);
    }

    @Test
    void rangesThatAreNoNetworksAreCounted() {
        Ranges<String> ranges = new Ranges<>(true);
        ranges.open(IpAddress.parse("10.0.0.0"), "ten addresses");
        ranges.close(IpAddress.parse("10.0.0.10"));
        ranges.open(IpAddress.parse("10.0.1.4"), "not aligned");
        ranges.close(IpAddress.parse("10.0.1.12"));

        assertThat(ranges.forEach((network, value) -> {})).isEqualTo(2);
        assertThat(networks(ranges)).isEmpty();
    }

    private static List<Cidr> thereAndBack(boolean ipv4, Cidr... networks) {
        Ranges<String> ranges = new Ranges<>(ipv4);
        for (Cidr network : networks) {
            ranges.open(network.address(), "");
            IpAddress end = Ranges.endOf(network);
            if (end != null) {
                ranges.close(end);
            }
        }
        return networks(ranges);
    }

    private static List<Cidr> networks(Ranges<String> ranges) {
        List<Cidr> all = new ArrayList<>();
        ranges.forEach((network, value) -> all.add(network));
        return all;
    }
}
