package io.selfheal.responder.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.responder.NetworkNamespace;
import io.selfheal.responder.SetClock;
import io.selfheal.responder.control.IsolationControl;
import io.selfheal.responder.control.Reply;
import io.selfheal.responder.guard.Protected;
import io.selfheal.responder.guard.ProtectedSource;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.order.Performer.Task;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.responder.state.IsolationFile;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real packets between network namespaces: the node, a network with a peer, an administrator and a broker's address, and
 * a container behind the node.
 */
class IsolationTest {
    private static final String NODE4 = "198.51.100.1";
    private static final String NODE6 = "2001:db8:51::1";
    private static final String PEER4 = "198.51.100.7";
    private static final String PEER6 = "2001:db8:51::7";
    private static final String ADMIN4 = "198.51.100.50";
    private static final String ADMIN6 = "2001:db8:51::50";
    private static final String BROKER4 = "198.51.100.90";
    private static final String BROKER6 = "2001:db8:51::90";
    private static final String INNER4 = "172.31.0.2";
    private static final int PATIENCE = 700;

    @TempDir
    Path state;

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();
    private NetworkNamespace node;
    private NetworkNamespace outside;
    private NetworkNamespace inner;
    private ServerSocket ssh;
    private ServerSocket web;
    private ServerSocket broker;
    private ServerSocket other;
    private ServerSocket behind;

