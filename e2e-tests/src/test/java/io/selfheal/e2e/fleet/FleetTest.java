package io.selfheal.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.lab.Attacker;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.KernelLog;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.lab.Namespace;
import io.selfheal.e2e.lab.NetworkLab;
import io.selfheal.e2e.lab.PacketStream;
import io.selfheal.e2e.lab.Reach;
import io.selfheal.e2e.lab.Running;
import io.selfheal.e2e.lab.SshServer;
import io.selfheal.e2e.lab.WebAttack;
import io.selfheal.e2e.lab.WebServer;
import io.selfheal.e2e.record.KernelLines;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.event.LogPosition;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The main job on real things: real attack tools, a real sshd and nginx, real processes, the kernel's real firewall.
 * One machine and one fleet for all, in order, since starting them is what takes the time.
 */
@Lab(LabKind.NETWORK)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(ShowFleet.class)
class FleetTest implements ShowFleet.Shown {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SLOW_MACHINE = Duration.ofMinutes(4);
    private static final int SSH = 22;

    private NetworkLab lab;
    private KernelLog kernel;
    private Machine server;
    private Fleet fleet;
    private int hosts = 20;

    @BeforeAll
    void open() {
        lab = NetworkLab.open();
        try {
            server = lab.server();
            kernel = KernelLog.open(lab.run());
            server.addUser("alice", "Zugspitze-2962", "sudo");
            SshServer.start(server);
            WebServer.start(server);
            fleet = Fleet.on(server, Installation.here());
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    @AfterAll
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Override
    public String output() {
        return fleet.output();
    }

    @Test
    @Order(1)
    void agentsThatStartBeforeTheBrokerWaitAndDeliverWhenItComes() {
        fleet.collector().start();
        fleet.responder().start().awaitReady(SLOW_MACHINE);
        Namespace early = newHost();
        new Attacker(early).login(server.ipv4(), "root", "wrong", SOON);
        assertThat(fleet.collector().alive()).isTrue();
        assertThat(fleet.responder().alive()).isTrue();

        fleet.broker().start().awaitReady(SLOW_MACHINE);
        fleet.analyzer().start().awaitReady(SLOW_MACHINE);

        await().untilAsserted(
                        () -> assertThat(fleet.records(Topics.EVENTS)).anyMatch(event -> isFrom(event, early.ipv4())));
    }

    @Test
    @Order(2)
    void hydrasBruteForceEndsWithItsPacketsDropped() throws IOException {
        bruteForceEndsWithPacketsDropped(lab.attacker(), lab.attacker().ipv4(), server.ipv4());
    }

    @Test
    @Order(3)
    void theSameOverIpv6() throws IOException {
        bruteForceEndsWithPacketsDropped(lab.attacker(), lab.attacker().ipv6(), server.ipv6());
    }

    private void bruteForceEndsWithPacketsDropped(Namespace from, String address, String target) throws IOException {
        boolean six = address.indexOf(':') >= 0;
        assertThat(reach(from, target)).isEqualTo(Reach.OPEN);
        try (OpenConnection connection = new OpenConnection(from, server, six);
                LineClock clock = LineClock.on(server.authLog());
                PacketStream packets = PacketStream.start(from, address, server).flowing();
                Running hydra = new Attacker(from).startHydra(target, "root", 500, 4)) {
            assertThat(connection.answers()).isTrue();

            long dropped = packets.awaitDrop(Duration.ofMillis(400), SLOW_MACHINE);

            assertThat(connection.answers()).as("an open connection goes on").isFalse();
            assertThat(reach(from, target)).isEqualTo(Reach.TIMED_OUT);
            assertThat(reach(lab.client(), target)).isEqualTo(Reach.OPEN);
            Duration took = Duration.ofNanos(dropped - clock.at(decidingLine(address)));
            System.out.printf(
                    Locale.ROOT,
                    "%s: deciding log line to first dropped packet %.1f ms (budget p50 40 ms, p99 250 ms)%n",
                    address,
                    took.toNanos() / 1e6);
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            assertThat(hydra.alive()).isTrue();
        }
        assertThat(outcomesFor(address)).anyMatch(outcome -> outcome.status() == Outcome.Status.APPLIED);
    }

    @Test
    @Order(4)
    void anAdministratorLetsHimInAgainAndBlocksByHand() {
        String attacker = lab.attacker().ipv4();

        fleet.command("unblock", attacker).orThrow();

        await().untilAsserted(
                        () -> assertThat(reach(lab.attacker(), server.ipv4())).isEqualTo(Reach.OPEN));

        fleet.command("block", attacker).orThrow();

        await().untilAsserted(
                        () -> assertThat(reach(lab.attacker(), server.ipv4())).isEqualTo(Reach.TIMED_OUT));
    }

    @Test
    @Order(5)
    void whoIsAllowedIsNotBlocked() {
        Namespace friend = newHost();

        fleet.command("allow", friend.ipv4()).orThrow();
        Finished refused = fleet.command("block", friend.ipv4());

        assertThat(refused.ok()).as(refused.output()).isFalse();
        assertThat(refused.output()).contains(friend.ipv4());
        assertThat(reach(friend, server.ipv4())).isEqualTo(Reach.OPEN);
    }

    @Test
    @Order(6)
    void attacksOnTheWebServerEndWithPacketsDropped() {
        Namespace attacker = newHost();
        Attacker curl = new Attacker(attacker);

        for (WebAttack attack : List.of(WebAttack.SQL_INJECTION, WebAttack.TRAVERSAL, WebAttack.COMMAND_INJECTION)) {
            curl.web(attack, server.ipv4(), SECOND);
        }

        await().untilAsserted(() -> assertThat(reach(attacker, server.ipv4())).isEqualTo(Reach.TIMED_OUT));
        assertThat(reach(lab.client(), server.ipv4())).isEqualTo(Reach.OPEN);
        assertThat(blocksOf(attacker.ipv4())).hasSize(1);
    }

    @Test
    @Order(7)
    void aPortScanEndsWithPacketsDropped() throws IOException {
        Namespace scanner = newHost();
        server.nft("""
                table inet lab {
                  chain input {
                    type filter hook input priority filter
                    ip saddr %s tcp dport != { 22, 80 } tcp flags & (syn | ack) == syn log prefix "%s" drop
                  }
                }
                """.formatted(scanner.ipv4(), kernel.prefix()));
        new Attacker(scanner).scan(server.ipv4(), "1-120", SOON);
        Path kernLog = server.logs().resolve("kern.log");

        Files.write(kernLog, KernelLines.asSyslog(kernel));

        await().untilAsserted(() -> assertThat(reach(scanner, server.ipv4())).isEqualTo(Reach.TIMED_OUT));
        assertThat(blocksOf(scanner.ipv4())).hasSize(1);
    }

    @Test
    @Order(8)
    void anAdministratorWhoIsLoggedInIsNeverLockedOut() {
        Namespace desk = newHost();
        Attacker person = new Attacker(desk);
        try (Running session = person.stay(server.ipv4(), "alice", "Zugspitze-2962")) {
            await().untilAsserted(() ->
                    assertThat(server.run(List.of("who"), SOON).output()).contains("alice"));

            // More than his own login excuses at the analyzer (20 an hour): what is left is the node's own guard.
            person.hydra(server.ipv4(), "root", passwords(30), 8, SLOW_MACHINE);

            await().untilAsserted(() -> assertThat(outcomesFor(desk.ipv4())).anySatisfy(outcome -> {
                assertThat(outcome.status()).isEqualTo(Outcome.Status.REFUSED);
                assertThat(outcome.reason()).contains("administrator");
            }));
            assertThat(reach(desk, server.ipv4())).isEqualTo(Reach.OPEN);
            assertThat(session.alive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector", "analyzer", "responder", "broker"})
    @Order(9)
    void aBlockOutlivesTheDeathOfAProcessAndNothingIsLostMeanwhile(String name) {
        Member victim = Stream.of(fleet.collector(), fleet.analyzer(), fleet.responder(), fleet.broker())
                .filter(member -> member.name().equals(name))
                .findAny()
                .orElseThrow();
        Namespace newcomer = newHost();
        try (BlockedWatch watch = new BlockedWatch(lab.attacker(), server, true)) {
            victim.kill9();
            new Attacker(newcomer).hydra(server.ipv4(), "root", passwords(12), 4, SOON);
            await().until(() -> watch.tries() > 6);
            int whileDead = watch.tries();
            victim.start().awaitReady(SLOW_MACHINE);

            await().untilAsserted(
                            () -> assertThat(reach(newcomer, server.ipv4())).isEqualTo(Reach.TIMED_OUT));

            assertThat(watch.tries()).isGreaterThan(whileDead);
            assertThat(watch.answers()).isEmpty();
        }
        await().untilAsserted(() -> assertThat(blocksOf(newcomer.ipv4())).hasSize(1));
        assertThat(blocksOf(newcomer.ipv4())).allMatch(block -> block.offence() == 1);
        assertThat(reach(lab.client(), server.ipv4())).isEqualTo(Reach.OPEN);
    }

    @Test
    @Order(10)
    void theNodeLooksAtWhoTriesItsDoorsFromOurOwnNetworksWhereThePolicySaysSo() throws IOException {
        Path policy = Files.writeString(lab.run().directory().resolve("scans.yaml"), "scanning: {automatic: true}\n");
        Namespace suspect = newHost();
        Attacker person = new Attacker(suspect);

        fleet.command("policy", "apply", policy.toString()).orThrow();
        for (String account : List.of("admin", "oracle", "postgres")) {
            person.login(server.ipv4(), account, "wrong", SOON);
        }

        await().untilAsserted(() -> assertThat(outcomesFor(suspect.ipv4())).anySatisfy(outcome -> {
            assertThat(outcome.action()).isEqualTo(Outcome.ActionKind.SCAN);
            assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Outcome.Status.APPLIED);
            assertThat(outcome.detail())
                    .isInstanceOfSatisfying(
                            Detail.ScanReport.class,
                            report -> assertThat(report.up()).isTrue());
        }));
    }

    /** Where in auth.log the line stands that led to the block. */
    private long decidingLine(String address) {
        Block block = await().until(() -> blocksOf(address), blocks -> !blocks.isEmpty())
                .getFirst();
        Assessment assessment = fleet.records(Topics.ASSESSMENTS).stream()
                .filter(a -> a.id().equals(block.assessmentId()))
                .findFirst()
                .orElseThrow();
        LogPosition position = fleet.records(Topics.EVENTS).stream()
                .filter(event -> event.origin().id().equals(assessment.eventId()))
                .map(event -> event.origin().log())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        return position.offset();
    }

    private List<Block> blocksOf(String address) {
        return fleet.records(Topics.DECISIONS).stream()
                .filter(Block.class::isInstance)
                .map(Block.class::cast)
                .filter(block -> bare(block.target().toString()).equals(address))
                .toList();
    }

    private List<Outcome> outcomesFor(String address) {
        return fleet.records(Topics.OUTCOMES).stream()
                .filter(outcome -> bare(outcome.target()).equals(address))
                .toList();
    }

    private static boolean isFrom(SecurityEvent event, String address) {
        return event.origin().source() != null
                && event.origin().source().toString().equals(address);
    }

    /** A single address, whether or not it is written as a network. */
    private static String bare(String target) {
        return target.replaceFirst("/(32|128)$", "");
    }

    private static Reach reach(Namespace from, String target) {
        return new Attacker(from).canConnect(target, SSH, SECOND);
    }

    private static List<String> passwords(int count) {
        return IntStream.range(0, count).mapToObj(n -> "wrong-" + n).toList();
    }

    private Namespace newHost() {
        int number = hosts++;
        return lab.host("h" + number, number);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(SLOW_MACHINE).pollInterval(Duration.ofMillis(300));
    }
}
