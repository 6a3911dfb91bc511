package io.selfheal.responder.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.NetworkNamespace;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.net.Cidr;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract through the nft program. */
class NftablesFirewallTest extends PacketContract {
    private ExternalProgram nft;
    private Firewall firewall;

    @Override
    Firewall on(NetworkNamespace node) {
        nft = node.program("nft");
        firewall = new NftablesFirewall(nft);
        return firewall;
    }

    @Override
    int many() {
        return 100_000;
    }

    @Override
    void takeOut(Cidr address) throws Exception {
        script("delete element inet selfheal blocked4 { " + address + " }\n");
    }

    @Override
    void putIn(Cidr address) throws Exception {
        script("add element inet selfheal blocked4 { " + address + " }\n");
    }

    @Override
    void breakPlace() throws Exception {
        script("flush ruleset\n");
    }

    @Test
    void leavesEveryOtherTableAlone() throws Exception {
        script("add table ip filter\nadd chain ip filter input\nadd rule ip filter input tcp dport 22 accept\n");
        String before = listing("ip", "filter");

        firewall.apply(install());
        firewall.apply(add(Map.of(A, HOUR)));
        firewall.removeAll();

        assertThat(listing("ip", "filter")).isEqualTo(before);
    }

    @Test
    void dropsInPreroutingBeforeConnectionTracking() throws Exception {
        firewall.apply(install());

        assertThat(listing("inet", "selfheal")).contains("type filter hook prerouting priority raw");
    }

    @Test
    void noticesThatARuleOrTheWholeTableHasGone() throws Exception {
        firewall.apply(install());
        script("flush chain inet selfheal prerouting\n");
        assertThat(firewall.held().inPlace()).isFalse();

        firewall.apply(install());
        assertThat(firewall.held().inPlace()).isTrue();

        script("delete table inet selfheal\n");
        assertThat(firewall.held()).isEqualTo(Held.NOTHING);
    }

    @Test
    void listsElementsThatSomebodyElsePutIn() throws Exception {
        firewall.apply(install());

        script("""
                add element inet selfheal blocked4 { 192.0.2.9 }
                add element inet selfheal blocked4_nets { 10.0.0.0-10.0.0.9 }
                """);

        assertThat(firewall.held().remaining()).containsOnly(Map.entry(Cidr.parse("192.0.2.9"), Held.WITHOUT_END));
        assertThat(firewall.held().foreign()).isEqualTo(1);
    }

    @Test
    void appliesAllOfAChangeOrNothing() throws Exception {
        firewall.apply(install());
        Change impossible = new Change(
                false, Map.of(A, HOUR), Map.of(), Set.of(), Map.of(NET, HOUR, NET_LOW, HOUR.multipliedBy(2)));

        assertThatThrownBy(() -> firewall.apply(impossible))
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("intervals");

        assertThat(firewall.held().remaining()).isEmpty();
    }

    @Test
    void saysWhyWhenTheProgramIsMissing() {
        Firewall missing =
                new NftablesFirewall(new ExternalProgram(List.of("/nonexistent/nft"), Duration.ofSeconds(5)));

        assertThatThrownBy(missing::held)
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("/nonexistent/nft");
    }

    private void script(String text) throws Exception {
        var run = nft.run(List.of("-f", "-"), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(run.errors()).isEmpty();
    }

    private String listing(String family, String table) throws Exception {
        return nft.run(List.of("list", "table", family, table), ExternalProgram.Input.NONE)
                .output();
    }
}
