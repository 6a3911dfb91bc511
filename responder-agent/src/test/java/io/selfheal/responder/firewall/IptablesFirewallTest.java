package io.selfheal.responder.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.NetworkNamespace;
import io.selfheal.responder.firewall.iptables.IptablesFirewall;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract through iptables and ipset. */
class IptablesFirewallTest extends PacketContract {

    @Override
    Firewall on(NetworkNamespace node) {
        Needs.programs("ipset", "iptables");
        return new IptablesFirewall(new ProgramFolder(node::program));
    }

    @Override
    int many() {
        return 100_000;
    }

    @Override
    void takeOut(Cidr address) throws Exception {
        node().must("ipset", "del", "selfheal4", address.toString());
    }

    @Override
    void putIn(Cidr address) throws Exception {
        node().must("ipset", "add", "selfheal4", address.toString());
    }

    @Override
    void breakPlace() throws Exception {
        node().must("iptables", "-t", "raw", "-F");
        node().must("iptables", "-t", "raw", "-X");
    }

    @Test
    void goesBackToTheFirstPlaceWhenSomebodyStandsBeforeIt() throws Exception {
        firewall().apply(install());
        firewall().apply(add(Map.of(PEER, HOUR)));
        node().must("iptables", "-t", "raw", "-I", "PREROUTING", "-j", "ACCEPT");
        assertThat(hosts().reachesNode(ThreeHosts.PEER4)).isTrue();
        assertThat(firewall().held().inPlace()).isFalse();

        firewall().apply(install());

        assertThat(hosts().reachesNode(ThreeHosts.PEER4)).isFalse();
        assertThat(node().must("iptables", "-t", "raw", "-S", "PREROUTING").lines())
                .containsExactly("-P PREROUTING ACCEPT", "-A PREROUTING -j SELFHEAL", "-A PREROUTING -j ACCEPT");
    }

    @Test
    void givesAVeryLongBlockAsMuchTimeAsTheKernelsTimersHave() throws Exception {
        firewall().apply(install());

        firewall().apply(add(Map.of(A, Duration.ofDays(60))));

        assertThat(firewall().held().remaining().get(A)).isBetween(Duration.ofDays(24), Duration.ofDays(25));
    }

    @Test
    void namesTheProgramThatIsMissing() {
        Firewall missing = new IptablesFirewall(
                new ProgramFolder(name -> new ExternalProgram(List.of("/nonexistent/" + name), Duration.ofSeconds(5))));

        assertThatThrownBy(missing::probe)
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("/nonexistent/ipset");
    }
}
