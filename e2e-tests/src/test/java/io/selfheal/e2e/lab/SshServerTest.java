package io.selfheal.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Lab(LabKind.NETWORK)
class SshServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static NetworkLab lab;
    private static SshServer ssh;

    @BeforeAll
    static void start() {
        lab = NetworkLab.open();
        ssh = SshServer.start(lab.server());
        lab.server().addUser("alice", "correct horse");
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void hydrasWrongPasswordsAreInTheAuthLogAsSyslogWritesThem() {
        Attacker attacker = new Attacker(lab.attacker());

        attacker.hydra(lab.server().ipv4(), "root", List.of("a", "b", "c", "d", "e"), 4, LIMIT)
                .orThrow();

        Awaitility.await()
                .untilAsserted(() -> assertThat(matching("Failed password for root"))
                        .hasSizeGreaterThanOrEqualTo(5)
                        .allMatch(
                                line -> line.matches("[A-Z][a-z]{2} [ 0-9]\\d \\d\\d:\\d\\d:\\d\\d web1 sshd\\[\\d+]: "
                                        + "Failed password for root from "
                                        + lab.attacker().ipv4() + " port \\d+ ssh2")));
    }

    @Test
    void triesOverIpv6AreLoggedWithTheirAddress() {
        new Attacker(lab.attacker())
                .hydraUsers(lab.server().ipv6(), List.of("oracle", "postgres"), "x", 2, LIMIT)
                .orThrow();

        Awaitility.await()
                .untilAsserted(() -> assertThat(matching("invalid user oracle"))
                        .anyMatch(line -> line.contains("from " + lab.attacker().ipv6() + " port ")));
    }

    @Test
    void theThrowAwayUserLogsInAndIsUnknownToTheHost() throws IOException {
        Finished login = new Attacker(lab.client()).login(lab.server().ipv4(), "alice", "correct horse", LIMIT);

        login.orThrow();
        Awaitility.await()
                .untilAsserted(() -> assertThat(matching("Accepted password for alice"))
                        .anyMatch(line -> line.contains("from " + lab.client().ipv4() + " port ")));
        assertThat(Files.readString(Path.of("/etc/passwd"))).doesNotContain("alice");
    }

    @Test
    void whoeverStaysIsNotedInTheMachinesUtmp() {
        try (Running session = new Attacker(lab.client()).stay(lab.server().ipv4(), "alice", "correct horse")) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                                    lab.server().run(List.of("who"), LIMIT).output())
                            .as(session.tail())
                            .contains("alice")
                            .contains(lab.client().ipv4()));
        }
    }

    @Test
    void goesOnWithoutALimitOfItsOwn() {
        try (Running hydra =
                new Attacker(lab.attacker()).startHydra(lab.server().ipv4(), "admin", 5_000, 8)) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(matching("invalid user admin")).hasSizeGreaterThan(40));
            assertThat(hydra.alive()).isTrue();
        }
    }

    private static List<String> matching(String text) throws IOException {
        return Files.readAllLines(ssh.authLog()).stream()
                .filter(line -> line.contains(text))
                .toList();
    }
}
