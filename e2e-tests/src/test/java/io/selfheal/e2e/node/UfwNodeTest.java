package io.selfheal.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.ContainerLab;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.SystemdNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The package on a server whose administrator wants every rule to go through ufw, from the first look to the removal. */
@Lab(LabKind.CONTAINER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UfwNodeTest {
    private static final String RESPONDER_YAML = """
            modes: {block: act}
            firewall: {backend: ufw, reconcile-every: 5s}
            """;
    private static final List<String> TARGETS = List.of("203.0.113.9", "2001:db8::9", "203.0.113.128/25");
    private static final String BY_HAND = "198.51.100.4";
    /** Says one line to a socket and prints what comes back. */
    private static final String SAY = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect("/run/selfheal-ufw.socket")
            s.sendall(sys.argv[1].encode() + b"\\n")
            print(s.makefile().read())
            """;

    private ContainerLab lab;
    private SystemdNode node;
    private PackagedNode packaged;

    @BeforeAll
    void start(@TempDir Path scratch) {
        lab = ContainerLab.open();
        node = lab.start("node1", Map.of());
        packaged = new PackagedNode(node, scratch);
        node.exec("ufw", "allow", "22/tcp").orThrow();
        node.exec("ufw", "deny", "from", BY_HAND, "comment", "selfheal 5 by hand")
                .orThrow();
        node.exec("ufw", "--force", "enable").orThrow();
        packaged.install(PackagedNode.built(Installation.here().home())).orThrow();
        packaged.write("/etc/selfheal/responder.yaml", RESPONDER_YAML);
        node.systemctl("restart", "selfheal-responder").orThrow();
    }

    @AfterAll
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void saysWhatIsMissingUntilRootLetsIt() {
        assertThat(packaged.selfheal("status").output()).contains("systemctl enable --now selfheal-ufw.socket");
        assertThat(packaged.selfheal("doctor").output()).contains("systemctl enable --now selfheal-ufw.socket");

        node.systemctl("enable", "--now", "selfheal-ufw.socket").orThrow();
        node.systemctl("restart", "selfheal-responder").orThrow();

        assertThat(packaged.selfheal("status").output()).contains("ufw").doesNotContain("not usable");
        assertThat(packaged.exposure("selfheal-ufw@1")).isLessThan(3.0);
    }

    @Test
    @Order(2)
    void blocksBeforeTheAdministratorsRulesAndUnblocks() {
        for (String target : TARGETS) {
            packaged.selfheal("block", target, "--for", "1h").orThrow();
        }

        eventually(() -> assertThat(rules()).contains(TARGETS));
        assertThat(node.exec("ufw", "status", "numbered").orThrow().output())
                .containsPattern("\\[ 1] Anywhere +DENY (IN|FWD) +203\\.0\\.113\\.");
        assertThat(packaged.selfheal("decisions").orThrow().output()).contains(TARGETS);
        assertThat(packaged.selfheal("doctor").output()).contains("ufw has what drops packets in its place");

        packaged.selfheal("unblock", TARGETS.getFirst()).orThrow();
        eventually(() -> assertThat(rules()).doesNotContain(TARGETS.getFirst()).contains(TARGETS.getLast()));
    }

    @Test
    @Order(3)
    void putsBackWhatSomebodyElseTookOutOfTheKernel() {
        node.exec("iptables", "-F", "ufw-user-input").orThrow();

        eventually(
                () -> assertThat(node.exec("iptables", "-S", "ufw-user-input").output())
                        .contains(TARGETS.getLast())
                        .contains(BY_HAND));
    }

    @Test
    @Order(4)
    void rootsHandDoesNothingElse() {
        String before = rules();

        for (String line : List.of(
                "",
                "disable",
                "reset",
                "allow from any",
                "prepend allow from 203.0.113.7",
                "deny from 203.0.113.7",
                "deny from 203.0.113.7 comment other",
                "prepend deny from any comment selfheal 1",
                "prepend deny from 203.0.113.7;reboot comment selfheal 1",
                "prepend deny from 203.0.113.7 comment selfheal 1 extra",
                "prepend deny from $(reboot) comment selfheal 1",
                "prepend deny from 203.0.113.7 port 22 comment selfheal 1",
                "deny from " + BY_HAND + " comment selfheal 1",
                "prepend deny from " + BY_HAND + " comment selfheal 1",
                "delete deny from " + BY_HAND,
                "delete allow 22/tcp",
                "delete 1",
                "--force reset",
                "show raw",
                "status verbose",
                "x".repeat(1_000))) {
            assertThat(node.exec("runuser", "-u", "selfheal-responder", "--", "python3", "-c", SAY, line)
                            .output())
                    .as(line)
                    .startsWith("2\n");
        }

        assertThat(rules()).isEqualTo(before);
        assertThat(node.exec("runuser", "-u", "selfheal", "--", "python3", "-c", SAY, "status")
                        .ok())
                .isFalse();
    }

    /** Several runs a minute: the journal is read by people, and by the collector. */
    @Test
    @Order(5)
    void runsOfUfwFillNoJournal() {
        assertThat(node.journal())
                .anyMatch(line -> line.contains("selfheal-ufw.socket"))
                .noneMatch(line -> line.contains("selfheal-ufw@"));
    }

    @Test
    @Order(6)
    void aRemovalTakesOutOurRulesAndNoOther() {
        assertThat(rules()).contains(TARGETS.getLast());

        assertThat(packaged.dpkg("--remove").orThrow().output()).doesNotContain("blocks may be left");

        assertThat(rules()).doesNotContain(TARGETS).contains("ufw allow 22/tcp").contains("ufw deny from " + BY_HAND);
        assertThat(node.exec("iptables", "-S", "ufw-user-input").orThrow().output())
                .doesNotContain("203.0.113")
                .contains(BY_HAND);
        assertThat(node.exec("test", "-e", "/run/selfheal-ufw.socket").ok()).isFalse();
        packaged.dpkg("--purge").orThrow();
        assertThat(node.exec("find", "/etc/systemd", "-name", "selfheal*").output())
                .isBlank();
    }

    private String rules() {
        return node.exec("ufw", "show", "added").orThrow().output();
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(assertion);
    }
}
