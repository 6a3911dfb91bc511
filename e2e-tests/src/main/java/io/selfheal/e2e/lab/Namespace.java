package io.selfheal.e2e.lab;

import java.time.Duration;
import java.util.List;

/**
 * One network namespace on the laboratory's switch: its own addresses, routes and firewall, everything else the host's.
 *
 * @param netns the name under which {@code ip netns exec} knows it
 */
public record Namespace(LabRun labRun, String netns, String ipv4, String ipv6) implements Place {

    @Override
    public List<String> entering() {
        return List.of("ip", "netns", "exec", netns);
    }

    /**
     * Makes every address of a network an own one, so that one attacker may come from thousands.
     *
     * @param others hosts that are to find these addresses here
     */
    public void ownNetwork(String cidr, Place... others) {
        LabRun.must("ip", "-n", netns, "route", "add", "local", cidr, "dev", "lo");
        for (Place other : others) {
            other.run(List.of("ip", "route", "add", cidr, "dev", "eth0"), Duration.ofSeconds(5))
                    .orThrow();
        }
    }

    /** One more address on {@code eth0}, with its prefix length: one attacker may come from many. */
    public void addAddress(String cidr) {
        if (cidr.indexOf(':') >= 0) {
            LabRun.must("ip", "-n", netns, "addr", "add", cidr, "dev", "eth0", "nodad");
        } else {
            LabRun.must("ip", "-n", netns, "addr", "add", cidr, "dev", "eth0");
        }
    }
}
