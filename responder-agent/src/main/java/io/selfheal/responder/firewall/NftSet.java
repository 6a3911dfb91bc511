package io.selfheal.responder.firewall;

import io.selfheal.schemas.net.Cidr;
import java.util.List;

/**
 * The four sets of our nftables table, and the table's fixed names. Whoever speaks to nftables, the program or netlink,
 * makes the same table, so that one takes over where the other stopped.
 *
 * <p>Single addresses lie in hash sets, networks in interval sets of their own: one more element in an interval set of
 * 100,000 costs over a second, in a hash set nothing.
 */
public enum NftSet {
    ADDRESSES_IPV4("blocked4", true, false),
    ADDRESSES_IPV6("blocked6", false, false),
    NETWORKS_IPV4("blocked4_nets", true, true),
    NETWORKS_IPV6("blocked6_nets", false, true);

    public static final String TABLE = "selfheal";
    public static final String CHAIN = "prerouting";

    /** Before connection tracking (-200), so that open connections of a blocked source stop at once. */
    public static final int RAW_PRIORITY = -300;

    private final String label;
    private final boolean ipv4;
    private final boolean networks;

    NftSet(String label, boolean ipv4, boolean networks) {
        this.label = label;
        this.ipv4 = ipv4;
        this.networks = networks;
    }

    /** Its name in the kernel. */
    public String label() {
        return label;
    }

    public boolean isIpv4() {
        return ipv4;
    }

    public boolean holdsNetworks() {
        return networks;
    }

    /** The kernel's bound; the guard's own is far below. */
    public int maxElements() {
        return networks ? 65_536 : 1_048_576;
    }

    public boolean takes(Cidr target) {
        return target.isIpv4() == ipv4 && target.isSingleAddress() != networks;
    }

    public static List<String> labels() {
        return List.of(ADDRESSES_IPV4.label, ADDRESSES_IPV6.label, NETWORKS_IPV4.label, NETWORKS_IPV6.label);
    }
}
