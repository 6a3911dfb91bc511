package io.selfheal.responder.firewall.iptables;

import io.selfheal.schemas.net.Cidr;
import java.util.List;

/** What differs between IPv4 and IPv6: the program, the name ipset has for it, and our two sets. */
enum Family {
    IPV4("iptables", "inet", "selfheal4"),
    IPV6("ip6tables", "inet6", "selfheal6");

    private static final String NETWORKS = "_nets";

    private final String program;
    private final String ipsetName;
    private final String set;

    Family(String program, String ipsetName, String set) {
        this.program = program;
        this.ipsetName = ipsetName;
        this.set = set;
    }

    static Family of(Cidr target) {
        return target.isIpv4() ? IPV4 : IPV6;
    }

    String program() {
        return program;
    }

    String ipsetName() {
        return ipsetName;
    }

    /** The set of single addresses. */
    String addresses() {
        return set;
    }

    String networks() {
        return set + NETWORKS;
    }

    /** Where the networks' next content is gathered; names of sets have at most 31 bytes. */
    String nextNetworks() {
        return set + NETWORKS + "_new";
    }

    List<String> sets() {
        return List.of(addresses(), networks());
    }
}
