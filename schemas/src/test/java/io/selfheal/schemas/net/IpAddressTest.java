package io.selfheal.schemas.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "203.0.113.7, 203.0.113.7",
        "::ffff:203.0.113.7, 203.0.113.7",
        "::FFFF:cb00:7107, 203.0.113.7",
        "0:0:0:0:0:ffff:203.0.113.7, 203.0.113.7",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "1:0:0:2:0:0:0:0, 1:0:0:2::",
        "0:0:1::, 0:0:1::",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "::192.0.2.33, ::c000:221",
        "::fffe:1.2.3.4, ::fffe:102:304",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    void printsTheCanonicalForm(String text, String canonical) {
        // when
        IpAddress address = IpAddress.parse(text);

        // then
        assertThat(address).hasToString(canonical).isEqualTo(IpAddress.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4.",
                "256.1.1.1",
                "1.1.1.999",
                "1.1.1.1111",
                "1_0.0.0.1",
                "1.1.1.1\n",
                "\n1.1.1.1",
                "1.1.1.1 ",
                " 1.1.1.1",
                "+1.1.1.1",
                "1.+1.1.1",
                "-1.1.1.1",
                "01.1.1.1",
                "1.1.1.01",
                "00.0.0.0",
                "0x7f.0.0.1",
                "127.1",
                "2130706433",
                "1.1.1.1\u0000",
                "١.١.١.١",
                "１.1.1.1",
                "1。1。1。1",
                "1,1,1,1",
                "localhost",
                ":",
                ":::",
                "1:::2",
                "::1::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "::1/64",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::ffff:01.2.3.4",
                "::ffff:1.2.3.256",
                "::-1",
                "::+1",
                "::١",
                "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0",
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(IpAddress.tryParse(text)).isNull();
    }

    @Test
    void saysWhatIsWrongAndWhatIsAllowedWithoutControlCharacters() {
        assertThatThrownBy(() -> IpAddress.parse("1.1.1.1\n\u001b[2J"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'1.1.1.1··[2J'")
                .hasMessageContaining("allowed: an IPv4 address like");
    }

    @Property(tries = 5000)
    void agreesWithJavaOnRandomAddresses(@ForAll long seed) throws UnknownHostException {
        // given: zeros are frequent, so that runs of them are
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextBoolean() ? 0 : random.nextInt());
        }
        InetAddress java = InetAddress.getByAddress(bytes);

        // when
        IpAddress address = IpAddress.parse(java.getHostAddress());

        // then
        assertThat(address.bytes()).isEqualTo(java.getAddress());
        assertThat(InetAddress.getByName(address.toString())).isEqualTo(java);
        assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    }

    @Property(tries = 5000)
    void neverThrowsOnAnyText(@ForAll String text) {
        // when
        IpAddress address = IpAddress.tryParse(text);

        // then
        assertThat(address == null || IpAddress.parse(address.toString()).equals(address))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "1.1.1.1, true",
        "2606:4700:4700::1111, true",
        "2a00:1450:4001::200e, true",
        "192.0.1.1, true",
        "172.32.0.1, true",
        "100.128.0.1, true",
        "223.255.255.255, true",
        "2001:200::1, true",
        "0.1.2.3, false",
        "10.0.0.1, false",
        "100.64.0.1, false",
        "127.0.0.1, false",
        "169.254.1.1, false",
        "172.16.0.1, false",
        "172.31.255.255, false",
        "192.0.0.8, false",
        "192.0.2.1, false",
        "192.168.1.1, false",
        "198.18.0.1, false",
        "198.51.100.1, false",
        "203.0.113.1, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "::, false",
        "::1, false",
        "::ffff:10.0.0.1, false",
        "::ffff:8.8.8.8, true",
        "64:ff9b:1::1, false",
        "100::1, false",
        "2001::1, false",
        "2001:db8::1, false",
        "3fff::1, false",
        "5f00::1, false",
        "fc00::1, false",
        "fd12::1, false",
        "fe80::1, false",
        "ff02::1, false",
    })
    void knowsTheAddressesOfThePublicInternet(String text, boolean global) {
        assertThat(IpAddress.parse(text).isGlobal()).isEqualTo(global);
    }
}