    @BeforeEach
    void makeHosts() throws Exception {
        node = NetworkNamespace.make();
        outside = NetworkNamespace.make();
        inner = NetworkNamespace.make();
        node.cable("eth0", NODE4 + "/24", NODE6 + "/48", outside, PEER4 + "/24", PEER6 + "/48");
        node.cable("docker0", "172.31.0.1/24", "2001:db8:a::1/64", inner, INNER4 + "/24", "2001:db8:a::2/64");
        for (String address : List.of(ADMIN4, BROKER4)) {
            outside.must("ip", "addr", "add", address + "/24", "dev", "eth0");
        }
        for (String address : List.of(ADMIN6, BROKER6)) {
            outside.must("ip", "addr", "add", address + "/48", "dev", "eth0", "nodad");
        }
        outside.must("ip", "route", "add", "172.31.0.0/24", "via", NODE4);
        inner.must("ip", "route", "add", "default", "via", "172.31.0.1");
        node.must("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        ssh = node.call(() -> new ServerSocket(0, 50));
        web = node.call(() -> new ServerSocket(0, 50));
        broker = outside.call(() -> new ServerSocket(0, 50));
        other = outside.call(() -> new ServerSocket(0, 50));
        behind = inner.call(() -> new ServerSocket(0, 50));
    }

    @AfterEach
    void removeHosts() throws IOException {
        for (AutoCloseable open : new AutoCloseable[] {ssh, web, broker, other, behind, inner, outside, node}) {
            try {
                if (open != null) {
                    open.close();
                }
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    private Isolation isolation(String backend) {
        return new Isolation(
                "web1",
                backend,
                table(),
                new Surroundings(
                        BROKER4 + ":" + broker.getLocalPort() + ",[" + BROKER6 + "]:" + broker.getLocalPort(),
                        InetAddress::getAllByName,
                        list(),
                        List.of(list(ADMIN4 + "/32", ADMIN4 + "/31"), list(ADMIN6 + "/128")),
                        ssh.getLocalPort()),
                new IsolationFile(state),
                new Outcomes("web1"),
                recorder,
                clock);
    }

    private IsolationTable table() {
        return new IsolationTable(node.program("nft"));
    }

    private static ProtectedSource list(String... networks) {
        return new ProtectedSource() {
            @Override
            public String name() {
                return "list";
            }

            @Override
            public List<Protected> read() {
                return List.of(networks).stream()
                        .map(network -> new Protected(Cidr.parse(network), "listed"))
                        .toList();
            }
        };
    }

    private static Result isolate(Isolation isolation, int minutes) {
        return isolation.perform(new Task("o1", "ann", new NodeAct.Isolate(minutes)));
    }

    private static Result release(Isolation isolation) {
        return isolation.perform(new Task("o2", "ann", new NodeAct.Release()));
    }

    @Test
    void cutsOffEverybodyButTheBrokersAndTheAdministratorsSsh() throws Exception {
        Isolation isolation = isolation("nft");
        try (Conversation visitor = converse(outside, PEER4, NODE4, web);
                Conversation going = converse(node, NODE4, PEER4, other);
                Conversation kafka = converse(node, NODE4, BROKER4, broker);
                Conversation session = converse(outside, ADMIN4, NODE4, ssh)) {
            for (Conversation open : List.of(visitor, going, kafka, session)) {
                assertThat(open.carriesBothWays()).isTrue();
            }
            assertThat(connects(outside, PEER4, INNER4, behind)).isTrue();

            Result result = isolate(isolation, 60);

            assertThat(result.status()).as(result.reason()).isEqualTo(Status.APPLIED);
            assertThat(result.until()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
            assertThat(visitor.carriesBothWays()).isFalse();
            assertThat(going.carriesBothWays()).isFalse();
            assertThat(kafka.carriesBothWays()).isTrue();
            assertThat(session.carriesBothWays()).isTrue();
        }
        assertThat(connects(outside, PEER4, NODE4, web)).as("in").isFalse();
        assertThat(connects(outside, PEER6, NODE6, web)).as("in by IPv6").isFalse();
        assertThat(connects(node, NODE4, PEER4, other)).as("out").isFalse();
        assertThat(connects(node, NODE6, PEER6, other)).as("out by IPv6").isFalse();
        assertThat(connects(outside, PEER4, INNER4, behind)).as("through").isFalse();
        assertThat(connects(node, NODE4, BROKER4, broker))
                .as("to the broker anew")
                .isTrue();
        assertThat(connects(node, NODE6, BROKER6, broker)).as("by IPv6").isTrue();
        assertThat(connects(node, NODE4, BROKER4, other))
                .as("to another port of the broker's host")
                .isFalse();
        assertThat(connects(outside, BROKER4, NODE4, web))
                .as("from the broker's host")
                .isFalse();
        assertThat(connects(outside, ADMIN4, NODE4, ssh))
                .as("SSH of an administrator")
                .isTrue();
        assertThat(connects(outside, ADMIN6, NODE6, ssh)).as("by IPv6").isTrue();
        assertThat(connects(outside, PEER4, NODE4, ssh))
                .as("SSH of anybody else")
                .isFalse();
        assertThat(connects(outside, ADMIN4, NODE4, web))
                .as("anything else of an administrator")
                .isFalse();
        assertThat(connects(node, NODE4, ADMIN4, other))
                .as("to an administrator")
                .isFalse();
        assertThat(connects(node, "127.0.0.1", "127.0.0.1", web)).as("loopback").isTrue();

        assertThat(release(isolation).status()).isEqualTo(Status.APPLIED);

        assertThat(connects(outside, PEER4, NODE4, web)).isTrue();
        assertThat(connects(node, NODE6, PEER6, other)).isTrue();
        assertThat(connects(outside, PEER4, INNER4, behind)).isTrue();
        assertThat(release(isolation).status()).isEqualTo(Status.ALREADY_IN_FORCE);
        assertThat(recorder.alerts).extracting(a -> a.kind()).containsExactly("host-isolated", "host-released");
    }

    /** Nothing of ours runs meanwhile. */
    @Test
    void theKernelEndsItByItself() throws Exception {
        WayOut nobody = new WayOut(Set.of(), List.of(), List.of(), 22);

        table().close(nobody, Duration.ofSeconds(2));

        assertThat(connects(outside, PEER4, NODE4, web)).isFalse();
        assertThat(table().isClosed()).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> connects(outside, PEER4, NODE4, web));
        assertThat(connects(node, NODE6, PEER6, other)).isTrue();
        assertThat(table().isClosed()).isFalse();
    }

    @Test
    void survivesARestartAndAFlushedRulesetAndEndsInTime() throws Exception {
        isolate(isolation("netlink"), 10);

        Isolation successor = isolation("netlink");
        successor.tick();
        assertThat(successor.until()).contains(clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(recorder.outcomes).isEmpty();

        node.must("nft", "flush", "ruleset");
        assertThat(connects(outside, PEER4, NODE4, web)).isTrue();
        clock.move(Duration.ofMinutes(9));
        successor.tick();
        assertThat(connects(outside, PEER4, NODE4, web)).isFalse();
        assertThat(connects(node, NODE4, BROKER4, broker)).isTrue();
        assertThat(connects(outside, ADMIN4, NODE4, ssh)).isTrue();
        assertThat(recorder.outcomes).extracting(o -> o.action()).containsExactly(ActionKind.REPAIR_DRIFT);

        clock.move(Duration.ofMinutes(1));
        successor.tick();
        assertThat(connects(outside, PEER4, NODE4, web)).isTrue();
        assertThat(successor.until()).isEmpty();
        assertThat(recorder.outcomes.getLast().action()).isEqualTo(ActionKind.RELEASE);
        assertThat(recorder.outcomes.getLast().status()).isEqualTo(Status.LIFTED);
        assertThat(node.must("nft", "list", "tables")).doesNotContain("selfheal_isolation");
    }

    @Test
    void aSecondOrderChangesTheTime() throws Exception {
        Isolation isolation = isolation("nft");
        isolate(isolation, 1440);

        isolate(isolation, 1);

        assertThat(isolation.until()).contains(clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(node.must("nft", "list", "table", "inet", "selfheal_isolation"))
                .contains("ipv4 timeout 1m ");
    }

    @Test
    void theAdministratorSeesItInTheStatusAndEndsItWithUnblockAll() throws Exception {
        Isolation isolation = isolation("nft");
        IsolationControl control = new IsolationControl(isolation, (request, user) -> Reply.done("others"));
        isolate(isolation, 60);

        assertThat(control.handle(Map.of("command", "status"), "root").get("complaints"))
                .asString()
                .contains(
                        "this host is cut off by order until " + clock.instant().plus(Duration.ofHours(1)));
        Map<String, Object> reply = control.handle(Map.of("command", "unblock", "all", true), "root");

        assertThat(reply.get("message")).isEqualTo("others; this host is no longer cut off");
        assertThat(connects(outside, PEER4, NODE4, web)).isTrue();
        assertThat(isolation.until()).isEmpty();
        assertThat(control.handle(Map.of("command", "status"), "root")).doesNotContainKey("complaints");
    }

    @Test
    void leavesEveryOtherTableAlone() throws Exception {
        node.must(
                "nft", "add table ip filter; add chain ip filter input; add rule ip filter input tcp dport 22 accept");
        String before = node.must("nft", "list", "table", "ip", "filter");
        Isolation isolation = isolation("nft");

        isolate(isolation, 5);
        isolation.lift();

        assertThat(node.must("nft", "list", "ruleset")).isEqualTo(before);
    }

    @Test
    void isRefusedWhereNobodyCouldReleaseTheHostOrTheKernelWouldNotEndIt() throws Exception {
        Isolation beside = isolation("iptables");
        assertThat(beside.objection(new NodeAct.Isolate(5)))
                .contains("this host's firewall is iptables, and only nftables ends an isolation by itself;"
                        + " allowed: netlink, nft (firewall.backend)");
        assertThat(beside.objection(new NodeAct.Release())).isEmpty();

        Surroundings lost = new Surroundings(
                "kafka.example:9092",
                name -> {
                    throw new UnknownHostException(name);
                },
                list("192.0.2.53/32"),
                List.of(),
                22);
        Isolation nameless = new Isolation(
                "web1", "nft", table(), lost, new IsolationFile(state), new Outcomes("web1"), recorder, clock);
        assertThat(isolate(nameless, 5).status()).isEqualTo(Status.FAILED);
        assertThat(nameless.until()).isEmpty();
        assertThat(node.must("nft", "list", "ruleset")).isEmpty();
    }

    @Test
    void anNftThatFailsLeavesNoNoteBehind() {
        Isolation broken = new Isolation(
                "web1",
                "nft",
                new IsolationTable(new ExternalProgram(List.of("/nonexistent/nft"), Duration.ofSeconds(5))),
                new Surroundings("192.0.2.9:9092", InetAddress::getAllByName, list(), List.of(), 22),
                new IsolationFile(state),
                new Outcomes("web1"),
                recorder,
                clock);

        assertThat(isolate(broken, 5).status()).isEqualTo(Status.FAILED);

        assertThat(broken.until()).isEmpty();
        assertThat(recorder.alerts).isEmpty();
    }

    private static boolean connects(NetworkNamespace of, String from, String to, ServerSocket server)
            throws IOException {
        try (Socket socket = of.call(() -> open(from, to, server.getLocalPort()))) {
            return socket.isConnected();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
                return false;
            }
            throw new IOException(e);
        }
    }

    private static Socket open(String from, String to, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(to), port), PATIENCE);
        return socket;
    }

    private static Conversation converse(NetworkNamespace of, String from, String to, ServerSocket server)
            throws Exception {
        return new Conversation(of.call(() -> open(from, to, server.getLocalPort())), server.accept());
    }

    private record Conversation(Socket client, Socket server) implements AutoCloseable {
        boolean carriesBothWays() throws IOException {
            return carries(client, server) && carries(server, client);
        }

        private static boolean carries(Socket from, Socket to) throws IOException {
            from.getOutputStream().write('x');
            to.setSoTimeout(PATIENCE);
            try {
                return to.getInputStream().read() == 'x';
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}
