package io.selfheal.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@Lab({LabKind.NETWORK, LabKind.CONTAINER})
class ContainerOnNetworkTest {

    @Test
    void theNetworksAttackerReachesTheNodesServersInBothFamilies() {
        try (NetworkLab network = NetworkLab.open()) {
            SystemdNode node = ContainerLab.on(network).start("node1", Map.of());
            Attacker attacker = new Attacker(network.attacker());
            String ipv4 = node.addresses().getFirst();
            String ipv6 = node.addresses().getLast();

            attacker.hydra(ipv4, "root", List.of("a", "b"), 2, Duration.ofSeconds(30));

            Awaitility.await()
                    .untilAsserted(() -> assertThat(node.journal("-u", "ssh"))
                            .anyMatch(line -> line.contains("Failed password for root from "
                                    + network.attacker().ipv4())));
            assertThat(attacker.canConnect(ipv6, 80, Duration.ofSeconds(1))).isEqualTo(Reach.OPEN);
        }
    }
}
