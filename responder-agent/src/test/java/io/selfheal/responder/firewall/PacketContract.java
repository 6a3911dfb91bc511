package io.selfheal.responder.firewall;

import static io.selfheal.responder.firewall.ThreeHosts.FRIEND4;
import static io.selfheal.responder.firewall.ThreeHosts.FRIEND6;
import static io.selfheal.responder.firewall.ThreeHosts.PEER4;
import static io.selfheal.responder.firewall.ThreeHosts.PEER6;
import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.NetworkNamespace;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every firewall of a kernel must do with real packets, run on each of them. */
abstract class PacketContract extends FirewallContract {
    static final Cidr PEER = Cidr.parse(PEER4);
    static final Cidr PEER_SIX = Cidr.parse(PEER6);

    private ThreeHosts hosts;
    private Firewall firewall;

    /** The firewall of this node. */
    abstract Firewall on(NetworkNamespace node) throws Exception;

    /** Somebody else takes one of our elements out. */
    abstract void takeOut(Cidr address) throws Exception;

    /** Somebody else puts one into our place, without end. */
    abstract void putIn(Cidr address) throws Exception;

    /** Somebody else takes away all that drops packets of ours. */
    abstract void breakPlace() throws Exception;

    /** Whether open connections stop too. */
    boolean cutsOpenConnections() {
        return true;
    }

    @BeforeEach
    void makeHosts() throws Exception {
        hosts = new ThreeHosts();
        firewall = on(hosts.node());
    }

