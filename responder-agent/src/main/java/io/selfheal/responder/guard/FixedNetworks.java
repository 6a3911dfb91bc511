package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;
import java.util.List;
import java.util.stream.Stream;

/**
 * What no node can live without: itself, and the addresses that neighbour discovery, DHCP, cloud metadata services
 * and multicast speak from.
 */
public final class FixedNetworks implements ProtectedSource {
    private static final List<Protected> ALL = Stream.of(
                    new String[] {"127.0.0.0/8", "a loopback address"},
                    new String[] {"::1", "the loopback address"},
                    new String[] {"0.0.0.0/8", "an address of this network (RFC 1122)"},
                    new String[] {"::", "the unspecified address"},
                    new String[] {"169.254.0.0/16", "a link-local address"},
                    new String[] {"fe80::/10", "a link-local address, which neighbour discovery needs"},
                    new String[] {"224.0.0.0/4", "a multicast address"},
                    new String[] {"ff00::/8", "a multicast address"},
                    new String[] {"255.255.255.255", "the broadcast address"})
            .map(entry -> new Protected(Cidr.parse(entry[0]), entry[1]))
            .toList();

    @Override
    public String name() {
        return "fixed networks";
    }

    @Override
    public List<Protected> read() {
        return ALL;
    }
}
