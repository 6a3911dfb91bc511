package io.selfheal.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.ContainerLab;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.SystemdNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * The package for the RHEL family, installed by rpm on a real systemd whose preset enables nothing, as RHEL's. The machine
 * is a Debian (no image of a RHEL can be made here), so rpm finds none of what the package requires and is told so.
 */
@Lab(LabKind.CONTAINER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RpmPackageTest {
    private static final String RESPONDER_YAML = "/etc/selfheal/responder.yaml";
    private static final String THERE = "/opt/selfheal-node.rpm";
    private static final String TARGET = "203.0.113.9";

    private ContainerLab lab;
    private SystemdNode node;
    private PackagedNode packaged;

    @BeforeAll
    void start(@TempDir Path scratch) {
        lab = ContainerLab.open();
        node = lab.start("node1", Map.of());
        packaged = new PackagedNode(node, scratch);
        node.exec("mkdir", "-p", "/etc/systemd/system-preset").orThrow();
        node.exec("sh", "-c", "echo 'disable *' > /etc/systemd/system-preset/99-default.preset")
                .orThrow();
        node.exec("nft", "add table inet mine; add set inet mine s { type ipv4_addr; }")
                .orThrow();
        node.copyIn(PackagedNode.built(Installation.here().home(), ".rpm"), THERE);
    }

    @AfterAll
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void isInstalledAndStartsNothingByItself() {
        rpm("--install", THERE).orThrow();

        for (String unit : PackagedNode.UNITS) {
            assertThat(node.property(unit, "UnitFileState")).isEqualTo("disabled");
            assertThat(node.activeState(unit)).isEqualTo("inactive");
        }
        assertThat(node.exec("stat", "-c", "%a %U:%G", "/etc/selfheal/collector.yaml", RESPONDER_YAML)
                        .lines())
                .containsExactly("640 root:selfheal", "640 root:selfheal-responder");
        assertThat(packaged.read("/etc/selfheal/collector.yaml")).contains("/var/log/httpd/*access_log*");
        assertThat(rpm("--verify", "selfheal-node").orThrow().output()).isBlank();
    }

    @Test
    @Order(2)
    void runsSandboxedAndBlocksWhenItIsArmed() {
        node.systemctl("enable", "--now", "selfheal-collector", "selfheal-responder")
                .orThrow();

        for (String unit : PackagedNode.UNITS) {
            assertThat(node.activeState(unit)).as(unit).isEqualTo("active");
            assertThat(packaged.exposure(unit)).as(unit).isLessThan(3.0);
        }
        packaged.write(RESPONDER_YAML, packaged.read(RESPONDER_YAML).replace("block: simulate", "block: act"));
        node.systemctl("reload", "selfheal-responder").orThrow();
        await().untilAsserted(
                        () -> assertThat(packaged.selfheal("status").output()).contains("block: act"));
        packaged.selfheal("block", TARGET, "--for", "1h").orThrow();
        assertThat(table()).contains(TARGET);
    }

    @Test
    @Order(3)
    void anUpgradeStartsBothAnewAndKeepsBlocksAndConfiguration() {
        List<String> former = pids();

        upgrade().orThrow();

        assertThat(pids()).hasSize(2).doesNotContainAnyElementsOf(former).doesNotContain("0");
        assertThat(table()).contains(TARGET);
        assertThat(packaged.selfheal("decisions").orThrow().output()).contains(TARGET);
        assertThat(packaged.read(RESPONDER_YAML)).contains("block: act");
    }

    @Test
    @Order(4)
    void anUpgradeLeavesAnAgentAloneWhoseConfigurationItRefuses() {
        String good = packaged.read(RESPONDER_YAML);
        String former = node.property("selfheal-responder", "MainPID");
        packaged.write(RESPONDER_YAML, "modes:\n  block: perhaps\n");

        Finished upgraded = upgrade().orThrow();

        assertThat(upgraded.output())
                .contains("is refused by this version", "responder.yaml:2: modes.block: 'perhaps'");
        assertThat(node.property("selfheal-responder", "MainPID")).isEqualTo(former);
        assertThat(table()).contains(TARGET);
        packaged.write(RESPONDER_YAML, good);
    }

    @Test
    @Order(5)
    void aRemovalLiftsOurRulesAndLeavesStateAndWhatWasEdited() {
        Finished removed = rpm("--erase", "selfheal-node").orThrow();

        assertThat(removed.output()).doesNotContain("blocks may be left");
        assertThat(node.exec("nft", "list", "tables").output())
                .doesNotContain("selfheal")
                .contains("inet mine");
        assertThat(node.exec(
                                "sh",
                                "-c",
                                "ls -d /usr/lib/selfheal /usr/bin/selfheal /etc/selfheal/* /var/lib/selfheal/*")
                        .lines())
                .filteredOn(line -> line.startsWith("/"))
                .containsExactly(
                        RESPONDER_YAML + ".rpmsave", "/var/lib/selfheal/collector", "/var/lib/selfheal/responder");
        assertThat(node.exec("systemctl", "list-units", "--all", "--no-legend", "selfheal-*.service")
                        .output())
                .isBlank();
    }

    private Finished upgrade() {
        return rpm("--upgrade", "--replacepkgs", "--oldpackage", THERE);
    }

    private Finished rpm(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("rpm"));
        if (!List.of("--verify", "--erase").contains(arguments[0])) {
            // Debian's rpm wants to be asked twice.
            argv.addAll(List.of("--force-debian", "--nodeps"));
        }
        Stream.of(arguments).forEach(argv::add);
        if (arguments[0].equals("--verify")) {
            argv.add("--nodeps");
        }
        return node.exec(argv, Duration.ofMinutes(3));
    }

    private List<String> pids() {
        return PackagedNode.UNITS.stream()
                .map(unit -> node.property(unit, "MainPID"))
                .toList();
    }

    private String table() {
        return node.exec("nft", "list", "table", "inet", "selfheal").output();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500));
    }
}
