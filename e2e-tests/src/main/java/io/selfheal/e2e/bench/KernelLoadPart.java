package io.selfheal.e2e.bench;

import io.selfheal.e2e.lab.Inside;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.LabRequirements;
import io.selfheal.e2e.lab.NetworkLab;
import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.NftablesFirewall;
import io.selfheal.responder.firewall.netlink.NetlinkFirewall;
import io.selfheal.responder.firewall.netlink.NetlinkSocket;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Blocks into the kernel, in a network namespace: over netlink and by the nft program, in turns. */
final class KernelLoadPart implements Part {
    private static final int BLOCKS = 100_000;
    private static final int ROUNDS = 3;
    private static final int SINGLE_NETLINK = 1000;
    private static final int SINGLE_NFT = 30;
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
            String netns = lab.server().netns();
            Firewall nft = new NftablesFirewall(
                    new ExternalProgram(List.of("ip", "netns", "exec", netns, "nft"), Duration.ofSeconds(30)));
            try (NetlinkFirewall netlink = new NetlinkFirewall(() -> Inside.call(netns, NetlinkSocket::open))) {
                Run warm = new Run(netlink, SINGLE_NETLINK);
                warm.round();
                Run one = new Run(netlink, SINGLE_NETLINK);
                Run other = new Run(nft, SINGLE_NFT);
                for (int i = 0; i < ROUNDS; i++) {
                    one.round();
                    other.round();
                }
                List<Figure> figures = new ArrayList<>();
                figures.add(one.firstLoad("netlink"));
                figures.add(other.firstLoad("nft program"));
                figures.add(one.single("netlink", 0.05));
                figures.add(other.single("nft program", 15));
                return figures;
            }
        }
    }

    /** One way into the kernel. */
    private static final class Run {
        private final Firewall firewall;
        private final int singles;
        private final List<Double> loads = new ArrayList<>();
        private final List<Double> single = new ArrayList<>();

        Run(Firewall firewall, int singles) {
            this.firewall = firewall;
            this.singles = singles;
        }

        void round() throws FirewallException {
            firewall.removeAll();
            loads.add(seconds(firewall, new Change(true, blocks(0, BLOCKS), Map.of(), Set.of(), null)));
            for (int i = 0; i < singles; i++) {
                Change one = new Change(false, blocks(BLOCKS + i, 1), Map.of(), Set.of(), null);
                single.add(seconds(firewall, one));
            }
        }

        Figure firstLoad(String how) {
            return new Figure.Measured(
                    "first load of 100,000 blocks, " + how,
                    median(loads),
                    "s",
                    Budget.atMost(1),
                    "one transaction, wall, median of " + ROUNDS);
        }

        Figure single(String how, double budget) {
            return new Figure.Measured(
                    "one block, 100,000 in force, " + how,
                    median(single) * 1000,
                    "ms",
                    Budget.atMost(budget),
                    "wall, acknowledged, median of " + single.size());
        }
    }

    private static double median(List<Double> values) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(all);
        return Percentiles.of(all).at(50);
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
