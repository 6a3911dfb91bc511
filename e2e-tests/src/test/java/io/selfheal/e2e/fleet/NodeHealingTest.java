package io.selfheal.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.lab.ContainerLab;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.SystemdNode;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node with a real systemd and no Kafka anywhere: what its responder does for its services all by itself. */
@Lab(LabKind.CONTAINER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowFleet.class)
class NodeHealingTest implements ShowFleet.Shown {
    private static final Duration SLOW_MACHINE = Duration.ofMinutes(4);

    private ContainerLab lab;
    private SystemdNode node;

    @BeforeAll
    void start() {
        lab = ContainerLab.open();
        try {
            node = lab.start("node1", NodeInstallation.mounts());
            node.exec("mkdir", "-p", "/etc/selfheal", "/var/lib/selfheal").orThrow();
            node.write("/etc/selfheal/responder.yaml", RESPONDER);
            node.write("/etc/systemd/system/crashes.service", CRASHES);
            node.write("/etc/systemd/system/sleeper.service", SLEEPER);
            node.write("/etc/systemd/system/slow.service", SLOW);
            node.write("/etc/systemd/system/sulks.service", SULKS);
            node.systemctl("daemon-reload").orThrow();
            node.systemctl("start", "nginx", "sleeper").orThrow();
            node.startUnit("selfheal-responder", NodeInstallation.responder());
            await().until(() -> selfheal("status").output().contains("running on"));
        } catch (RuntimeException e) {
            System.out.println("The node could not be made ready: " + output());
            lab.close();
            throw e;
        }
    }

    @AfterAll
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Override
    public String output() {
        return node == null ? "" : String.join("\n", node.journal("-u", "selfheal-responder"));
    }

    @Test
    void aKilledNginxComesBack() {
        String former = node.property("nginx", "MainPID");

        node.kill9("nginx");

        await().untilAsserted(() -> {
            assertThat(node.activeState("nginx")).isEqualTo("active");
            assertThat(node.property("nginx", "MainPID")).isNotEqualTo(former);
        });
        assertThat(node.exec("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "http://127.0.0.1/")
                        .output())
                .isEqualTo("200");
    }

    @Test
    void aServiceThatAlwaysCrashesIsGivenUpAndShown() {
        node.systemctl("start", "crashes");

        await().untilAsserted(() -> assertThat(starts("crashes")).isEqualTo(3));
        await().untilAsserted(() ->
                assertThat(selfheal("status").output()).containsPattern("crashes.service: failed.*given up"));
        Awaitility.await()
                .during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(starts("crashes")).isEqualTo(3));
        assertThat(node.activeState("crashes")).isEqualTo("failed");
    }

    @Test
    void aServiceThatAnAdministratorStoppedStaysStopped() {
        node.systemctl("stop", "sleeper").orThrow();

        Awaitility.await()
                .during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(node.activeState("sleeper")).isEqualTo("inactive"));
    }

    @Test
    void aServiceThatEndsWithAnErrorWhenItIsStoppedStaysStopped() {
        node.systemctl("start", "sulks").orThrow();

        node.systemctl("stop", "sulks");

        assertThat(node.activeState("sulks")).isEqualTo("failed");
        await().untilAsserted(() ->
                assertThat(selfheal("status").output()).contains("sulks.service: failed (failed); was stopped"));
        assertThat(starts("sulks")).isEqualTo(1);

        node.systemctl("start", "sulks").orThrow();
        node.exec("pkill", "-f", "sleep 4711").orThrow();
        await().untilAsserted(() -> assertThat(starts("sulks")).isEqualTo(3));
    }

    @Test
    void aServiceThatIsSlowToAnswerHasItsTimeWhoeverStartsIt() {
        node.systemctl("start", "slow").orThrow();

        await().untilAsserted(() -> assertThat(node.exec("bash", "-c", "exec 3<> /dev/tcp/127.0.0.1/8099")
                        .exit())
                .isZero());
        assertThat(starts("slow")).isEqualTo(1);
    }

    /** How often systemd started the unit: once by the test, the others by the responder. */
    private long starts(String unit) {
        return node.journal("-u", unit).stream()
                .filter(line -> line.contains("Started "))
                .count();
    }

    private Finished selfheal(String... arguments) {
        return node.exec(NodeInstallation.command(arguments), Duration.ofSeconds(30));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(SLOW_MACHINE).pollInterval(Duration.ofSeconds(1));
    }

    private static final String RESPONDER = """
            modes:
              restart-unit: act
            heal:
              every: 500ms
              units:
                - name: nginx.service
                  back-off: 500ms
                  settle: 1s
                  probe: tcp://127.0.0.1:80
                - name: crashes.service
                  restarts-per-hour: 2
                  back-off: 500ms
                  settle: 1s
                - name: sleeper.service
                  back-off: 500ms
                  settle: 1s
                - name: sulks.service
                  back-off: 500ms
                  settle: 1s
                - name: slow.service
                  settle: 3m
                  probe: tcp://127.0.0.1:8099
                  probe-every: 1s
            """;

    private static final String CRASHES = """
            [Service]
            ExecStart=/bin/false
            """;

    /** Active at once, and answers 10 s later. */
    private static final String SLOW = """
            [Service]
            ExecStart=/usr/bin/perl -MIO::Socket::INET -e 'sleep 10; \
                $$s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1:8099"); close $$c while $$c = $$s->accept'
            """;

    /** As a JVM, which ends with 143 on SIGTERM. */
    private static final String SULKS = """
            [Service]
            ExecStart=/bin/sh -c 'trap "exit 143" TERM; sleep 4711 & wait'
            """;

    private static final String SLEEPER = """
            [Service]
            ExecStart=/bin/sleep infinity
            """;
}
