package io.selfheal.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.PackagedFleet.Node;
import io.selfheal.e2e.lab.Attacker;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.Namespace;
import io.selfheal.e2e.lab.PacketStream;
import io.selfheal.e2e.lab.Reach;
import io.selfheal.e2e.lab.Running;
import io.selfheal.e2e.lab.WebAttack;
import io.selfheal.e2e.node.PackagedNode;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package on three machines with systemd beside a real broker, from the first attack to the purge. Everything here
 * is what a server has: the agents in their sandboxes, the journal, polkit, sshd, nginx, the kernel's firewall.
 */
@Lab({LabKind.NETWORK, LabKind.CONTAINER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(ShowFleet.class)
class PackagedFleetTest implements ShowFleet.Shown {
    /** How long the broker is away: 45 s, and 600 with {@code -Dselfheal.lab.outage=600}. */
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("selfheal.lab.outage", 45));

    private static final String POLKIT_RULE = "/etc/polkit-1/rules.d/60-selfheal.rules";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SLOW_MACHINE = Duration.ofMinutes(4);
    private static final int SSH = 22;

    private PackagedFleet fleet;
    private Namespace blocked;

    @BeforeAll
    void open(@TempDir Path scratch) {
        fleet = PackagedFleet.open(scratch);
    }

    @AfterAll
    void close() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Override
    public String output() {
        return fleet.output();
    }

    @Test
    @Order(1)
    void whoAttacksOneIsBlockedOnAllThree() {
        hydraOnOneEndsOnAll("cold");

        blocked = hydraOnOneEndsOnAll("warm");

        assertThat(reach(fleet.client(), fleet.node(1))).isEqualTo(Reach.OPEN);
    }

    /** @return where the attacker was */
    private Namespace hydraOnOneEndsOnAll(String how) {
        Namespace attacker = fleet.newHost();
        List<PacketStream> streams = new ArrayList<>();
        try (Running hydra = new Attacker(attacker).startHydra(fleet.node(1).address(), "root", 500, 4)) {
            fleet.nodes()
                    .forEach(node -> streams.add(fleet.packets(attacker, node).flowing()));
            long toNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
            for (PacketStream stream : streams) {
                long dropped = stream.awaitDrop(Duration.ofMillis(400), SLOW_MACHINE);
                long decided = TimeUnit.MILLISECONDS.toNanos(
                        fleet.awaitBlock(attacker.ipv4()).millis());
                double took = (dropped + toNanos - decided) / 1e6;
                System.out.printf(
                        Locale.ROOT,
                        "%s, node%d: decision to first dropped packet %.0f ms (meant: 500 warm)%n",
                        how,
                        streams.indexOf(stream) + 1,
                        took);
                assertThat(took).isLessThan(60_000);
            }
            assertThat(hydra.alive()).isTrue();
        } finally {
            streams.forEach(PacketStream::close);
        }
        for (Node node : fleet.nodes()) {
            assertThat(reach(attacker, node)).as(node.name()).isEqualTo(Reach.TIMED_OUT);
            await().untilAsserted(() -> assertThat(node.system().journal("-u", "selfheal-responder"))
                    .as("the audit of what was done there")
                    .anyMatch(line -> line.matches(
                            ".*outcome action=block target=" + attacker.ipv4() + "(/32)? status=applied until=.*")));
        }
        return attacker;
    }

    @Test
    @Order(2)
    void nginxIsKilledAndComesBack() {
        await().untilAsserted(() -> assertThat(
                        fleet.node(2).packaged().selfheal("status", "--json").output())
                .as("systemd tells of changes over the bus, from within the unit's sandbox")
                .contains("\"unitsToldByBus\":true"));

        killNginxAndAwaitItsReturn(fleet.node(2));

        await().untilAsserted(() -> assertThat(outcomesOf("nginx.service", "node2"))
                .anyMatch(outcome -> outcome.status() == Outcome.Status.APPLIED));
    }

    @Test
    @Order(3)
    void aCanaryTravelsTheWholeWayAndBack() {
        Finished doctor = fleet.node(2).packaged().selfheal("doctor", "--canary", "--canary-wait", "60");

        System.out.println(doctor.output());
        assertThat(doctor.output())
                .containsPattern("ok +canary +read from .*decided and back here after .*the firewall drops 2001:db8:");
        String address = doctor.output().replaceAll("(?s).*the firewall drops ([0-9a-f:]+),.*", "$1");
        assertThat(fleet.node(2).script("nft list table inet selfheal"))
                .as("in the kernel of the node that asked")
                .contains(address);
        assertThat(fleet.node(1).packaged().selfheal("decisions").output()).doesNotContain(address);
    }

    private static void killNginxAndAwaitItsReturn(Node node) {
        String former = node.system().property("nginx", "MainPID");
        node.system().kill9("nginx");
        await().untilAsserted(() -> {
            assertThat(node.system().activeState("nginx")).isEqualTo("active");
            assertThat(node.system().property("nginx", "MainPID")).isNotEqualTo(former);
        });
    }

    @Test
    @Order(4)
    void aServiceThatKeepsCrashingIsGivenUpAndPeopleAreTold() {
        fleet.node(2).system().systemctl("start", "crashes");

        await().untilAsserted(() -> assertThat(fleet.centre().records(Topics.ALERTS))
                .anySatisfy(alert -> {
                    assertThat(alert.kind()).isEqualTo("service-keeps-failing");
                    assertThat(alert.subject()).isEqualTo("crashes.service");
                    assertThat(alert.host()).isEqualTo("node2");
                }));
        assertThat(fleet.node(2).packaged().selfheal("status").output())
                .containsPattern("crashes.service: failed.*given up");
        assertThat(fleet.node(2).system().journal("-u", "crashes").stream().filter(line -> line.contains("Started ")))
                .hasSize(3);
    }

    @Test
    @Order(5)
    void whatPolkitDoesNotNameIsSaidOnceAndRestartedWithoutAReloadOnceItDoes() {
        Node node = fleet.node(2);
        lets(node, "\"crashes.service\"");
        node.system().kill9("nginx");

        await().untilAsserted(() -> assertThat(
                        node.packaged().selfheal("status").output())
                .containsPattern("nginx.service: failed .failed.; failed .*; Failed to restart nginx.service: ")
                .contains("(the polkit rule, " + POLKIT_RULE + ", has to name it)"));
        await().untilAsserted(() -> assertThat(fleet.centre().records(Topics.ALERTS))
                .filteredOn(
                        alert -> alert.host().equals("node2") && alert.kind().equals("service-not-allowed"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.subject()).isEqualTo("nginx.service")));

        lets(node, "\"nginx.service\", \"crashes.service\"");
        node.packaged().selfheal("heal", "nginx.service").orThrow();

        assertThat(node.system().activeState("nginx")).isEqualTo("active");
    }

    /** polkitd reads a changed rule by itself, a moment later. */
    private static void lets(Node node, String units) {
        node.script("sed -i 's/^var UNITS = .*/var UNITS = [" + units + "];/' " + POLKIT_RULE
                + "; systemctl restart polkit");
    }

    @Test
    @Order(6)
    void whatOnlyRootCanDoIsRefusedUntilRootLetsTheResponderAsk() {
        Node node = fleet.node(2);
        node.script(
                "useradd --create-home bob; echo bob:secret | chpasswd; mkdir /home/bob/.ssh; chown bob: /home/bob/.ssh");

        fleet.centre().order("node2", "lock-account", "bob");

        await().untilAsserted(() -> assertThat(outcomesOf("bob", "node2"))
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.status()).isEqualTo(Outcome.Status.REFUSED);
                    assertThat(outcome.reason()).contains("systemctl enable --now selfheal-hand.socket");
                }));
        assertThat(node.packaged().selfheal("doctor").output()).contains("refused: lock-account, power");

        node.script("systemctl enable --now selfheal-hand.socket");
        fleet.centre().order("node2", "lock-account", "bob");

        await().untilAsserted(() ->
                assertThat(outcomesOf("bob", "node2")).anyMatch(outcome -> outcome.status() == Outcome.Status.APPLIED));
        assertThat(node.script("getent shadow bob")).matches("(?s)bob:!.*:1:\\s*");
        assertThat(node.script("ls -A /home/bob")).doesNotContainPattern("(?m)^\\.ssh$");

        fleet.centre().order("node2", "unlock-account", "bob");

        await().untilAsserted(() -> assertThat(node.script("getent shadow bob")).matches("(?s)bob:[^!].*::\\s*"));
        await().untilAsserted(() -> assertThat(node.script("ls -A /home/bob")).containsPattern("(?m)^\\.ssh$"));
        node.script("userdel --remove bob");
    }

    @Test
    @Order(7)
    void aServiceIsStoppedByOrderAndARebootIsOrderedAndCalledOff() {
        Node node = fleet.node(2);

        fleet.centre().order("node2", "stop-unit", "nginx.service");
        await().untilAsserted(
                        () -> assertThat(node.system().activeState("nginx")).isEqualTo("inactive"));
        node.script("systemctl start nginx");

        fleet.centre().order("node2", "reboot", "60");
        await().untilAsserted(() -> assertThat(node.script("cat /run/systemd/shutdown/scheduled 2> /dev/null; true"))
                .contains("MODE=reboot"));
        fleet.centre().order("node2", "cancel-shutdown");
        await().untilAsserted(() -> assertThat(node.script("ls /run/systemd/shutdown 2> /dev/null; true"))
                .doesNotContain("scheduled"));
    }

    @Test
    @Order(8)
    void withTheBrokerAwayNodesGoOnBlockingAndHealingAndLoseNothing() {
        Namespace newcomer = fleet.newHost();
        Namespace byHand = fleet.newHost();
        long back = System.nanoTime() + OUTAGE.toNanos();
        try (BlockedWatch watch = new BlockedWatch(blocked, fleet.node(3).address())) {
            fleet.centre().broker().kill9();

            new Attacker(newcomer).hydra(fleet.node(2).address(), "root", passwords(12), 4, SLOW_MACHINE);
            killNginxAndAwaitItsReturn(fleet.node(1));
            fleet.node(3).packaged().selfheal("block", byHand.ipv4()).orThrow();
            assertThat(reach(byHand, fleet.node(3))).isEqualTo(Reach.TIMED_OUT);
            Awaitility.await()
                    .during(Duration.ofNanos(Math.max(1, back - System.nanoTime())))
                    .atMost(OUTAGE.plusMinutes(1))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> watch.answers().isEmpty() && agentsRun());

            fleet.centre().broker().start().awaitReady(SLOW_MACHINE);
            for (Node node : fleet.nodes()) {
                await().untilAsserted(() -> assertThat(reach(newcomer, node)).isEqualTo(Reach.TIMED_OUT));
            }
            assertThat(watch.tries()).isGreaterThan(20);
            assertThat(watch.answers()).isEmpty();
        }
        await().untilAsserted(() -> assertThat(failuresOnTheTopic(newcomer)).isEqualTo(failuresInTheJournal(newcomer)));
        assertThat(failuresInTheJournal(newcomer)).isGreaterThanOrEqualTo(5);
        await().untilAsserted(
                        () -> assertThat(outcomesOf("nginx.service", "node1")).isNotEmpty());
        await().untilAsserted(() ->
                assertThat(outcomesOf(byHand.ipv4() + "/32", "node3")).isNotEmpty());
    }

    private boolean agentsRun() {
        return fleet.nodes().stream()
                .allMatch(node -> PackagedNode.UNITS.stream()
                        .allMatch(unit -> node.system().activeState(unit).equals("active")));
    }

    private long failuresInTheJournal(Namespace from) {
        return fleet.node(2).system().journal("-u", "ssh").stream()
                .filter(line -> line.contains("Failed password for root from " + from.ipv4() + " "))
                .count();
    }

    /** Each under an id of its own: an event that was sent twice counts once. */
    private long failuresOnTheTopic(Namespace from) {
        return fleet.centre().records(Topics.EVENTS).stream()
                .filter(event -> isFrom(event, from)
                        && event.outcome() == EventOutcome.FAILURE
                        && event instanceof Authentication login
                        && "password".equals(login.method()))
                .map(SecurityEvent::id)
                .distinct()
                .count();
    }

    @Test
    @Order(9)
    void agentsAreUpgradedUnderAttackAndNoPacketGetsIn() throws IOException {
        Path next = fleet.node(1).packaged().withVersion(fleet.deb(), "9.9.9");
        List<PacketStream> streams = new ArrayList<>();
        try (PacketStream innocent =
                fleet.packets(fleet.client(), fleet.node(1)).flowing()) {
            fleet.nodes().forEach(node -> streams.add(fleet.packets(blocked, node)));

            fleet.onEach(node -> node.packaged().install(next).orThrow());
            fleet.onEach(fleet::awaitConnected);

            for (PacketStream stream : streams) {
                System.out.printf(
                        "upgrade of node%d: %d packets of a blocked source, %d got in%n",
                        streams.indexOf(stream) + 1, stream.sent(), stream.arrived());
                assertThat(stream.sent()).isGreaterThan(1000);
                assertThat(stream.arrived()).isZero();
            }
            assertThat(innocent.arrived()).isGreaterThan(1000);
        } finally {
            streams.forEach(PacketStream::close);
        }
        for (Node node : fleet.nodes()) {
            assertThat(node.script("dpkg-query -W -f '${Version}' selfheal-node"))
                    .isEqualTo("9.9.9");
        }
    }

    /**
     * Its own log lines are stamped by the wrong clock as well, and so are the ends of blocks judged. Wrong are nginx and
     * both agents (libfaketime); the kernel's clock is the containers' common one.
     */
    @Test
    @Order(10)
    void aNodeWhoseClockIsAnHourOffStillDetectsAndStillBlocks() {
        Node node = fleet.node(3);
        node.script(FAKE_CLOCK);
        node.restartAgents();
        fleet.awaitConnected(node);
        setClockOf(node, 3600);
        Namespace stranger = fleet.newHost();

        new Attacker(stranger).web(WebAttack.SQL_INJECTION, node.address(), SECOND);
        new Attacker(stranger).web(WebAttack.TRAVERSAL, node.address(), SECOND);

        awaitBlockedEverywhere(stranger);

        setClockOf(node, -3600);
        Namespace later = fleet.newHost();
        try (Running hydra = new Attacker(later).startHydra(fleet.node(1).address(), "root", 500, 4)) {
            awaitBlockedEverywhere(later);
            assertThat(hydra.alive()).isTrue();
        }
        assertThat(node.packaged().selfheal("doctor").output())
                .containsPattern("clock +(is not kept by a time service|nobody can say)");
        node.script("rm /etc/faketimerc /run/systemd/system/*.service.d/clock.conf; systemctl daemon-reload");
        node.script("systemctl restart nginx selfheal-collector selfheal-responder");
    }

    private static final String FAKE_CLOCK = """
            library=$(dpkg -L libfaketime | grep 'libfaketime.so.1$')
            for unit in selfheal-collector selfheal-responder nginx; do
                mkdir -p /run/systemd/system/$unit.service.d
                printf '[Service]\nEnvironment=%s %s %s\n' "LD_PRELOAD=$library" \\
                    'FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1' 'NO_FAKE_STAT=1 FAKETIME_CACHE_DURATION=1' \\
                    > /run/systemd/system/$unit.service.d/clock.conf
            done
            echo +0 > /etc/faketimerc
            systemctl daemon-reload
            systemctl restart nginx
            """;

    private static void setClockOf(Node node, int seconds) {
        node.script("printf '%+d\\n' " + seconds + " > /etc/faketimerc");
        await().untilAsserted(() -> assertThat(Integer.parseInt(
                        node.script(SECONDS_THAT_NGINX_IS_AHEAD).strip()))
                .isBetween(seconds - 60, seconds + 60));
    }

    private static final String SECONDS_THAT_NGINX_IS_AHEAD = "curl -s -o /dev/null http://127.0.0.1/;"
            + " at=$(tail -n 1 /var/log/nginx/access.log"
            + " | sed 's/.*\\[\\([0-9]*\\).\\([A-Za-z]*\\).\\([0-9]*\\):\\([0-9:]*\\) .*/\\1 \\2 \\3 \\4/');"
            + " echo $(( $(date -u -d \"$at\" +%s) - $(date +%s) ))";

    @Test
    @Order(11)
    void aNodeWhoseDiskIsFullBlocksAndReportsAllTheSameAndSaysSo() {
        Node node = fleet.node(2);
        node.script("systemctl stop selfheal-collector selfheal-responder;"
                + " mount -t tmpfs -o size=2m,mode=755 full /var/lib/selfheal;"
                + " systemctl start selfheal-collector selfheal-responder");
        fleet.awaitConnected(node);
        node.script("dd if=/dev/zero of=/var/lib/selfheal/fill bs=4k 2> /dev/null; true");
        Namespace attacker = fleet.newHost();

        try (Running hydra = new Attacker(attacker).startHydra(node.address(), "root", 500, 4)) {
            awaitBlockedEverywhere(attacker);
            assertThat(hydra.alive()).isTrue();
        }
        assertThat(node.packaged().selfheal("doctor").output()).containsPattern("wrong +disk +0 MiB are free");
        assertThat(agentsRun()).isTrue();

        node.script("rm /var/lib/selfheal/fill");
        node.system().kill9("selfheal-responder");
        fleet.awaitConnected(node);
        assertThat(reach(attacker, node)).isEqualTo(Reach.TIMED_OUT);
        node.script("systemctl stop selfheal-collector selfheal-responder; umount /var/lib/selfheal;"
                + " systemctl start selfheal-collector selfheal-responder");
    }

    @Test
    @Order(12)
    void aConfigurationBrokenByHandLeavesTheFormerInForceAndDoctorSaysSo() {
        Node node = fleet.node(3);
        String good = node.packaged().read("/etc/selfheal/responder.yaml");
        fleet.awaitConnected(node);
        String pid = node.system().property("selfheal-responder", "MainPID");
        node.packaged().write("/etc/selfheal/responder.yaml", "modes:\n  block: perhaps\n");

        node.system().exec("kill", "-HUP", pid).orThrow();

        await().untilAsserted(
                        () -> assertThat(node.packaged().selfheal("doctor").output())
                                .contains("responder.yaml:2: modes.block: 'perhaps'")
                                .contains("configuration on disk is refused"));
        Namespace attacker = fleet.newHost();
        try (Running hydra = new Attacker(attacker).startHydra(fleet.node(1).address(), "root", 500, 4)) {
            awaitBlockedEverywhere(attacker);
            assertThat(hydra.alive()).isTrue();
        }
        assertThat(node.system().property("selfheal-responder", "MainPID")).isEqualTo(pid);
        node.packaged().write("/etc/selfheal/responder.yaml", good);
        node.script("systemctl reload selfheal-responder");
    }

    @Test
    @Order(13)
    void thePurgeLeavesTheMachineAsItWas() {
        Node node = fleet.node(1);
        node.script("systemctl enable --now selfheal-hand.socket");

        node.packaged().dpkg("--purge").orThrow();
        node.script("rm /etc/systemd/system/crashes.service; systemctl daemon-reload");

        assertThat(reach(blocked, node)).isEqualTo(Reach.OPEN);
        assertThat(node.packaged().everything()).containsExactlyElementsOf(node.before());
        assertThat(reach(blocked, fleet.node(2))).isEqualTo(Reach.TIMED_OUT);
    }

    private void awaitBlockedEverywhere(Namespace attacker) {
        for (Node node : fleet.nodes()) {
            await().untilAsserted(() ->
                    assertThat(reach(attacker, node)).as(node.name()).isEqualTo(Reach.TIMED_OUT));
        }
    }

    private List<Outcome> outcomesOf(String target, String host) {
        return fleet.centre().records(Topics.OUTCOMES).stream()
                .filter(outcome -> outcome.host().equals(host)
                        && outcome.target().replace("/32", "").equals(target.replace("/32", "")))
                .toList();
    }

    private static boolean isFrom(SecurityEvent event, Namespace from) {
        return event.source() != null && event.source().toString().equals(from.ipv4());
    }

    private static Reach reach(Namespace from, Node to) {
        return new Attacker(from).canConnect(to.address(), SSH, SECOND);
    }

    private static List<String> passwords(int count) {
        return IntStream.range(0, count).mapToObj(n -> "wrong-" + n).toList();
    }

    private static ConditionFactory await() {
        return PackagedFleet.await();
    }
}
