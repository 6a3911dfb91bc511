package io.selfheal.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Lab(LabKind.CONTAINER)
class SystemdNodeTest {
    private static ContainerLab lab;
    private static SystemdNode node;

    @BeforeAll
    static void start() {
        lab = ContainerLab.open();
        node = lab.start("node1", Map.of(Path.of("/usr/share/common-licenses"), "/opt/shown"));
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void anNginxThatIsKilledIsSeenAsFailedAndInTheJournal() {
        node.systemctl("restart", "nginx").orThrow();
        assertThat(node.activeState("nginx")).isEqualTo("active");

        node.kill9("nginx");

        Awaitility.await()
                .untilAsserted(() -> assertThat(node.activeState("nginx")).isEqualTo("failed"));
        assertThat(node.property("nginx", "Result")).isEqualTo("signal");
        assertThat(node.journal("-u", "nginx")).anyMatch(line -> line.contains("status=9/KILL"));
    }

    @Test
    void theHostsJdkRunsInside() {
        assertThat(node.exec(SystemdNode.JAVA_HOME + "/bin/java", "--version")
                        .orThrow()
                        .output())
                .contains("" + Runtime.version().feature());
    }

    @Test
    void filesGoInAndOutAndHostFoldersAreShownReadOnly(@TempDir Path folder) throws IOException {
        Path there = Files.writeString(folder.resolve("there"), "bytes\n");

        node.copyIn(there, "/root/there");
        node.copyOut("/root/there", folder.resolve("back"));

        assertThat(folder.resolve("back")).hasContent("bytes\n");
        assertThat(node.exec("touch", "/opt/shown/x").ok()).isFalse();
    }

    @Test
    void nftSetsWithTimeoutsAreReal() {
        node.exec("nft", "add table inet t; add set inet t s { type ipv4_addr; flags timeout; }")
                .orThrow();
        node.exec("nft", "add element inet t s { 203.0.113.9 timeout 1h }").orThrow();

        assertThat(node.exec("nft", "list", "set", "inet", "t", "s").output()).contains("203.0.113.9 timeout 1h");
    }

    @Test
    void theHostAndTheNodeReachEachOther() {
        List<String> argv =
                List.of("curl", "-s", "-m", "3", "http://" + node.addresses().getFirst() + "/");
        node.systemctl("restart", "nginx").orThrow();

        assertThat(Program.run(argv, Duration.ofSeconds(5)).output()).contains("nginx");
        assertThat(node.exec("curl", "-sv", "-m", "3", "http://" + node.hostAddress() + ":9/")
                        .output())
                .contains("refused");
    }

    @Test
    void aSecondNodeHasItsOwnIdentity() {
        SystemdNode other = lab.start("node2", Map.of());

        assertThat(other.exec("cat", "/etc/machine-id").output())
                .isNotEqualTo(node.exec("cat", "/etc/machine-id").output());
        assertThat(other.exec("hostname").output().strip()).isEqualTo("node2");
    }

    @Test
    void aUnitOfOurOwnRunsInside() {
        node.startUnit("lab-sleeper", List.of("/bin/sleep", "1000"));

        assertThat(node.activeState("lab-sleeper")).isEqualTo("active");
    }
}
