package io.selfheal.responder;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.selfheal.responder.firewall.netlink.NetlinkSocket;
import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of the test's own, with a firewall of its own; gone when the test is done. */
public final class NetworkNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ExternalProgram IP = new ExternalProgram(List.of("ip"), Duration.ofSeconds(10));

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** Skips the test where no namespace can be made, unless {@code -Dselfheal.lab=required}. */
    public static NetworkNamespace make() {
        String name = "shr-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        boolean required = "required".equals(System.getProperty("selfheal.lab"));
        try {
            ExternalProgram.Run<String> run = IP.run(List.of("netns", "add", name), ExternalProgram.Input.NONE);
            if (!run.succeeded()) {
                throw new IOException(run.errors());
            }
            return new NetworkNamespace(name);
        } catch (IOException e) {
            if (required) {
                throw new AssertionError("the lab is required, but no network namespace can be made", e);
            }
            assumeThat(e).as("network namespaces need root and iproute2").isNull();
            throw new AssertionError(e);
        }
    }

    /** The command that runs inside. */
    public List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all;
    }

    public String name() {
        return name;
    }

    /** Runs the code of this JVM on a thread inside. */
    public <T> T call(Callable<T> code) throws Exception {
        return InsideNamespace.call(name, code);
    }

    /** Runs a command inside that must succeed, and gives what it printed. */
    public String must(String... command) throws IOException {
        ExternalProgram.Run<String> run = program(command).run(List.of(), ExternalProgram.Input.NONE);
        if (!run.succeeded()) {
            throw new IOException(String.join(" ", command) + ": " + run.errors());
        }
        return run.output();
    }

    /** A cable to another namespace; both ends get an IPv4 and an IPv6 address with their prefixes. */
    public void cable(
            String device, String ipv4, String ipv6, NetworkNamespace other, String ipv4There, String ipv6There)
            throws IOException {
        for (NetworkNamespace end : List.of(this, other)) {
            // An address that is still looked for elsewhere answers nobody for a second.
            end.must("sysctl", "-q", "-w", "net.ipv6.conf.default.accept_dad=0");
        }
        must("ip", "link", "add", device, "type", "veth", "peer", "name", device, "netns", other.name);
        for (NetworkNamespace end : List.of(this, other)) {
            end.must("ip", "link", "set", "lo", "up");
            end.must("ip", "link", "set", device, "up");
            end.must("ip", "addr", "add", end == this ? ipv4 : ipv4There, "dev", device);
            end.must("ip", "addr", "add", end == this ? ipv6 : ipv6There, "dev", device, "nodad");
        }
    }

    /** A socket of this JVM inside. */
    public NetlinkSocket netlink() throws IOException {
        try {
            return call(NetlinkSocket::open);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    public ExternalProgram program(String... command) {
        return new ExternalProgram(inside(command), Duration.ofSeconds(30));
    }

    @Override
    public void close() throws IOException {
        IP.run(List.of("netns", "del", name), ExternalProgram.Input.NONE);
    }
}
