package io.selfheal.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@Lab(LabKind.NETWORK)
class NetworkLabTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void tellsAnOpenPortFromAClosedOneAndADroppedOneInBothFamilies() {
        try (NetworkLab lab = NetworkLab.open()) {
            Machine server = lab.server();
            SshServer.start(server);
            server.nft("""
                    table inet lab {
                      chain input {
                        type filter hook prerouting priority raw
                        tcp dport 99 drop
                      }
                    }
                    """);
            for (String address : List.of(server.ipv4(), server.ipv6())) {
                assertThat(Reach.from(lab.client(), address, 22, SECOND)).isEqualTo(Reach.OPEN);
                assertThat(Reach.from(lab.client(), address, 98, SECOND)).isEqualTo(Reach.REFUSED);
                assertThat(Reach.from(lab.client(), address, 99, SECOND)).isEqualTo(Reach.TIMED_OUT);
            }
            assertThat(Reach.from(lab.client(), "198.51.100.1", 22, SECOND)).isEqualTo(Reach.UNREACHABLE);
        }
    }

    @Test
    void dropsTheAttackerInPreroutingWhileTheClientStillGetsIn() {
        try (NetworkLab lab = NetworkLab.open()) {
            Machine server = lab.server();
            SshServer.start(server);
            server.nft("""
                    table inet lab {
                      set blocked4 { type ipv4_addr; flags timeout; }
                      set blocked6 { type ipv6_addr; flags timeout; }
                      chain input {
                        type filter hook prerouting priority raw
                        ip saddr @blocked4 drop
                        ip6 saddr @blocked6 drop
                      }
                    }
                    """);
            assertThat(Reach.from(lab.attacker(), server.ipv4(), 22, SECOND)).isEqualTo(Reach.OPEN);

            server.nft("add element inet lab blocked4 { " + lab.attacker().ipv4() + " timeout 1m }\n"
                    + "add element inet lab blocked6 { " + lab.attacker().ipv6() + " timeout 1m }\n");

            assertThat(Reach.from(lab.attacker(), server.ipv4(), 22, SECOND)).isEqualTo(Reach.TIMED_OUT);
            assertThat(Reach.from(lab.attacker(), server.ipv6(), 22, SECOND)).isEqualTo(Reach.TIMED_OUT);
            assertThat(Reach.from(lab.client(), server.ipv4(), 22, SECOND)).isEqualTo(Reach.OPEN);
            assertThat(Reach.from(lab.client(), server.ipv6(), 22, SECOND)).isEqualTo(Reach.OPEN);
        }
    }

    @Test
    void showsTheKernelLinesOfAPortScanInsideTheNamespace() {
        try (NetworkLab lab = NetworkLab.open();
                KernelLog kernel = KernelLog.open(lab.run())) {
            lab.server().nft("""
                    table inet lab {
                      chain input {
                        type filter hook prerouting priority raw
                        tcp dport 1000-1999 log prefix "%s" drop
                      }
                    }
                    """.formatted(kernel.prefix()));

            new Attacker(lab.attacker()).scan(lab.server().ipv4(), "1000-1019", Duration.ofSeconds(20));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> kernel.lines().stream().anyMatch(line -> line.contains("DPT=1013 ")));
            assertThat(kernel.lines())
                    .allMatch(line -> line.contains("SRC=" + lab.attacker().ipv4() + " "));
        }
    }

    @Test
    void theSwitchForKernelLinesStaysOnUntilTheLastLabCloses() throws IOException {
        Path logsAllNamespaces = Path.of("/proc/sys/net/netfilter/nf_log_all_netns");
        try (NetworkLab first = NetworkLab.open();
                NetworkLab second = NetworkLab.open()) {
            KernelLog one = KernelLog.open(first.run());
            KernelLog other = KernelLog.open(second.run());

            one.close();
            assertThat(Files.readString(logsAllNamespaces).strip()).isEqualTo("1");

            other.close();
        }
    }

    @Test
    void reachesTheHostOverACableMadeForIt() {
        try (NetworkLab lab = NetworkLab.open()) {
            NetworkLab.HostLink link = lab.linkToHost();

            assertThat(Reach.from(lab.server(), link.host(), 9, SECOND)).isEqualTo(Reach.REFUSED);
        }
    }

    @Test
    void oneAttackerMayComeFromManyAddresses() {
        try (NetworkLab lab = NetworkLab.open()) {
            WebServer web = WebServer.start(lab.server());
            String other = lab.attacker().ipv4() + "00";
            lab.attacker().addAddress(other + "/24");

            new Attacker(lab.attacker()).curl(lab.server().ipv4(), "/", SECOND, "--interface", other);

            Awaitility.await()
                    .untilAsserted(() -> assertThat(web.accessLog()).content().startsWith(other + " - - ["));
        }
    }

    @Test
    void leavesNothingBehindEvenWhenProgramsStillRunAndIgnoreTheirEnd() {
        String name;
        Running stubborn;
        Path directory;
        try (NetworkLab lab = NetworkLab.open()) {
            name = lab.run().name();
            directory = lab.run().directory();
            stubborn = lab.attacker().start("stubborn", List.of("sleep", "1000"));
            lab.linkToHost();
        }

        assertThat(stubborn.alive()).isFalse();
        assertThat(directory).doesNotExist();
        assertThat(output("ip", "netns", "list")).doesNotContain(name);
        assertThat(output("ip", "link", "show")).doesNotContain(name);
        assertThat(ProcessHandle.allProcesses().flatMap(p -> p.info().commandLine().stream()))
                .noneMatch(line -> line.contains(name));
    }

    @Test
    void removesWhatACrashedRunLeftAndNothingOfALivingOne() {
        try (NetworkLab living = NetworkLab.open()) {
            NetworkLab crashed = NetworkLab.open();
            Running orphan = crashed.server().start("orphan", List.of("sleep", "1000"));
            pretendItsOwnerIsGone(crashed.run());

            NetworkLab.open().close();

            assertThat(orphan.alive()).isFalse();
            assertThat(output("ip", "netns", "list"))
                    .doesNotContain(crashed.run().name())
                    .contains(living.run().name());
            assertThat(Reach.from(living.client(), living.server().ipv4(), 22, SECOND))
                    .isEqualTo(Reach.REFUSED);
            crashed.close();
        }
    }

    private static void pretendItsOwnerIsGone(LabRun run) {
        try {
            Files.writeString(run.directory().resolve("owner"), "999999999 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(String... argv) {
        return Program.run(List.of(argv), Duration.ofSeconds(10)).orThrow().output();
    }
}
