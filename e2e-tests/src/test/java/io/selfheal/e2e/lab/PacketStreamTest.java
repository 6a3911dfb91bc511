package io.selfheal.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

@Lab(LabKind.NETWORK)
class PacketStreamTest {

    @Test
    void seesWhenAFirewallBeginsToDrop() {
        try (NetworkLab lab = NetworkLab.open()) {
            Machine server = lab.server();
            String address = lab.attacker().ipv6();
            try (PacketStream packets =
                    PacketStream.start(lab.attacker(), address, server).flowing()) {
                long before = System.nanoTime();

                server.nft("""
                        table inet lab {
                          chain input {
                            type filter hook prerouting priority raw
                            ip6 saddr %s drop
                          }
                        }
                        """.formatted(address));

                long after = System.nanoTime();
                assertThat(packets.awaitDrop(Duration.ofMillis(300), Duration.ofSeconds(10)))
                        .isBetween(before, after + Duration.ofMillis(50).toNanos());
            }
        }
    }
}
