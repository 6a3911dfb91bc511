package io.selfheal.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.ContainerLab;
import io.selfheal.e2e.lab.Distribution;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.SystemdNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The package on other distributions than the one that all other tests run on: installed, armed, blocking, purged. Each
 * takes two to three minutes, most of them for making the machine. {@code
 * -Dselfheal.lab.distributions=debian-13,ubuntu-22.04,ubuntu-24.04,ubuntu-26.04} names those to try.
 */
@Lab(LabKind.CONTAINER)
class DistributionsTest {
    private static final String RESPONDER_YAML = "/etc/selfheal/responder.yaml";
    private static final String TARGET = "203.0.113.9";

    static Stream<Distribution> wanted() {
        return Arrays.stream(System.getProperty("selfheal.lab.distributions", "debian-13")
                        .split(",", -1))
                .map(Distribution::of);
    }

    @ParameterizedTest
    @MethodSource("wanted")
    void isInstalledArmedBlocksAndLeavesTheMachineAsItWas(Distribution distribution, @TempDir Path scratch) {
        try (ContainerLab lab = ContainerLab.open(distribution)) {
            SystemdNode node = lab.start("node1", Map.of());
            PackagedNode packaged = new PackagedNode(node, scratch);
            List<String> before = packaged.everything();

            packaged.install(PackagedNode.built(Installation.here().home())).orThrow();

            for (String unit : PackagedNode.UNITS) {
                assertThat(node.activeState(unit)).as(journal(node, unit)).isEqualTo("active");
                assertThat(packaged.exposure(unit)).as(unit).isLessThan(3.0);
            }
            assertThat(packaged.selfheal("config", "check").orThrow().output()).contains("in order");
            assertThat(packaged.selfheal("doctor").output())
                    .contains("selfheal-collector.service is active")
                    .contains("selfheal-responder.service is active")
                    .contains("modes.block is simulate");

            packaged.write(RESPONDER_YAML, packaged.read(RESPONDER_YAML).replace("block: simulate", "block: act"));
            node.systemctl("reload", "selfheal-responder").orThrow();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(packaged.selfheal("status").output()).contains("block: act"));
            packaged.selfheal("block", TARGET, "--for", "1h").orThrow();
            Finished rules = node.exec("nft", "list", "table", "inet", "selfheal");
            assertThat(rules.orThrow().output()).contains(TARGET);

            node.systemctl("restart", "selfheal-collector", "selfheal-responder")
                    .orThrow();
            assertThat(packaged.selfheal("decisions").orThrow().output()).contains(TARGET);

            packaged.dpkg("--purge").orThrow();
            assertThat(packaged.everything()).containsExactlyElementsOf(before);
        }
    }

    private static String journal(SystemdNode node, String unit) {
        return String.join("\n", node.journal("-u", unit));
    }
}
