package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.ContainerLab;
import io.selfheal.e2e.lab.LabException;
import io.selfheal.e2e.lab.Namespace;
import io.selfheal.e2e.lab.NetworkLab;
import io.selfheal.e2e.lab.PacketStream;
import io.selfheal.e2e.lab.SystemdNode;
import io.selfheal.e2e.node.PackagedNode;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Three nodes with the package installed, on one switch with a broker, an analyzer, attackers and an innocent client. */
final class PackagedFleet implements AutoCloseable {
    private static final Duration SLOW_MACHINE = Duration.ofMinutes(4);
    private static final int FIRST_HOST = 40;

    /** One of the three. */
    record Node(String name, SystemdNode system, PackagedNode packaged, List<String> before) {
        String address() {
            return system.addresses().getFirst();
        }

        /** A program of the shell inside; fails when it does. */
        String script(String text) {
            return system.exec(List.of("sh", "-c", text), SLOW_MACHINE)
                    .orThrow()
                    .output();
        }

        void restartAgents() {
            script("systemctl restart selfheal-collector selfheal-responder");
        }
    }

    private final NetworkLab network;
    private final Path deb;
    private final Centre centre;
    private final List<Node> nodes;
    private int hosts = FIRST_HOST;

    private PackagedFleet(NetworkLab network, Path scratch) {
        this.network = network;
        this.deb = PackagedNode.built(Installation.here().home());
        this.centre = Centre.on(network.server(), Installation.here());
        ContainerLab lab = ContainerLab.on(network);
        this.nodes = IntStream.rangeClosed(1, 3)
                .mapToObj(n -> boot(lab, "node" + n, scratch))
                .toList();
        onEach(this::install);
        onEach(this::awaitConnected);
    }

    static PackagedFleet open(Path scratch) {
        NetworkLab network = NetworkLab.open();
        try {
            return new PackagedFleet(network, scratch);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    Centre centre() {
        return centre;
    }

    Path deb() {
        return deb;
    }

    Node node(int number) {
        return nodes.get(number - 1);
    }

    List<Node> nodes() {
        return nodes;
    }

    Namespace client() {
        return network.client();
    }

    /** A host on the switch that nobody has heard of. */
    Namespace newHost() {
        int number = hosts++;
        return network.host("h" + number, number);
    }

    /** At the same time, as a tool that manages a fleet would. */
    void onEach(Consumer<Node> act) {
        nodes.parallelStream().forEach(act);
    }

    PacketStream packets(Namespace from, Node to) {
        return PacketStream.start(from, from.ipv4(), to.system().netns(), to.address());
    }

    void awaitConnected(Node node) {
        await().until(() -> node.packaged().selfheal("status").output().contains("kafka       connected"));
    }

    /** The block of an address and when it was written, once there is one. */
    Records.Stamped<Block> awaitBlock(String address) {
        return await().until(
                        () -> centre.stamped(Topics.DECISIONS).stream()
                                .filter(found -> found.value() instanceof Block block
                                        && block.target()
                                                .toString()
                                                .replace("/32", "")
                                                .equals(address))
                                .map(found -> new Records.Stamped<>(found.millis(), (Block) found.value()))
                                .toList(),
                        blocks -> !blocks.isEmpty())
                .getFirst();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(SLOW_MACHINE).pollInterval(Duration.ofSeconds(1));
    }

    String output() {
        StringBuilder all = new StringBuilder();
        for (Member member : List.of(centre.broker(), centre.analyzer())) {
            String said = member.output().strip();
            all.append("=== " + member.name() + "\n")
                    .append(said, Math.max(0, said.length() - 8000), said.length())
                    .append('\n');
        }
        for (Node node : nodes) {
            all.append("=== " + node.name() + "\n");
            node.system()
                    .journal("-n", "80", "-u", "selfheal-collector", "-u", "selfheal-responder", "-u", "polkit")
                    .forEach(line -> all.append(line).append('\n'));
        }
        return all.toString();
    }

    @Override
    public void close() {
        network.close();
    }

    private static Node boot(ContainerLab lab, String name, Path scratch) {
        try {
            SystemdNode system = lab.start(name, Map.of());
            PackagedNode packaged = new PackagedNode(system, Files.createDirectories(scratch.resolve(name)));
            system.systemctl("start", "nginx").orThrow();
            system.exec(
                            "sh",
                            "-c",
                            "echo root:secret-of-" + name + " | chpasswd; echo PermitRootLogin yes"
                                    + " >> /etc/ssh/sshd_config; systemctl reload ssh")
                    .orThrow();
            return new Node(name, system, packaged, packaged.everything());
        } catch (IOException e) {
            throw new LabException("cannot make a folder for " + name, e);
        }
    }

    private void install(Node node) {
        PackagedNode packaged = node.packaged();
        packaged.install(deb).orThrow();
        packaged.write("/etc/selfheal/collector.yaml", collector(centre.bootstrap()));
        packaged.write("/etc/selfheal/responder.yaml", responder(centre.bootstrap()));
        for (String key : List.of("analyzer", Centre.PERSON)) {
            node.system().copyIn(centre.publicKey(key), "/etc/selfheal/" + key + ".pub");
        }
        packaged.write("/etc/systemd/system/crashes.service", "[Service]\nExecStart=/bin/false\n");
        node.script("sed -i 's/^var UNITS = .*/var UNITS = [\"nginx.service\", \"crashes.service\"];/;"
                + "s/^var STOPPABLE = .*/var STOPPABLE = [\"nginx.service\"];/'"
                + " /etc/polkit-1/rules.d/60-selfheal.rules; systemctl daemon-reload");
        node.restartAgents();
    }

    private static String collector(String bootstrap) {
        return """
            kafka:
              bootstrap: %s
            vitals-interval: 2s
            sources:
              - path: journal
                type: journal
              - path: /var/log/nginx/*access*.log
                type: nginx
            """.formatted(bootstrap);
    }

    private static String responder(String bootstrap) {
        return """
            kafka:
              bootstrap: %s
            modes:
              block: act
              restart-unit: act
              stop-unit: act
              lock-account: act
              power: act
            trust:
              keys:
                analyzer:
                  file: /etc/selfheal/analyzer.pub
                  may: [decide]
                ann:
                  file: /etc/selfheal/ann.pub
                  may: [order]
                  orders: [lock-account, power, stop-unit]
                  units: [nginx.service]
            guard:
              allow-file: /etc/selfheal/allow.list
              # The laboratory's addresses are private ones.
              block-private: true
            heal:
              every: 500ms
              units:
                - name: nginx.service
                  restarts-per-hour: 20
                  back-off: 500ms
                  settle: 1s
                - name: crashes.service
                  restarts-per-hour: 2
                  back-off: 500ms
                  settle: 1s
            control:
              group: selfheal-responder
            """.formatted(bootstrap);
    }
}
