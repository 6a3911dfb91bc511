package io.selfheal.e2e.bench;

import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.LabRequirements;
import io.selfheal.e2e.lab.NetworkLab;
import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.NftablesFirewall;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Blocks into the kernel, in a network namespace. */
final class KernelLoadPart implements Part {
    private static final int BLOCKS = 100_000;
    private static final int SINGLE = 30;
    private static final int FIRST = 0x2D00_0000;

    @Override
    public String name() {
        return "kernel-load";
    }

    @Override
    public List<Figure> measure() throws FirewallException {
        List<String> missing = LabRequirements.missing(LabKind.NETWORK);
        if (!missing.isEmpty()) {
            return List.of(new Figure.LeftOut("blocks into the kernel", "needs " + String.join(", ", missing)));
        }
        try (NetworkLab lab = NetworkLab.open()) {
            Firewall firewall = new NftablesFirewall(new ExternalProgram(
                    List.of("ip", "netns", "exec", lab.server().netns(), "nft"), Duration.ofSeconds(30)));
            double load = seconds(firewall, new Change(true, blocks(0, BLOCKS), Map.of(), Set.of(), null));
            double[] single = new double[SINGLE];
            for (int i = 0; i < SINGLE; i++) {
                single[i] = seconds(firewall, new Change(false, blocks(BLOCKS + i, 1), Map.of(), Set.of(), null));
            }
            return List.of(
                    new Figure.Measured(
                            "first load of 100,000 blocks", load, "s", Budget.atMost(1), "nft, one transaction, wall"),
                    new Figure.Measured(
                            "one block, 100,000 in force",
                            Percentiles.of(single).at(50) * 1000,
                            "ms",
                            Budget.atMost(15),
                            "nft program, wall, median of 30"));
        }
    }

    private static double seconds(Firewall firewall, Change change) throws FirewallException {
        long start = System.nanoTime();
        firewall.apply(change);
        return (System.nanoTime() - start) / 1e9;
    }

    private static Map<Cidr, Duration> blocks(int from, int count) {
        Map<Cidr, Duration> blocks = new HashMap<>();
        for (int i = from; i < from + count; i++) {
            blocks.put(Cidr.of(IpAddress.ofIpv4(FIRST + i)), Duration.ofHours(4));
        }
        return blocks;
    }
}