    @AfterEach
    void removeHosts() throws Exception {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Override
    final Firewall firewall() {
        return firewall;
    }

    final ThreeHosts hosts() {
        return hosts;
    }

    final NetworkNamespace node() {
        return hosts.node();
    }

    @Test
    void dropsBothFamiliesToTheNodeAndThroughIt() throws Exception {
        firewall.apply(install());
        assertThat(hosts.reachesNode(PEER4)).isTrue();
        assertThat(hosts.reachesInner(PEER6)).isTrue();

        firewall.apply(add(Map.of(PEER, HOUR, PEER_SIX, HOUR)));

        assertThat(hosts.reachesNode(PEER4)).isFalse();
        assertThat(hosts.reachesNode(PEER6)).isFalse();
        assertThat(hosts.reachesInner(PEER4)).isFalse();
        assertThat(hosts.reachesInner(PEER6)).isFalse();
        assertThat(hosts.reachesNode(FRIEND4)).isTrue();
        assertThat(hosts.reachesInner(FRIEND6)).isTrue();

        firewall.apply(remove(Set.of(PEER, PEER_SIX)));

        assertThat(hosts.reachesNode(PEER4)).isTrue();
        assertThat(hosts.reachesInner(PEER6)).isTrue();
    }

    @Test
    void dropsNetworksOfBothFamilies() throws Exception {
        firewall.apply(install());

        firewall.apply(networks(Map.of(Cidr.parse("198.51.100.0/25"), HOUR, Cidr.parse("2001:db8:51::/64"), HOUR)));

        assertThat(hosts.reachesNode(PEER4)).isFalse();
        assertThat(hosts.reachesInner(PEER6)).isFalse();
        assertThat(hosts.reachesNode(FRIEND4)).isTrue();
        assertThat(hosts.reachesNode(FRIEND6)).isTrue();

        firewall.apply(networks(Map.of()));

        assertThat(hosts.reachesNode(PEER4)).isTrue();
    }

    @Test
    void stopsOpenConnectionsOrSaysThatItDoesNot() throws Exception {
        firewall.apply(install());
        try (ThreeHosts.Conversation open = hosts.converse(PEER4)) {
            assertThat(open.carries()).isTrue();

            firewall.apply(add(Map.of(PEER, HOUR)));

            assertThat(open.carries()).isNotEqualTo(cutsOpenConnections());
            assertThat(firewall.weaknesses().stream().anyMatch(said -> said.contains("open go on")))
                    .isNotEqualTo(cutsOpenConnections());
        }
    }

    @Test
    void countsWhatEachBlockDropped() throws Exception {
        firewall.apply(install());
        firewall.apply(add(Map.of(PEER, HOUR, B, HOUR)));

        hosts.reachesNode(PEER4);

        Held held = firewall.held();
        assertThat(held.packets()).containsOnlyKeys(PEER);
        assertThat(held.packets().get(PEER)).isPositive();
        assertThat(held.dropped()).isGreaterThanOrEqualTo(held.packets().get(PEER));
    }

    @Test
    void showsWhatSomebodyElseTookOutOrPutIn() throws Exception {
        firewall.apply(install());
        firewall.apply(add(Map.of(PEER, HOUR, B, HOUR)));
        firewall.held();

        takeOut(PEER);
        putIn(A);

        assertThat(firewall.droppedIfUntouched()).isEmpty();
        assertThat(firewall.held().remaining()).containsKey(B).doesNotContainKey(PEER);
        assertThat(firewall.held().remaining().getOrDefault(A, Held.WITHOUT_END))
                .isEqualTo(Held.WITHOUT_END);
        assertThat(hosts.reachesNode(PEER4)).isTrue();
        firewall.apply(add(Map.of(PEER, HOUR)));
        assertThat(hosts.reachesNode(PEER4)).isFalse();
    }

    @Test
    void mendsItsPlaceWhenSomebodyElseBrokeIt() throws Exception {
        firewall.apply(install());
        firewall.apply(add(Map.of(PEER, HOUR)));

        breakPlace();
        assertThat(hosts.reachesNode(PEER4)).isTrue();
        assertThat(firewall.held().inPlace()).isFalse();
        firewall.apply(new Change(true, missing(), Map.of(), Set.of(), null));

        assertThat(firewall.held().inPlace()).isTrue();
        assertThat(hosts.reachesNode(PEER4)).isFalse();
    }

    private Map<Cidr, Duration> missing() throws FirewallException {
        Map<Cidr, Duration> missing = new HashMap<>(Map.of(PEER, HOUR));
        missing.keySet().removeAll(firewall.held().remaining().keySet());
        return missing;
    }

    @Test
    void anotherStartOfTheAgentOpensNothing() throws Exception {
        firewall.apply(install());
        firewall.apply(add(Map.of(PEER, HOUR)));

        Firewall second = on(hosts.node());

        assertThat(hosts.reachesNode(PEER4)).isFalse();
        assertThat(second.held().inPlace()).isTrue();
        assertThat(second.held().remaining()).containsOnlyKeys(PEER);
        second.apply(install());
        assertThat(hosts.reachesNode(PEER4)).isFalse();
    }

    @Test
    void leavesTheRulesOfTheAdministratorAndOfFail2banAsTheyAre() throws Exception {
        node().must("nft", "add table inet f2b-table");
        node().must("nft", "add set inet f2b-table addr-set-sshd { type ipv4_addr; }");
        node().must("nft", "add chain inet f2b-table f2b-chain { type filter hook input priority -1; }");
        node().must("nft", "add element inet f2b-table addr-set-sshd { 203.0.113.9 }");
        node().must("nft", "add rule inet f2b-table f2b-chain tcp dport 22 ip saddr @addr-set-sshd reject");
        node().must("iptables", "-N", "f2b-nginx");
        node().must("iptables", "-A", "f2b-nginx", "-s", "203.0.113.8", "-j", "REJECT");
        node().must("iptables", "-I", "INPUT", "-p", "tcp", "-j", "f2b-nginx");
        node().must("iptables", "-t", "raw", "-A", "PREROUTING", "-s", "203.0.113.7", "-j", "DROP");
        node().must("iptables", "-t", "nat", "-A", "POSTROUTING", "-s", "172.17.0.0/16", "-j", "MASQUERADE");
        // With nftables behind it, ip6tables leaves an empty table behind once it was used.
        node().must("ip6tables", "-t", "raw", "-A", "PREROUTING", "-s", "2001:db8:bad::/48", "-j", "DROP");
        node().must("ip6tables", "-A", "INPUT", "-s", "2001:db8:bad::/48", "-j", "DROP");
        String before = everything();

        firewall.apply(install());
        firewall.apply(new Change(true, Map.of(PEER, HOUR, SIX, HOUR), Map.of(), Set.of(A), Map.of(NET_SIX, HOUR)));
        firewall.apply(remove(Set.of(PEER)));
        firewall.removeAll();

        assertThat(everything()).isEqualTo(before);
    }

    /** The rules of this namespace, without counters; tables that iptables makes by looking at them are there before. */
    private String everything() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String table : new String[] {"raw", "mangle", "nat", "filter"}) {
            all.append(node().must("iptables", "-t", table, "-S"));
            all.append(node().must("ip6tables", "-t", table, "-S"));
        }
        all.append(node().must("nft", "-s", "list", "tables"));
        all.append(node().must("nft", "-s", "list", "table", "inet", "f2b-table"));
        all.append(node().must("ipset", "list", "-n"));
        return all.toString();
    }

    @Test
    void tellsWhetherAnybodyElseChangedAnything() throws Exception {
        firewall.apply(install());
        firewall.apply(add(Map.of(PEER, HOUR)));
        firewall.held();

        firewall.apply(add(Map.of(A, HOUR)));
        hosts.reachesNode(PEER4);

        OptionalLong known = firewall.droppedIfUntouched();
        assertThat(known.isEmpty() || known.getAsLong() > 0).isTrue();
        assertThat(firewall.held().remaining()).containsOnlyKeys(PEER, A);
    }
}
