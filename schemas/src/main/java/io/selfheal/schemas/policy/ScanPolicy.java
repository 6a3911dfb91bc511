package io.selfheal.schemas.policy;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.List;

/**
 * Which scans assessments plan, and whether the nodes are asked for them.
 *
 * @param version of this policy
 * @param quickScan whether a source of our own networks is to be scanned from score 30 (section C)
 * @param vulnerabilityScan whether the attacked host is to be scanned from score 60 (SAF-11)
 * @param automatic whether the analyzer orders the planned scans from the attacked nodes
 * @param rest how long a target is left alone after a scan was ordered; 5 minutes to 7 days
 * @param ownNetworks where a quick scan may go; {@value #MOST} at most
 */
public record ScanPolicy(
        String version,
        boolean quickScan,
        boolean vulnerabilityScan,
        boolean automatic,
        Duration rest,
        List<Cidr> ownNetworks)
        implements Policy {
    /** The private networks (RFC 1918) and the unique local ones (RFC 4193). */
    public static final List<Cidr> PRIVATE = List.of(
            Cidr.parse("10.0.0.0/8"),
            Cidr.parse("172.16.0.0/12"),
            Cidr.parse("192.168.0.0/16"),
            Cidr.parse("fc00::/7"));

    public static final Duration REST = Duration.ofHours(1);
    private static final int MOST = 256;
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(7);
    public static final ScanPolicy DEFAULT = new ScanPolicy("default", true, true, false, REST, PRIVATE);

    public ScanPolicy {
        ownNetworks = List.copyOf(ownNetworks);
        if (rest.compareTo(SHORTEST) < 0 || rest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a rest of " + rest + " is out of range; allowed: five minutes to seven days");
        }
        if (ownNetworks.size() > MOST) {
            throw new IllegalArgumentException(ownNetworks.size() + " own networks; allowed: " + MOST);
        }
    }

    @Override
    public String name() {
        return "scanning";
    }

    /** Whether an address is in our own networks. */
    public boolean isOwn(IpAddress address) {
        for (Cidr network : ownNetworks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
