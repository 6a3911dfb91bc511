package io.selfheal.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.lab.ContainerLab;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.SystemdNode;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node with a real systemd, logind, shadow and sshd, and a broker of its own: what is ordered from it. */
@Lab(LabKind.CONTAINER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowFleet.class)
class NodeOrdersTest implements ShowFleet.Shown {
    private static final Duration SLOW_MACHINE = Duration.ofMinutes(4);

    private ContainerLab lab;
    private SystemdNode node;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        lab = ContainerLab.open();
        try {
            node = lab.start("node1", NodeInstallation.mounts());
            node.exec("mkdir", "-p", "/etc/selfheal", "/var/lib/selfheal", "/full")
                    .orThrow();
            SigningKeys.generate(folder.resolve("keys"), "console");
            node.copyIn(folder.resolve("keys/console.pub"), "/etc/selfheal/console.pub");
            node.copyIn(folder.resolve("keys/console.key"), "/root/console.key");
            node.write("/etc/selfheal/responder.yaml", RESPONDER);
            node.write("/etc/systemd/system/writer.service", WRITER);
            node.systemctl("daemon-reload").orThrow();
            node.exec("mount", "-t", "tmpfs", "-o", "size=64k", "full", "/full").orThrow();
            node.systemctl("start", "nginx", "writer").orThrow();
            node.startUnit("broker", NodeInstallation.command("broker", "--dir", "/var/lib/broker"));
            await().until(() -> selfheal("topics", "--create").ok());
            node.startUnit("selfheal-responder", NodeInstallation.responder());
            await().until(() -> selfheal("status").output().contains("kafka       connected"));
        } catch (RuntimeException | IOException e) {
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
        return node == null ? "" : String.join("\n", node.journal("-u", "selfheal-responder", "-u", "broker"));
    }

    @Test
    void aServiceThatRunsButHangsIsRestarted() {
        String former = node.property("nginx", "MainPID");

        node.systemctl("kill", "--kill-who=all", "--signal=SIGSTOP", "nginx").orThrow();
        assertThat(node.activeState("nginx")).isEqualTo("active");

        await().untilAsserted(() -> {
            assertThat(node.property("nginx", "MainPID")).isNotEqualTo(former);
            assertThat(node.exec("curl", "-s", "-m", "3", "-o", "/dev/null", "-w", "%{http_code}", "http://127.0.0.1/")
                            .output())
                    .isEqualTo("200");
        });
    }

    @Test
    void aServiceThatAFullDiskStoppedRunsAgainWhenThereIsRoomAndIsNotRestartedBefore() {
        script("rm /full/mark; dd if=/dev/zero of=/full/x bs=1k 2>/dev/null; true");
        node.kill9("writer");

        await().untilAsserted(() ->
                assertThat(selfheal("heal").output()).containsPattern("writer.service +failed.*waits for room.*"));
        long starts = starts("writer");
        Awaitility.await()
                .during(Duration.ofSeconds(8))
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(starts("writer")).isEqualTo(starts));
        node.exec("rm", "/full/x").orThrow();

