package io.selfheal.e2e.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.ContainerLab;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.SystemdNode;
import io.selfheal.e2e.monitor.Figures;
import io.selfheal.e2e.monitor.PrometheusServer;
import io.selfheal.e2e.node.PackagedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
 * The three services installed as units on a machine with a broker and the node's package: the whole system as an
 * administrator of one server has it, from its installation to its purge.
 */
@Lab(LabKind.CONTAINER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServicesInstallTest {
    private static final String CHECKOUT = "/opt/checkout";
    private static final String ANALYZER_PROPERTIES = "/etc/selfheal-services/analyzer.properties";
    private static final Path HASTE = Path.of("/etc/systemd/system/selfheal-notifier.service.d/haste.conf");
    private static final String CURRENT = "/usr/local/lib/selfheal/current";
    private static final String FORMER = "/usr/local/lib/selfheal/former";
    private static final Duration COPYING = Duration.ofMinutes(3);
    private static final Map<String, Integer> PORTS =
            Map.of("selfheal-analyzer", 8481, "selfheal-enrichment", 8482, "selfheal-notifier", 8483);

    /** In an expression of what can be said only after minutes. */
    private static final String OVER_MINUTES = "[10m:";

    private final Installation installation = Installation.here();
    private ContainerLab lab;
    private SystemdNode node;
    private PackagedNode packaged;
    private List<String> before;

    @BeforeAll
    void start(@TempDir Path scratch) {
        lab = ContainerLab.open();
        node = lab.start("services1", Map.of(installation.home(), CHECKOUT));
        packaged = new PackagedNode(node, scratch);
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
    void areInstalledSandboxedAndNotStarted() {
        install(SystemdNode.JAVA_HOME).orThrow();

        PORTS.keySet().forEach(unit -> {
            assertThat(node.activeState(unit)).isEqualTo("inactive");
            double exposure = packaged.exposure(unit);
            System.out.printf("systemd-analyze security %s: %.1f%n", unit, exposure);
            assertThat(exposure).as(unit).isLessThan(3.0);
            assertThat(node.property(unit, "StartLimitIntervalUSec"))
                    .as("tried without end")
                    .isEqualTo("0");
        });
        assertThat(node.exec("stat", "-c", "%a %U:%G", ANALYZER_PROPERTIES).lines())
                .containsExactly("640 root:selfheal-analyzer");
    }

    @Test
    @Order(2)
    void refuseAJdkThatServicesCannotReadAndAFormerInstallationThatIsNotThere() {
        assertThat(install("/home/anna/jdk").output()).contains("/home/anna/jdk is where services cannot read it");
        assertThat(install("--back").output()).contains("there is no former installation");
        assertThat(install("--bak").output()).contains("'--bak' is unknown; allowed: ");
    }

    @Test
    @Order(3)
    void aLineGoesTheWholeWayThroughServicesThatWereStarted() {
        Path jars = Path.of(CHECKOUT).resolve(Installation.STANDALONE);
        node.startUnit(
                "broker",
                Installation.program(
                        Path.of(SystemdNode.JAVA_HOME, "bin/java"),
                        jars,
                        List.of("-XX:+UseSerialGC", "-Xmx256m"),
                        "io.selfheal.standalone.SelfHealCommand",
                        "broker",
                        "--dir",
                        "/tmp/broker",
                        "--port",
                        "9092"));
        PORTS.keySet().forEach(unit -> node.systemctl("start", unit).orThrow());
        PORTS.keySet().forEach(this::awaitReady);
        packaged.install(PackagedNode.built(installation.home())).orThrow();

        canaryComesBack();
        assertThat(node.exec("selfheal-fleet", "policy", "list", "--bootstrap", "localhost:9092")
                        .ok())
                .isTrue();
    }

    @Test
    @Order(4)
    @Lab(LabKind.MONITOR)
    void prometheusAndTheDashboardAreShownWhatIsDocumented(@TempDir Path scratch) throws IOException {
        Map<Integer, String> figures = new TreeMap<>();
        PORTS.forEach((unit, port) -> figures.put(port, page(unit, "metrics").split("\r\n\r\n", 2)[1]));
        Map<String, String> documented = Figures.documented();
        Set<String> exposed = Figures.exposed(String.join("\n", figures.values()));
        Set<String> always = new TreeSet<>(documented.keySet());
        always.removeIf(name -> !documented.getOrDefault(name, "").equals("start"));

        assertThat(exposed).isSubsetOf(documented.keySet()).containsAll(always);
        try (PrometheusServer prometheus = PrometheusServer.start(scratch, figures)) {
            assertThat(Figures.ofTheDashboard()).hasSizeGreaterThan(20).allSatisfy(expression -> {
                Finished answer = prometheus.query(expression);
                Set<String> asked = Figures.askedFor(expression);
                assertThat(answer.ok()).as(answer.output()).isTrue();
                assertThat(asked).isSubsetOf(documented.keySet());
                if (always.containsAll(asked) && !expression.contains(OVER_MINUTES)) {
                    assertThat(answer.output()).as(expression).contains(" => ");
                }
            });
            assertThat(prometheus.query("ALERTS").output()).as("all is well").isBlank();
        }
    }

    @Test
    @Order(5)
    void aServiceThatCrashedComesBack() {
        node.kill9("selfheal-analyzer");

        await().untilAsserted(() ->
                assertThat(node.property("selfheal-analyzer", "NRestarts")).isEqualTo("1"));
        awaitReady("selfheal-analyzer");
        canaryComesBack();
    }

    /** With a patience of seconds in place of the minute that the units have. */
    @Test
    @Order(6)
    void aServiceThatHangsIsStartedAnewBySystemd() {
        assertThat(node.property("selfheal-notifier", "WatchdogUSec")).isEqualTo("1min");
        assertThat(node.property("selfheal-notifier", "StatusText")).isEqualTo("running");
        node.exec("mkdir", HASTE.getParent().toString()).orThrow();
        packaged.write(HASTE.toString(), "[Service]\nWatchdogSec=6\n");
        node.systemctl("daemon-reload").orThrow();
        node.systemctl("restart", "selfheal-notifier").orThrow();

        node.exec("kill", "-STOP", node.property("selfheal-notifier", "MainPID"))
                .orThrow();

        await().untilAsserted(() ->
                assertThat(node.property("selfheal-notifier", "NRestarts")).isEqualTo("1"));
        awaitReady("selfheal-notifier");
        node.exec("rm", "-r", HASTE.getParent().toString()).orThrow();
        node.systemctl("daemon-reload").orThrow();
    }

    /** As docs/operations.md tells, long before systemd's patience ends: it stands still, and does not answer. */
    @Test
    @Order(7)
    void aServiceThatDoesNotAnswerIsStartedAnewByTheNodesResponder() {
        packaged.write("/etc/selfheal/responder.yaml", """
                modes:
                  restart-unit: act
                heal:
                  units:
                    - name: selfheal-analyzer.service
                      probe: http://127.0.0.1:8481/q/health/live
                      probe-every: 5s
                """);
        node.exec(
                        "sed",
                        "-i",
                        "s/^var UNITS = .*/var UNITS = [\"selfheal-analyzer.service\"];/",
                        "/etc/polkit-1/rules.d/60-selfheal.rules")
                .orThrow();
        node.systemctl("reload", "selfheal-responder").orThrow();
        assertThat(answer("selfheal-analyzer", "live"))
                .contains("200 OK")
                .containsPattern("(?s)\"progress\".*\"UP\".*\"seconds-since-poll\": [0-9]");
        String former = node.property("selfheal-analyzer", "MainPID");

        node.exec("kill", "-STOP", former).orThrow();

        await().untilAsserted(() -> assertThat(node.property("selfheal-analyzer", "MainPID"))
                .as(() -> packaged.selfheal("status").output())
                .isNotIn(former, "0"));
        awaitReady("selfheal-analyzer");
        canaryComesBack();
    }

    @Test
    @Order(8)
    void anUpgradeKeepsSettingsAndCanBeTakenBack() {
        String first = node.exec("readlink", CURRENT).orThrow().output();
        packaged.write(ANALYZER_PROPERTIES, packaged.read(ANALYZER_PROPERTIES) + "# mine\n");

        install(SystemdNode.JAVA_HOME).orThrow();

        assertThat(node.exec("readlink", CURRENT).orThrow().output()).isNotEqualTo(first);
        assertThat(packaged.read(ANALYZER_PROPERTIES)).endsWith("# mine\n");
        PORTS.keySet().forEach(this::awaitReady);

        node.exec("mv", FORMER + "/units", FORMER + "/none").orThrow();
        assertThat(install("--back").output()).contains("has no units of its own: install it anew from its checkout");
        node.exec("mv", FORMER + "/none", FORMER + "/units").orThrow();
        install("--back").orThrow();

        assertThat(node.exec("readlink", CURRENT).orThrow().output()).isEqualTo(first);
        PORTS.keySet().forEach(this::awaitReady);
        canaryComesBack();
    }

    /** With events that it has read and cannot commit any more. */
    @Test
    @Order(9)
    void theAnalyzerStopsInTimeWhenItsBrokerIsAway() {
        String wrong = "for i in $(seq 2000); do logger -p auth.info -t 'sshd[9]'"
                + " \"Failed password for root from 203.0.113.$((i % 250)) port 4242 ssh2\"; done";
        node.exec(List.of("sh", "-c", wrong), COPYING).orThrow();
        node.kill9("broker");

        Instant asked = Instant.now();
        node.exec(List.of("systemctl", "stop", "selfheal-analyzer"), COPYING).orThrow();

        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(45));
        assertThat(node.property("selfheal-analyzer", "Result")).isEqualTo("success");
        assertThat(node.activeState("selfheal-analyzer")).isEqualTo("inactive");
    }

    @Test
    @Order(10)
    void aPurgeLeavesTheMachineAsItWas() {
        packaged.dpkg("--purge").orThrow();
        install("--purge").orThrow();
        node.systemctl("stop", "broker");
        node.systemctl("reset-failed", "broker");

        assertThat(packaged.everything()).containsExactlyElementsOf(before);
    }

    private Finished install(String what) {
        return node.exec(List.of("sh", CHECKOUT + "/deploy/services/install", what), COPYING);
    }

    private void awaitReady(String unit) {
        await().untilAsserted(() -> assertThat(answer(unit, "ready"))
                .as(() -> String.join("\n", node.journal("-u", unit, "-n", "8")))
                .contains("200 OK")
                .contains("\"UP\""));
    }

    private String answer(String unit, String health) {
        return page(unit, "health/" + health);
    }

    /** With its head. */
    private String page(String unit, String name) {
        String ask = "exec 3<>/dev/tcp/127.0.0.1/%d; printf 'GET /q/%s HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"
                .formatted(PORTS.get(unit), name);
        return node.exec("bash", "-c", ask).output();
    }

    private void canaryComesBack() {
        assertThat(packaged.selfheal("doctor", "--canary", "--canary-wait", "60")
                        .output())
                .containsPattern("ok +canary +read from .*decided and back here after ");
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(1));
    }
}
