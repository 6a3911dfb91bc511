package io.selfheal.schemas.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "203.0.113.7/32, 203.0.113.7",
        "203.0.113.0/24, 203.0.113.0/24",
        "0.0.0.0/0, 0.0.0.0/0",
        "::/0, ::/0",
        "2001:DB8::/32, 2001:db8::/32",
        "2001:db8::1/128, 2001:db8::1",
        "::ffff:203.0.113.0/120, 203.0.113.0/24",
        "::ffff:0.0.0.0/96, 0.0.0.0/0",
    })
    void printsTheCanonicalForm(String text, String canonical) {
        assertThat(Cidr.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.0/-1",
                "1.2.3.0/+24",
                "1.2.3.0/024",
                "1.2.3.0/24 ",
                "1.2.3.0/24/24",
                "1.2.3.0/٢٤",
                "::/129",
                "::ffff:0.0.0.0/95",
                "1.2.3.4/24",
                "2001:db8::1/64",
                "1.2.3/24",
                "1.2.3.0/999",
                "1.2.3.0/99999999999",
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThat(Cidr.tryParse(text)).isNull();
    }

    @Test
    void namesTheNetworkThatWasMeantWhenHostBitsAreSet() {
        assertThatThrownBy(() -> Cidr.parse("203.0.113.7/24"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host bits")
                .hasMessageContaining("'203.0.113.0/24'");
    }

    @Test
    void noIpv4AddressLiesInAnIpv6Network() {
        assertThat(Cidr.parse("::/0").contains(IpAddress.parse("203.0.113.7"))).isFalse();
    }

    @Property(tries = 3000)
    void containsExactlyTheAddressesWithTheSamePrefix(@ForAll long seed) {
        // given
        Random random = new Random(seed);
        boolean ipv4 = random.nextBoolean();
        int width = ipv4 ? 32 : 128;
        int prefix = random.nextInt(width + 1);
        IpAddress one = ipv4
                ? IpAddress.ofIpv4(random.nextInt())
                : new IpAddress(random.nextLong() | 1L << 63, random.nextLong());
        int flipped = random.nextInt(width);
        IpAddress other = flip(one, width - 1 - flipped);

        // when
        boolean contains = Cidr.around(one, prefix).contains(other);

        // then
        BigInteger difference = new BigInteger(1, one.bytes()).xor(new BigInteger(1, other.bytes()));
        assertThat(contains)
                .isEqualTo(one.isIpv4() == other.isIpv4()
                        && difference.shiftRight(width - prefix).signum() == 0);
    }

    private static IpAddress flip(IpAddress address, int bitFromTheRight) {
        return bitFromTheRight < 64
                ? new IpAddress(address.high(), address.low() ^ (1L << bitFromTheRight))
                : new IpAddress(address.high() ^ (1L << (bitFromTheRight - 64)), address.low());
    }
}
