package io.selfheal.responder.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.NetworkNamespace;
import io.selfheal.responder.firewall.netlink.NetlinkFirewall;
import io.selfheal.schemas.net.Cidr;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract over netlink, and that the nft program sees the same table. */
class NetlinkFirewallTest extends PacketContract {
    private NetlinkFirewall netlink;

    @Override
    Firewall on(NetworkNamespace node) {
        netlink = new NetlinkFirewall(node::netlink);
        return netlink;
    }

    @AfterEach
    void closeSocket() {
        if (netlink != null) {
            netlink.close();
        }
    }

    @Override
    int many() {
        return 100_000;
    }

    @Override
    void takeOut(Cidr address) throws Exception {
        node().must("nft", "delete element inet selfheal blocked4 { " + address + " }");
    }

    @Override
    void putIn(Cidr address) throws Exception {
        node().must("nft", "add element inet selfheal blocked4 { " + address + " }");
    }

    @Override
    void breakPlace() throws Exception {
        node().must("nft", "flush ruleset");
    }

    private Firewall program() {
        return new NftablesFirewall(node().program("nft"));
    }

    @Test
    void makesTheVeryTableThatTheProgramMakes() throws Exception {
        Change change = new Change(
                true,
                Map.of(A, HOUR, SIX, HOUR),
                Map.of(),
                Set.of(),
                Map.of(NET, HOUR, NET_SIX, HOUR, Cidr.parse("255.255.255.0/24"), HOUR));
        program().apply(change);
        String theirs = node().must("nft", "-s", "list", "table", "inet", "selfheal");
        program().removeAll();

        firewall().apply(change);

        assertThat(withoutTimes(node().must("nft", "-s", "list", "table", "inet", "selfheal")))
                .isEqualTo(withoutTimes(theirs))
                .contains("ip saddr @blocked4 counter drop", "priority raw", "255.255.255.0/24");
    }

    private static String withoutTimes(String listing) {
        return listing.replaceAll(" expires [0-9a-z]+", "");
    }

    @Test
    void takesOverFromTheProgramAndBack() throws Exception {
        program().apply(install());
        program().apply(add(Map.of(A, HOUR)));
        program().apply(networks(Map.of(NET, HOUR, Cidr.parse("255.255.255.0/24"), HOUR)));

        assertThat(firewall().held().inPlace()).isTrue();
        assertThat(firewall().held().foreign()).isZero();
        assertThat(firewall().held().remaining()).containsOnlyKeys(A, NET, Cidr.parse("255.255.255.0/24"));
        firewall().apply(networks(Map.of(NET_LOW, HOUR, NET_HIGH, HOUR, NET_SIX, HOUR)));

        assertThat(program().held().inPlace()).isTrue();
        assertThat(program().held().remaining()).containsOnlyKeys(A, NET_LOW, NET_HIGH, NET_SIX);
    }

    @Test
    void knowsThatNobodyElseChangedAnything() throws Exception {
        firewall().apply(install());
        firewall().held();
        firewall().apply(add(Map.of(PEER, HOUR)));
        hosts().reachesNode(ThreeHosts.PEER4);

        assertThat(firewall().droppedIfUntouched().orElse(0)).isPositive();

        node().must("nft", "add table inet somebody");
        assertThat(firewall().droppedIfUntouched()).isEmpty();
        firewall().held();
        assertThat(firewall().droppedIfUntouched()).isPresent();
    }

    @Test
    void rebuildsATableThatIsLaidOutInAnotherWayWithAllItHeld() throws Exception {
        node().must("nft", "add table inet selfheal");
        node().must("nft", "add set inet selfheal blocked4 { type ipv4_addr; flags timeout; }");
        node().must("nft", "add chain inet selfheal prerouting { type filter hook prerouting priority 0; }");
        node().must("nft", "add element inet selfheal blocked4 { " + PEER + " timeout 1h }");

        firewall().apply(new Change(true, Map.of(A, HOUR), Map.of(), Set.of(), null));

        assertThat(firewall().held().inPlace()).isTrue();
        assertThat(firewall().held().remaining()).containsOnlyKeys(PEER, A);
    }

    @Test
    void rebuildsThroughTheProgramToo() throws Exception {
        node().must("nft", "add table inet selfheal");
        node().must("nft", "add set inet selfheal blocked4 { type ipv4_addr; flags timeout; }");
        node().must("nft", "add chain inet selfheal prerouting { type filter hook prerouting priority 0; }");
        node().must("nft", "add element inet selfheal blocked4 { " + PEER + " timeout 1h }");

        program().apply(install());

        assertThat(program().held().inPlace()).isTrue();
        assertThat(program().held().remaining()).containsOnlyKeys(PEER);
    }

    @Test
    void appliesAllOfAChangeOrNothing() throws Exception {
        firewall().apply(install());
        Change impossible = new Change(
                false, Map.of(A, HOUR), Map.of(), Set.of(), Map.of(NET, HOUR, NET_LOW, HOUR.multipliedBy(2)));

        assertThatThrownBy(() -> firewall().apply(impossible))
                .isInstanceOf(FirewallException.class)
                .hasMessageContaining("exists already, or overlaps");

        assertThat(firewall().held().remaining()).isEmpty();
    }

    @Test
    void listsRangesThatSomebodyElsePutIn() throws Exception {
        firewall().apply(install());

        node().must("nft", "add element inet selfheal blocked4_nets { 10.0.0.0-10.0.0.9, 10.1.0.0/16 }");

        assertThat(firewall().held().foreign()).isEqualTo(1);
        assertThat(firewall().held().remaining()).containsOnly(Map.entry(Cidr.parse("10.1.0.0/16"), Held.WITHOUT_END));
    }
}