        await().untilAsserted(() -> assertThat(node.activeState("writer")).isEqualTo("active"));
    }

    @Test
    void anAdministratorRestartsStopsAndStartsAServiceOfTheListOnly() {
        String former = node.property("nginx", "MainPID");

        assertThat(selfheal("heal", "nginx").orThrow().output()).contains("nginx.service: done");
        assertThat(node.property("nginx", "MainPID")).isNotEqualTo(former);
        selfheal("heal", "nginx", "--stop").orThrow();
        assertThat(node.activeState("nginx")).isEqualTo("inactive");
        selfheal("heal", "nginx", "--start").orThrow();
        assertThat(node.activeState("nginx")).isEqualTo("active");

        assertThat(selfheal("heal", "ssh").output()).contains("not on this node's list");
        assertThat(selfheal("heal", "nowhere").ok()).isFalse();
    }

    @Test
    void aLockedAccountGetsInNoMoreAndAnUnlockedOneAsBefore() {
        node.exec("useradd", "--create-home", "--shell", "/bin/sh", "bob").orThrow();
        script("echo bob:secret | chpasswd; chage -E 2040-01-01 bob; install -d -o bob -m 700 /home/bob/.ssh;"
                + " ssh-keygen -q -t ed25519 -N '' -f /root/bob; cp /root/bob.pub /home/bob/.ssh/authorized_keys;"
                + " chown -R bob /home/bob/.ssh");
        String before = node.exec("getent", "shadow", "bob").output();
        assertThat(login().output()).contains("inside");
        node.exec("loginctl", "enable-linger", "bob");
        node.exec("systemd-run", "--uid=bob", "--unit=bobs", "sleep", "1000").orThrow();
        assertThat(node.exec("pgrep", "-u", "bob", "sleep").ok()).isTrue();

        order("lock-account", "bob");

        await().untilAsserted(() -> {
            assertThat(node.exec("pgrep", "-u", "bob").output()).isEmpty();
            assertThat(node.exec("getent", "shadow", "bob").output())
                    .contains("bob:!")
                    .contains(":1:");
        });
        assertThat(node.exec("ls", "-A", "/home/bob").output()).contains(".ssh.locked-");
        assertThat(login().output()).doesNotContain("inside");

        order("unlock-account", "bob");

        await().untilAsserted(() ->
                assertThat(node.exec("getent", "shadow", "bob").output()).isEqualTo(before));
        await().untilAsserted(() -> assertThat(login().output()).contains("inside"));
    }

    @Test
    void protectedAccountsStayAsTheyAre() {
        node.exec("useradd", "--create-home", "--groups", "sudo", "boss").orThrow();
        String before = node.exec("cat", "/etc/shadow").output();

        order("lock-account", "root");
        order("lock-account", "boss");
        order("lock-account", "www-data");
        order("end-sessions", "nobody-has-this-name");

        await().untilAsserted(() -> assertThat(refusals())
                .contains("root is protected (people.protected-accounts)")
                .contains("boss is an administrator (people.protect-administrators)")
                .contains("www-data is an account of the system (people.first-uid)")
                .contains("there is no account nobody-has-this-name on this host"));
        assertThat(node.exec("cat", "/etc/shadow").output()).isEqualTo(before);
    }

    @Test
    void aRebootWaitsForApprovalAndCanBeCalledOff() {
        String id = order("reboot", "30");
        await().untilAsserted(() -> assertThat(selfheal("status").output()).contains("selfheal approve " + id));
        assertThat(scheduled()).isEmpty();

        selfheal("approve", id).orThrow();

        await().untilAsserted(() -> assertThat(scheduled()).contains("MODE=reboot"));
        order("cancel-shutdown", "");
        await().untilAsserted(() -> assertThat(scheduled()).isEmpty());
        assertThat(selfheal("approve", id).ok()).isFalse();
    }

    @Test
    void aHostIsCutOffWhenSomebodyApprovesTheOrderAndReleasedByAnother() {
        String id = order("isolate", "30");
        await().untilAsserted(() -> assertThat(selfheal("status").output()).contains("selfheal approve " + id));
        assertThat(node.exec("nft", "list", "tables").output()).doesNotContain("selfheal_isolation");

        selfheal("approve", id).orThrow();

        await().untilAsserted(
                        () -> assertThat(selfheal("status").output()).contains("this host is cut off by order until"));
        assertThat(node.exec("nft", "list", "tables").orThrow().output()).contains("selfheal_isolation");
        order("release", "");
        await().untilAsserted(() -> assertThat(
                        node.exec("nft", "list", "tables").orThrow().output())
                .doesNotContain("selfheal_isolation"));
        assertThat(selfheal("status").output()).doesNotContain("cut off");
    }

    @Test
    void statusShowsHowTheHostDoes() {
        await().untilAsserted(() -> assertThat(selfheal("status").output())
                .containsPattern("host        up .*, CPU [0-9.]+ % of [0-9]+, load .*, memory [0-9.]+ %")
                .contains("disk        /"));
    }

    private String scheduled() {
        return node.exec("sh", "-c", "cat /run/systemd/shutdown/scheduled 2>/dev/null")
                .output();
    }

    private void script(String text) {
        node.exec("sh", "-c", text).orThrow();
    }

    private Finished login() {
        return node.exec(
                "ssh",
                "-i",
                "/root/bob",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "bob@127.0.0.1",
                "echo",
                "inside");
    }

    /** What the responder says in its log. */
    private String refusals() {
        return String.join("\n", node.journal("-u", "selfheal-responder"));
    }

    /** @return the order's id */
    private String order(String act, String target) {
        List<String> arguments = new ArrayList<>(List.of("order", "node", "node1", act));
        if (!target.isEmpty()) {
            arguments.add(target);
        }
        arguments.addAll(List.of("--reason", "a test", "--key", "/root/console.key", "--key-id", "console"));
        String output = selfheal(arguments.toArray(String[]::new)).orThrow().output();
        return output.lines()
                .filter(line -> line.startsWith("ordered "))
                .findFirst()
                .orElseThrow()
                .substring("ordered ".length());
    }

    private long starts(String unit) {
        return node.journal("-u", unit).stream()
                .filter(line -> line.contains("Started "))
                .count();
    }

    private Finished selfheal(String... arguments) {
        return node.exec(NodeInstallation.command(arguments), Duration.ofSeconds(60));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(SLOW_MACHINE).pollInterval(Duration.ofSeconds(1));
    }

    private static final String RESPONDER = """
            node: {name: node1}
            modes:
              restart-unit: act
              stop-unit: ask
              lock-account: act
              end-sessions: act
              power: ask
              isolate: ask
            trust:
              keys:
                console:
                  file: /etc/selfheal/console.pub
                  may: [order]
                  orders: [restart-unit, lock-account, end-sessions, power, isolate]
            vitals-every: 2s
            heal:
              every: 500ms
              units:
                - name: nginx.service
                  restarts-per-hour: 20
                  back-off: 200ms
                  settle: 1s
                  probe: http://127.0.0.1/
                  probe-every: 1s
                  probe-failures: 2
                - name: writer.service
                  back-off: 200ms
                  settle: 1s
            """;

    private static final String WRITER = """
            [Service]
            ExecStart=/bin/sh -c 'head -c 4096 /dev/zero > /full/mark && exec sleep infinity'
            """;
}
