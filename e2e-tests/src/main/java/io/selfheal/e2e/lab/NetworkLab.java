package io.selfheal.e2e.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Three hosts on a switch, each a network namespace: a server, an attacker and an innocent client. The switch is a
 * bridge in a fourth namespace, so that the host's own network is not touched unless {@link #linkToHost()} is called.
 *
 * <p>Addresses: server .1, attacker .2, client .3 in {@code 10.203.x.0/24} and {@code fd00:5e1f:x::/64}, x different
 * from run to run.
 */
public final class NetworkLab implements AutoCloseable {
    private final LabRun run;
    private final int number;
    private final Machine server;
    private final Namespace attacker;
    private final Namespace client;

    private NetworkLab(LabRun run) {
        this.run = run;
        this.number = Integer.parseInt(run.name().substring(2, 4), 16);
        makeSwitch();
        this.server = Machine.in(host("server", 1), "web1");
        this.attacker = host("attacker", 2);
        this.client = host("client", 3);
    }

    /** Makes the network; about 0.3 s. */
    public static NetworkLab open() {
        LabRun run = LabRun.open();
        try {
            return new NetworkLab(run);
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    public LabRun run() {
        return run;
    }

    /** Beside its network the server has its own host name, /dev/log, /run, /var/log and users. */
    public Machine server() {
        return server;
    }

    public Namespace attacker() {
        return attacker;
    }

    public Namespace client() {
        return client;
    }

    /** One more host on the switch; {@code last} is the last number of its addresses, 4 to 254. */
    public Namespace host(String hostName, int last) {
        String netns = run.name() + "-" + hostName;
        LabRun.must("ip", "netns", "add", netns);
        LabRun.must(
                "ip", "-n", switchName(), "link", "add", "p" + last, "type", "veth", "peer", "eth0", "netns", netns);
        plug("p" + last);
        LabRun.must("ip", "-n", netns, "link", "set", "lo", "up");
        LabRun.must("ip", "-n", netns, "link", "set", "eth0", "up");
        Namespace host = new Namespace(run, netns, ipv4(last), ipv6(last));
        host.addAddress(ipv4(last) + "/24");
        host.addAddress(ipv6(last) + "/64");
        return host;
    }

    /**
     * Joins the network namespace of a process, e.g. of a container, to the switch as {@code eth0}.
     *
     * @param netns the name under which {@code ip netns} is to know it
     * @return the two addresses it got, IPv4 first
     */
    List<String> join(long pid, String netns, int last) {
        LabRun.must("ip", "netns", "attach", netns, Long.toString(pid));
        LabRun.must(
                "ip", "-n", switchName(), "link", "add", "p" + last, "type", "veth", "peer", "eth0", "netns", "" + pid);
        plug("p" + last);
        configure(pid, "eth0", ipv4(last) + "/24", ipv6(last) + "/64");
        return List.of(ipv4(last), ipv6(last));
    }

    /**
     * A cable between the server and the machine the tests run on, for a broker that listens there.
     *
     * @return the addresses of both ends: the host's first
     */
    public HostLink linkToHost() {
        String hostEnd = run.name() + "h";
        String net = "10.204." + freeNumber("10.204.", number);
        HostLink link = new HostLink(net + ".1", net + ".2");
        LabRun.must("ip", "link", "add", hostEnd, "type", "veth", "peer", "mgmt0", "netns", server.netns());
        run.own(() -> Program.run(List.of("ip", "link", "delete", hostEnd), Duration.ofSeconds(5)));
        LabRun.must("ip", "addr", "add", link.host() + "/30", "dev", hostEnd);
        LabRun.must("ip", "link", "set", hostEnd, "up");
        LabRun.must("ip", "-n", server.netns(), "addr", "add", link.node() + "/30", "dev", "mgmt0");
        LabRun.must("ip", "-n", server.netns(), "link", "set", "mgmt0", "up");
        return link;
    }

    /** The two ends of a cable to the host: the address of the host and that of the node. */
    public record HostLink(String host, String node) {}

    @Override
    public void close() {
        run.close();
    }

    /** Brings the loopback and one device of another process's network namespace up, with addresses. */
    static void configure(long pid, String device, String... cidrs) {
        String target = Long.toString(pid);
        LabRun.must("nsenter", "--target", target, "--net", "ip", "link", "set", "lo", "up");
        LabRun.must("nsenter", "--target", target, "--net", "ip", "link", "set", device, "up");
        Stream.of(cidrs).forEach(cidr -> {
            List<String> add = Stream.concat(
                            Stream.of("nsenter", "--target", target, "--net", "ip", "addr", "add", cidr, "dev", device),
                            cidr.indexOf(':') >= 0 ? Stream.of("nodad") : Stream.empty())
                    .toList();
            LabRun.must(add.toArray(String[]::new));
        });
    }

    /** The first third byte of an address, from {@code start} on, whose /24 this machine has no route to. */
    static int freeNumber(String prefix, int start) {
        for (int n = 0; n < 256; n++) {
            int candidate = (start + n) % 256;
            if (LabRun.must("ip", "-4", "route", "show", "root", prefix + candidate + ".0/24")
                    .output()
                    .isBlank()) {
                return candidate;
            }
        }
        throw new LabException("no free network left in " + prefix + "0.0/16");
    }

    private void makeSwitch() {
        LabRun.must("ip", "netns", "add", switchName());
        LabRun.must("ip", "-n", switchName(), "link", "add", "br0", "type", "bridge", "forward_delay", "0");
        LabRun.must("ip", "-n", switchName(), "link", "set", "br0", "up");
    }

    private void plug(String port) {
        LabRun.must("ip", "-n", switchName(), "link", "set", port, "master", "br0", "up");
    }

    private String switchName() {
        return run.name() + "-switch";
    }

    private String ipv4(int last) {
        return "10.203." + number + "." + last;
    }

    private String ipv6(int last) {
        return String.format(Locale.ROOT, "fd00:5e1f:%x::%x", number + 1, last);
    }
}
