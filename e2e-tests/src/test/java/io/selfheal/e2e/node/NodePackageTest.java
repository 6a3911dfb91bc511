package io.selfheal.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.ContainerLab;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.SystemdNode;
import io.selfheal.responder.state.IsolationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package on a real systemd, from its installation to its purge, in the order of an administrator's days. There is
 * no Kafka: what is tested here has to work without.
 */
@Lab(LabKind.CONTAINER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodePackageTest {
    private static final String COLLECTOR_YAML = "/etc/selfheal/collector.yaml";
    private static final String RESPONDER_YAML = "/etc/selfheal/responder.yaml";
    private static final String TARGET = "203.0.113.9";
    private static final Duration SLOW_MACHINE = Duration.ofMinutes(4);

    private ContainerLab lab;
    private SystemdNode node;
    private PackagedNode packaged;
    private Path deb;
    private List<String> before;

    @BeforeAll
    void start(@TempDir Path scratch) {
        deb = PackagedNode.built(Installation.here().home());
        lab = ContainerLab.open();
        node = lab.start("node1", Map.of());
        packaged = new PackagedNode(node, scratch);
        node.exec("nft", "add table inet mine; add set inet mine s { type ipv4_addr; }")
                .orThrow();
        node.systemctl("start", "nginx").orThrow();
        // As on a server where nobody installed it.
        node.exec("dpkg", "--purge", "polkitd").orThrow();
        for (String program : List.of("iptables", "ip6tables")) {
            node.exec(program, "-t", "raw", "-A", "PREROUTING", "-p", "sctp", "-j", "ACCEPT")
                    .orThrow();
        }
        before = packaged.everything();
    }

    @AfterAll
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void isInstalledAndBothAgentsAreReady() {
        packaged.install(deb).orThrow();

        for (String unit : PackagedNode.UNITS) {
            assertThat(node.activeState(unit)).as("%s: %s", unit, journal(unit)).isEqualTo("active");
            assertThat(node.property(unit, "StatusText")).isEqualTo("running");
            assertThat(node.property(unit, "UnitFileState")).isEqualTo("enabled");
            assertThat(node.property(unit, "StartLimitIntervalUSec"))
                    .as("tried without end")
                    .isEqualTo("0");
        }
        assertThat(node.exec("stat", "-c", "%a %U:%G", COLLECTOR_YAML, RESPONDER_YAML)
                        .lines())
                .containsExactly("640 root:selfheal", "640 root:selfheal-responder");
    }

    /** Java goes on without an archive that does not fit, slower and with more memory; with this flag it ends. */
    @Test
    @Order(2)
    void theClassesAreTakenFromTheArchives() {
        for (String program : List.of("collector", "responder", "command")) {
            String flags = "@/usr/lib/selfheal/" + program + ".options";
            node.exec("/usr/lib/selfheal/runtime/bin/java", flags, "-Xshare:on", "--version")
                    .orThrow();
        }
    }

    @Test
    @Order(3)
    void theCommandAnswers() {
        assertThat(packaged.selfheal("status").orThrow().output())
                .contains("running on node1")
                .contains("block: simulate");
        Finished doctor = packaged.selfheal("doctor");
        assertThat(doctor.exit()).as(doctor.output()).isEqualTo(1);
        assertThat(doctor.output())
                .contains("selfheal-collector.service is active")
                .contains("selfheal-responder.service is active")
                .containsPattern("wrong +kafka +no broker can be reached")
                .contains("modes.block is simulate");
        assertThat(packaged.selfheal("doctor", "--json").output()).startsWith("{\"ok\":false,\"findings\":[");
        assertThat(packaged.selfheal("--version").output()).startsWith("selfheal 0.");
        assertThat(packaged.selfheal("config", "check").orThrow().output()).contains("in order");
        node.exec("sh", "-c", "printf 'kafka.invalid:9092\\n\\n10.255.255.0/24\\n\\nyes\\n' | selfheal init")
                .orThrow();
        assertThat(packaged.read("/etc/selfheal/allow.list")).endsWith("\n10.255.255.0/24\n");
        assertThat(node.exec("stat", "-c", "%a %U:%G", COLLECTOR_YAML, RESPONDER_YAML)
                        .output()
                        .lines())
                .containsExactly("640 root:selfheal", "640 root:selfheal-responder");
        assertThat(packaged.selfheal("config", "check").orThrow().output()).contains("in order");
    }

    @Test
    @Order(4)
    void allAreSandboxed() {
        List<String> units = new ArrayList<>(PackagedNode.UNITS);
        units.add("selfheal-hand@1");
        for (String unit : units) {
            double exposure = packaged.exposure(unit);
            System.out.printf("systemd-analyze security %s: %.1f%n", unit, exposure);
            assertThat(exposure).as(unit).isLessThan(3.0);
        }
    }

    @Test
    @Order(5)
    void signsOfLifeArriveAtSystemd() {
        for (String unit : PackagedNode.UNITS) {
            String first = node.property(unit, "WatchdogTimestampMonotonic");
            assertThat(node.property(unit, "WatchdogUSec")).isEqualTo("1min");
            await().untilAsserted(() -> assertThat(node.property(unit, "WatchdogTimestampMonotonic"))
                    .isNotEqualTo(first));
        }
    }

    @Test
    @Order(6)
    void aHangingAgentIsEndedAndComesBack() {
        String dropIn = "/run/systemd/system/selfheal-collector.service.d";
        node.exec("mkdir", "-p", dropIn).orThrow();
        packaged.write(dropIn + "/hurry.conf", "[Service]\nWatchdogSec=9\nTimeoutAbortSec=2\n");
        node.systemctl("daemon-reload").orThrow();
        node.systemctl("restart", "selfheal-collector").orThrow();
        String former = node.property("selfheal-collector", "MainPID");

        node.exec("kill", "-STOP", former).orThrow();

        await().untilAsserted(() -> {
            assertThat(node.property("selfheal-collector", "MainPID")).isNotEqualTo(former);
            assertThat(node.activeState("selfheal-collector")).isEqualTo("active");
        });
        assertThat(journal("selfheal-collector")).contains("Watchdog timeout");
        node.exec("rm", "-r", dropIn).orThrow();
        node.systemctl("daemon-reload").orThrow();
    }

    @Test
    @Order(7)
    void aBrokenConfigurationIsNamedAndTheAgentGoesOnWithTheFormer() {
        String good = packaged.read(COLLECTOR_YAML);
        String pid = node.property("selfheal-collector", "MainPID");
        packaged.write(COLLECTOR_YAML, "sources:\n  - path: var/log/auth.log\n");

        Finished checked = packaged.selfheal("config", "check");
        assertThat(checked.exit()).isEqualTo(1);
        assertThat(checked.output()).contains("collector.yaml:2: sources[0].path: 'var/log/auth.log'");
        assertThat(node.systemctl("reload", "selfheal-collector").ok()).isFalse();
        node.exec("kill", "-HUP", pid).orThrow();

        await().untilAsserted(() -> assertThat(node.property("selfheal-collector", "StatusText"))
                .contains("the configuration on disk is refused: collector.yaml:2: sources[0].path"));
        assertThat(node.property("selfheal-collector", "MainPID")).isEqualTo(pid);
        assertThat(packaged.selfheal("doctor").output())
                .contains("collector.yaml:2")
                .contains("configuration on disk is refused");

        packaged.write(COLLECTOR_YAML, good);
        node.systemctl("reload", "selfheal-collector").orThrow();
        await().untilAsserted(() ->
                assertThat(node.property("selfheal-collector", "StatusText")).isEqualTo("running"));
        assertThat(node.property("selfheal-collector", "MainPID")).isEqualTo(pid);
    }

    @Test
    @Order(8)
    void aStartWithABrokenConfigurationFailsOnceAndSaysWhy() {
        String good = packaged.read(RESPONDER_YAML);
        packaged.write(RESPONDER_YAML, "modes:\n  block: perhaps\n");

        assertThat(node.systemctl("restart", "selfheal-responder").ok()).isFalse();

        assertThat(node.activeState("selfheal-responder")).isEqualTo("failed");
        assertThat(node.property("selfheal-responder", "NRestarts")).isEqualTo("0");
        assertThat(journal("selfheal-responder")).contains("responder.yaml:2: modes.block: 'perhaps'");
        packaged.write(RESPONDER_YAML, good);
        node.systemctl("start", "selfheal-responder").orThrow();
    }

    /** As in a container whose locale is named and was never generated: its C library takes ASCII instead. */
    @Test
    @Order(9)
    void everyNameIsReadWhateverTheLocale() {
        String good = packaged.read(COLLECTOR_YAML);
        String log = "/var/log/gr\u00f6\u00dfe.log";
        packaged.write(log, "");
        packaged.write(COLLECTOR_YAML, "sources:\n  - path: " + log + "\n    type: syslog\n");
        node.systemctl("set-environment", "LANG=de_DE.UTF-8").orThrow();

        node.systemctl("restart", "selfheal-collector").orThrow();

        await().untilAsserted(() -> assertThat(
                        node.exec("env", "LC_ALL=C", "selfheal", "doctor").output())
                .contains(log + " is read"));
        node.systemctl("unset-environment", "LANG").orThrow();
        packaged.write(COLLECTOR_YAML, good);
        node.systemctl("reload", "selfheal-collector").orThrow();
    }

    @Test
    @Order(10)
    void anArmedNodeBlocksAndRestartsNothingThatPolkitDoesNotLetItRestart() {
        packaged.write(RESPONDER_YAML, ARMED);
        node.systemctl("reload", "selfheal-responder").orThrow();
        await().untilAsserted(
                        () -> assertThat(packaged.selfheal("status").output()).contains("block: act"));

        assertThat(packaged.selfheal("block", TARGET, "--for", "1h").orThrow().output())
                .contains("is blocked for");
        assertThat(node.exec("nft", "list", "table", "inet", "selfheal").output())
                .contains(TARGET);

        node.kill9("nginx");
        await().untilAsserted(() -> assertThat(packaged.selfheal("status").output())
                .containsPattern("nginx.service: failed.*the polkit rule, .*, has to name it"));
        assertThat(node.activeState("nginx")).isEqualTo("failed");
        assertThat(packaged.selfheal("doctor").output()).contains("polkit is not installed");
        node.systemctl("restart", "nginx").orThrow();
    }

    @Test
    @Order(11)
    void anUpgradeAndADowngradeOpenNoGapAndKeepTheState() throws IOException {
        node.startUnit("gap-watch", List.of("sh", "-c", GAP_WATCH));
        Path next = packaged.withVersion(deb, "9.9.9");
        String former = node.property("selfheal-responder", "MainPID");

        packaged.install(next).orThrow();
        assertThat(node.property("selfheal-responder", "MainPID")).isNotEqualTo(former);
        assertThat(node.exec("dpkg-query", "-W", "-f", "${Version}", "selfheal-node")
                        .output())
                .isEqualTo("9.9.9");
        packaged.install(deb).orThrow();

        node.systemctl("stop", "gap-watch");
        assertThat(packaged.read("/run/looks").lines().count()).isGreaterThan(20);
        assertThat(node.exec("cat", "/run/gaps").output()).contains("No such file");
        assertThat(packaged.selfheal("decisions").orThrow().output()).contains(TARGET);
        assertThat(packaged.read(RESPONDER_YAML)).isEqualTo(ARMED);
        for (String unit : PackagedNode.UNITS) {
            assertThat(node.activeState(unit)).isEqualTo("active");
        }
    }

    @Test
    @Order(12)
    void theCommandUnblocksWhileNoResponderRunsAndTheResponderKeepsToIt() {
        node.systemctl("stop", "selfheal-responder").orThrow();
        assertThat(packaged.selfheal("unblock", TARGET).orThrow().output()).contains("no longer blocked");
        node.systemctl("start", "selfheal-responder").orThrow();

        assertThat(packaged.selfheal("decisions").orThrow().output()).doesNotContain(TARGET);
        assertThat(packaged.selfheal("block", TARGET, "--for", "1h").ok()).isTrue();
    }

    /** What the service may do is enough to cut the host off; the last isolation stays for the removal to end. */
    @Test
    @Order(13)
    void aNotedIsolationIsPutInForceAndEndedByUnblockAll(@TempDir Path folder) throws IOException {
        noteIsolation(folder);
        await().untilAsserted(() -> assertThat(isolationTable()).contains("192.0.2.9 . 9092", "drop"));
        assertThat(packaged.selfheal("status").output()).contains("this host is cut off by order until");

        assertThat(packaged.selfheal("unblock", "--all").orThrow().output()).contains("no longer cut off");
        assertThat(isolationTable()).contains("No such file");
        assertThat(packaged.selfheal("status").output()).doesNotContain("cut off");

        noteIsolation(folder);
        await().untilAsserted(() -> assertThat(isolationTable()).contains("drop"));
    }

    private void noteIsolation(Path folder) throws IOException {
        String file = "isolation.jsonl";
        new IsolationFile(folder)
                .write(new IsolationFile.Noted(
                        Instant.now().plus(Duration.ofHours(1)), "order-1", List.of("192.0.2.9 9092")));
        node.copyIn(folder.resolve(file), "/var/lib/selfheal/responder/" + file);
        node.exec("chown", "selfheal-responder:", "/var/lib/selfheal/responder/" + file)
                .orThrow();
    }

    private String isolationTable() {
        return node.exec("nft", "list", "table", "inet", "selfheal_isolation").output();
    }

    /** The removal that follows has to find the way into another firewall than the one of the days before. */
    @Test
    @Order(14)
    void anotherFirewallIsConfiguredAndBlocks() {
        packaged.write(RESPONDER_YAML, ARMED + "firewall: {backend: iptables}\n");
        node.systemctl("restart", "selfheal-responder").orThrow();
        assertThat(packaged.selfheal("status").output()).contains("it needs CAP_NET_RAW");
        String dropIn = "/run/systemd/system/selfheal-responder.service.d";
        node.exec("mkdir", "-p", dropIn).orThrow();
        packaged.write(dropIn + "/iptables.conf", """
                [Service]
                CapabilityBoundingSet=CAP_NET_RAW
                AmbientCapabilities=CAP_NET_RAW
                """);
        node.systemctl("daemon-reload").orThrow();
        node.systemctl("restart", "selfheal-responder").orThrow();

        packaged.selfheal("block", TARGET, "--for", "1h").orThrow();

        await().untilAsserted(
                        () -> assertThat(node.exec("ipset", "save").output()).contains(TARGET));
        await().untilAsserted(() ->
                assertThat(node.exec("iptables", "-t", "raw", "-S").output()).contains("-A PREROUTING -j SELFHEAL"));
        Finished refused = packaged.selfheal("unblock", "--all", "--keep-decisions");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("the responder runs");
    }

    @Test
    @Order(15)
    void aRemovalLiftsOurRulesAndAPurgeLeavesTheMachineAsItWas() {
        assertThat(packaged.dpkg("--remove").orThrow().output()).doesNotContain("blocks may be left");
        assertThat(node.exec("ipset", "list", "-n").orThrow().output()).isBlank();
        assertThat(node.exec("iptables-save").orThrow().output())
                .doesNotContain("SELFHEAL")
                .contains("-A PREROUTING -p sctp -j ACCEPT");
        assertThat(node.exec("nft", "list", "tables").output())
                .doesNotContain("selfheal")
                .contains("inet mine");
        assertThat(node.exec("test", "-e", RESPONDER_YAML).ok()).isTrue();

        packaged.dpkg("--purge").orThrow();
        node.exec("rm", "-f", "/run/looks", "/run/gaps").orThrow();

        assertThat(packaged.everything()).containsExactlyElementsOf(before);
    }

    private String journal(String unit) {
        return String.join("\n", node.journal("-u", unit));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(SLOW_MACHINE).pollInterval(Duration.ofSeconds(1));
    }

    /** Looks without a pause whether the block is in the kernel's set. */
    private static final String GAP_WATCH = "while :; do nft list table inet selfheal | grep -q " + TARGET
            + " || echo gap >> /run/gaps; echo >> /run/looks;" + " done";

    private static final String ARMED = """
            modes:
              block: act
              restart-unit: act
            heal:
              units:
                - name: nginx.service
                  back-off: 500ms
                  settle: 1s
            control:
              group: selfheal-responder
            """;
}
