package io.selfheal.node.doctor;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.tail.Mounts;
import io.selfheal.node.doctor.Finding.State;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.net.LocalBrokers;
import io.selfheal.schemas.sign.SigningKeys;
import io.selfheal.test.tls.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path folder;

    private Node node(String collector, String responder) throws IOException {
        Files.writeString(folder.resolve("collector.yaml"), "state-directory: " + folder + "/collector\n" + collector);
        Files.writeString(
                folder.resolve("responder.yaml"), "state: {directory: " + folder + "/responder}\n" + responder);
        return Node.read(folder, () -> NOW);
    }

    private void status(String time, String sources) throws IOException {
        Files.createDirectories(folder.resolve("collector"));
        Files.writeString(
                folder.resolve("collector/status.json"),
                "{\"time\": \"" + time + "\", \"sources\": [" + sources + "]}");
    }

    private static final String ONE = "sources: [{path: /var/log/auth.log}]\n";

    private List<Finding> sources() throws IOException {
        return new SourceExamination(Duration.ofHours(24)).look(node(ONE, ""));
    }

    @Test
    void aRefusedConfigurationIsWrongAndTheRestIsLookedAtAllTheSame() throws IOException {
        Node node = node("sources: x\n", "");

        List<Finding> findings = new ConfigurationExamination().look(node);

        assertThat(findings).extracting(Finding::state).containsExactly(State.WRONG, State.OK);
        assertThat(findings.getFirst().what()).contains("collector.yaml:2: sources");
        assertThat(new SourceExamination(Duration.ofHours(24)).look(node)).isEmpty();
    }

    @Test
    void aPluginOfTheCollectorThatTakesNoPartIsSaid() throws IOException {
        Files.createDirectories(folder.resolve("collector"));
        Files.writeString(
                folder.resolve("collector/status.json"),
                "{\"time\": \"2026-11-26T11:59:58Z\", \"plugins\": [\"honeypot.jar is not on the allow-list\"]}");

        assertThat(sources())
                .filteredOn(finding -> finding.state() == State.WARNING)
                .extracting(Finding::what)
                .contains("a plugin of the collector takes no part: honeypot.jar is not on the allow-list");
    }

    @Test
    void eachToolThatIsMissingIsSaidByItselfAndOnlyWhereItIsWanted() throws IOException {
        String without = "scan: {nmap: [" + folder + "/nmap], clamav: [" + folder + "/clamdscan, /bin/sh]}\n";

        List<Finding> armed = new ToolExamination().look(node("", "modes: {scan: act, check-file: act}\n" + without));
        List<Finding> simulated = new ToolExamination().look(node("", without));
        List<Finding> off = new ToolExamination().look(node("", "modes: {scan: off, check-file: off}\n" + without));

        assertThat(armed).extracting(Finding::state).containsExactly(State.WARNING, State.OK);
        assertThat(armed.getFirst().what()).isEqualTo(folder + "/nmap is missing, so scans are refused here");
        assertThat(armed.getLast().what()).startsWith("/bin/sh is there");
        assertThat(simulated).extracting(Finding::state).containsExactly(State.NOTE, State.OK);
        assertThat(off).isEmpty();
    }

    /** Behind it all clients look alike; an attack would have it blocked. */
    @Test
    void aProxyThatNobodyNamedIsTold() throws IOException {
        Path log = folder.resolve("access.log");
        status("2026-11-26T11:59:58Z", """
                {"source": "%s", "state": "reading", "lines": 400}""".formatted(log));

        Files.writeString(log, requests(400, 20, "203.0.113.80"));
        assertThat(new LogExamination(new ProxyCheck()).look(node("", "")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what())
                        .contains("400 of the last 400 requests come from 203.0.113.80")
                        .contains("looks like a proxy"));
        assertThat(new LogExamination(new ProxyCheck()).look(node("trusted-proxies: [203.0.113.80]\n", "")))
                .as("named, and its header logged")
                .isEmpty();

        Files.writeString(log, requests(400, 1, "203.0.113.80"));
        assertThat(new LogExamination(new ProxyCheck()).look(node("", "")))
                .as("one visitor")
                .isEmpty();
        Files.writeString(log, requests(100, 20, "203.0.113.80"));
        assertThat(new LogExamination(new ProxyCheck()).look(node("", "")))
                .as("few requests")
                .isEmpty();
        Files.writeString(log, requests(400, 20, "203.0.113.80") + requests(400, 20, "203.0.113.81"));
        assertThat(new LogExamination(new ProxyCheck()).look(node("", "")))
                .as("two visitors")
                .isEmpty();
    }

    /** An hour behind, an event blocks nobody: the oldest reason why a log is read and nothing happens. */
    @Test
    void aLogInAnotherZoneIsTold() throws IOException {
        Path log = folder.resolve("auth.log");
        status("2026-11-26T11:59:58Z", """
                {"source": "%s", "state": "reading", "lines": 2}""".formatted(log));
        String failed = "Nov 26 %s web1 sshd[12]: Failed password for root from 203.0.113.9 port 40001 ssh2\n";

        Files.writeString(log, failed.formatted("11:58:00") + failed.formatted("11:58:30"));
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-11-26T11:58:31Z")));
        assertThat(stamps(log, "UTC")).isEmpty();
        assertThat(stamps(log, "America/New_York"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("300 minutes ahead"));
        assertThat(stamps(log, "Europe/Helsinki")).singleElement().satisfies(finding -> {
            assertThat(finding.what()).contains("120 minutes behind", "blocks nobody");
            assertThat(finding.mend()).contains("zone:");
        });

        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-11-28T11:58:31Z")));
        assertThat(stamps(log, "UTC")).as("touched, or copied").isEmpty();

        Files.writeString(log, "Nov 26 11:59:30 web1 cron[13]: nothing that anybody asks for\n", APPEND);
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-11-26T11:59:31Z")));
        assertThat(stamps(log, "Europe/Helsinki"))
                .as("the last line is no event: when the last event was written is not known")
                .isEmpty();
    }

    private List<Finding> stamps(Path log, String zone) throws IOException {
        return new LogExamination(new StampCheck())
                .look(node(
                        "parsers-directory: %s/parsers.d\nsources: [{path: %s, type: syslog, zone: %s}]\n"
                                .formatted(folder, log, zone),
                        ""));
    }

    @Test
    void aLogOfAnOwnKindIsReadByTheNodesOwnRules() throws IOException {
        Path log = folder.resolve("lockd.log");
        status("2026-11-26T11:59:58Z", """
                {"source": "%s", "state": "reading", "lines": 1}""".formatted(log));
        Files.writeString(log, "Nov 26 09:58:30 web1 lockd[1]: refused bob from 203.0.113.7\n");
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-11-26T11:58:31Z")));
        assertThat(stamps(log, "UTC")).as("nobody knows the line").isEmpty();

        Files.writeString(Files.createDirectory(folder.resolve("parsers.d")).resolve("lockd.yaml"), """
                dataset: lockd
                version: "1"
                programs: [lockd]
                event: authentication
                set: {service: lockd}
                rules:
                  - name: refused
                    starts: 'refused '
                    pattern: '^refused (?<user>[^ ]{1,64}) from (?<source>%{ADDR})$'
                    action: login
                    outcome: failure
                """);

        assertThat(stamps(log, "UTC"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("120 minutes behind"));
    }

    private static String requests(int count, int browsers, String from) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(
                    "%s - - [26/Nov/2026:11:58:%02d +0000] \"GET /p/%d HTTP/1.1\" 200 512 \"-\" \"Browser/%d\" \"198.51.100.%d\"\n"
                            .formatted(from, i % 60, i, i % browsers, i % 200 + 1));
        }
        return lines.toString();
    }

    @Test
    void aSourceThatIsReadIsInOrder() throws IOException {
        status("2026-11-26T11:59:58Z", """
                {"source": "/var/log/auth.log", "state": "reading", "lines": 12, "unparsed": 0,
                 "last_line": "2026-11-26T11:00:00Z"}""");

        assertThat(sources()).extracting(Finding::state).containsExactly(State.OK);
    }

    @Test
    void aGlobThatMatchesWhatIsNotReadIsWrong() throws IOException {
        Files.createDirectories(folder.resolve("collector"));
        Files.writeString(folder.resolve("collector/status.json"), """
                {"time": "2026-11-26T11:59:58Z", "left_out": [
                  {"glob": "/srv/*/access.log", "why": "too_many"}, {"glob": "/home/*/*.log", "why": "no_text"}]}""");

        assertThat(sources())
                .filteredOn(finding -> finding.state() == State.WRONG)
                .extracting(Finding::what)
                .containsExactly(
                        "/srv/*/access.log matches more files than are read: protection is silently off for the others",
                        "/home/*/*.log matches a name that is not UTF-8: protection is silently off for what is there");
    }

    @Test
    void aSourceThatIsSilentOrMissingOrDeniedIsSaid() throws IOException {
        status("2026-11-26T11:59:58Z", """
                {"source": "/a", "state": "reading", "lines": 12, "last_line": "2026-11-24T11:00:00Z"},
                {"source": "/b", "state": "missing", "lines": 0},
                {"source": "/c", "state": "denied", "lines": 0, "hint": "adduser selfheal adm"},
                {"source": "/d", "state": "reading", "lines": 200, "unparsed": 150},
                {"source": "/mnt/e", "state": "hanging", "lines": 0, "hint": "it does not answer"}""");

        List<Finding> findings = sources();

        assertThat(findings)
                .extracting(Finding::state)
                .containsExactly(State.WARNING, State.WARNING, State.WRONG, State.WARNING, State.WRONG);
        assertThat(findings.get(0).what()).contains("no line since 2026-11-24T11:00:00Z");
        assertThat(findings.get(2).what())
                .contains("protection is silently off here")
                .contains("adduser");
        assertThat(findings.get(3).what()).contains("150 of 200 lines are not understood");
        assertThat(findings.get(4).what()).contains("/mnt/e cannot be read", "it does not answer");
    }

    @Test
    void whatASourceLostIsSaidBesideHowItStands() throws IOException {
        status("2026-11-26T11:59:58Z", """
                {"source": "journal", "state": "reading", "lines": 1, "gaps": 2, "gap_bytes": 0, "gap_entries": 77},
                {"source": "udp://0.0.0.0:5514", "state": "reading", "lines": 1, "gaps": 0, "dropped": 9}""");

        List<Finding> findings = sources();

        assertThat(findings)
                .extracting(Finding::state)
                .containsExactly(State.OK, State.WARNING, State.OK, State.WARNING);
        assertThat(findings.get(1).what()).contains("2 times", "77 entries");
        assertThat(findings.get(3).what()).contains("dropped 9 messages");
    }

    @Test
    void aNodeThatOnlyListensForSyslogHasSources() throws IOException {
        status("2026-11-26T11:59:58Z", "");
        String listening = "syslog: [{listen: 'udp://0.0.0.0:5514', senders: [192.0.2.1]}]\n";

        assertThat(new SourceExamination(Duration.ofHours(24)).look(node(listening, "")))
                .isEmpty();
    }

    @Test
    void anOldStatusMeansThatNoCollectorRuns() throws IOException {
        status("2026-11-26T11:00:00Z", "");
        assertThat(sources())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("does not run, or hangs"));

        status("2026-11-26T13:00:00Z", "");
        assertThat(sources())
                .singleElement()
                .satisfies(finding -> assertThat(finding.about()).isEqualTo("clock"));
    }

    @Test
    void aStatusThatIsNoJsonIsAFindingAndNoException() throws IOException {
        Files.createDirectories(folder.resolve("collector"));
        for (String text : List.of("", "{", "[1]", "{\"time\": \"soon\"}")) {
            Files.writeString(folder.resolve("collector/status.json"), text);
            assertThat(sources()).as(text).extracting(Finding::state).contains(State.WRONG);
        }
    }

    @Test
    void oneBrokerThatAnswersIsEnough() throws IOException {
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String one = "127.0.0.1:" + broker.getLocalPort();
            Node node = node("kafka: {bootstrap: '" + one + "'}\n", "kafka: {bootstrap: '" + one + ",127.0.0.1:1'}\n");

            assertThat(new KafkaExamination().look(node))
                    .extracting(Finding::state)
                    .containsExactly(State.OK, State.WARNING);
        }
        Node alone = node("kafka: {bootstrap: '127.0.0.1:1'}\n", "kafka: {bootstrap: '127.0.0.1:1'}\n");
        assertThat(new KafkaExamination().look(alone))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("no broker can be reached: 127.0.0.1:1: "));
    }

    @Test
    void aResponderThatDoesNotAnswerIsWrong() throws IOException {
        Node node = node("", "control: {socket: " + folder + "/none.sock}\n");

        assertThat(new ResponderExamination().look(node)).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.WRONG);
            assertThat(finding.mend()).contains("systemctl restart selfheal-responder");
        });
    }

    @Test
    void aUnitThatRootDidNotNameForPolkitIsWrong() throws IOException {
        Path rule = folder.resolve("60-selfheal.rules");
        Files.writeString(rule, """
                // var UNITS = ["other.service"];
                var UNITS = ["nginx.service"];
                var STOPPABLE = [
                  "other.service"
                ];
                """);
        Node node =
                node("", "modes: {restart-unit: act}\nheal: {units: [{name: nginx.service}, {name: other.service}]}\n");

        assertThat(new PolkitExamination(rule, rule).look(node))
                .extracting(Finding::state)
                .containsExactly(State.OK, State.WRONG);
        assertThat(new PolkitExamination(folder.resolve("no-daemon"), rule).look(node))
                .singleElement()
                .satisfies(finding -> assertThat(finding.mend()).contains("apt-get install polkitd"));
    }

    /** Another address of this host stands for the one that others see. */
    @Test
    void aBrokerThatOthersReachIsSaidWhereNobodySigns() throws IOException {
        SigningKeys.generate(folder, "ann");
        String keys = "trust: {keys: {ann: {file: " + folder.resolve("ann.pub") + ", may: [decide]}}}\n";
        InetAddress other = InetAddress.ofLiteral("127.0.0.2");
        TrustExamination examination =
                new TrustExamination(bootstrap -> new LocalBrokers(bootstrap, () -> List.of(other)));

        try (ServerSocket broker = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            String kafka = "kafka: {bootstrap: 'localhost:" + broker.getLocalPort() + "'}\n";
            assertThat(examination.look(node("", kafka)))
                    .extracting(Finding::state)
                    .containsExactly(State.OK);
        }
        try (ServerSocket broker = new ServerSocket(0, 5, InetAddress.ofLiteral("0.0.0.0"))) {
            String kafka = "kafka: {bootstrap: 'localhost:" + broker.getLocalPort() + "'}\n";
            assertThat(examination.look(node("", kafka))).singleElement().satisfies(finding -> {
                assertThat(finding.state()).isEqualTo(State.WARNING);
                assertThat(finding.what())
                        .contains("nothing that the fleet decides or orders is believed here")
                        .endsWith("the brokers listen at 127.0.0.2 port " + broker.getLocalPort() + ", too");
                assertThat(finding.mend()).contains("trust.keys");
            });
            assertThat(examination.look(node("", kafka + keys))).as("signed").isEmpty();
        }
        assertThat(examination.look(node("", "kafka: {bootstrap: 'localhost:99999'}\n")))
                .as("no port at all")
                .extracting(Finding::state)
                .containsExactly(State.OK);
    }

    @Test
    void whomANodeWithoutKeysBelievesIsSaid() throws IOException {
        TrustExamination examination = new TrustExamination();
        String kafka = "kafka: {bootstrap: 'kafka1.example.org:9092'}\n";

        assertThat(examination.look(node("", kafka)))
                .extracting(Finding::what)
                .containsExactly("nothing that the fleet decides or orders is believed here: there are no keys, and the"
                        + " brokers are not on this host");
        assertThat(examination.look(node("", kafka + "trust: {unsigned: true}\n")))
                .extracting(Finding::what)
                .containsExactly("whoever can write to the brokers is believed: trust.unsigned");
    }

    @Test
    void ordersThatNeedRootAreSaidToBeRefusedUntilRootLetsTheResponderAsk() throws IOException {
        Path socket = folder.resolve("hand.socket");
        SigningKeys.generate(folder, "ann");
        String key = "trust: {keys: {ann: {file: " + folder.resolve("ann.pub")
                + ", may: [order], orders: [lock-account, power, scan]}}}\n";

        assertThat(new HandExamination(socket).look(node("", key + "modes: {power: off}\n")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.state()).isEqualTo(State.WARNING);
                    assertThat(finding.what()).endsWith("refused: lock-account");
                    assertThat(finding.mend()).contains("systemctl enable --now selfheal-hand.socket");
                });
        assertThat(new HandExamination(socket).look(node("", "modes: {power: act}\n")))
                .as("nobody may order it")
                .isEmpty();
        Files.createFile(socket);
        assertThat(new HandExamination(socket).look(node("", key)))
                .extracting(Finding::state)
                .containsExactly(State.OK);
    }

    @Test
    void littleRoomIsSaidBeforeThereIsNone() throws IOException {
        Node node = node("", "");

        assertThat(states(disk(1L << 40), node)).containsExactly(State.OK);
        assertThat(states(disk(100L << 20), node)).containsExactly(State.WARNING);
        assertThat(states(disk(1L << 20), node)).containsExactly(State.WRONG);
    }

    @Test
    void aStateDirectoryThatAnotherMachineAnswersForIsSaidAndNotAskedFor() throws IOException {
        Node node = node("", "");

        List<Finding> found = new DiskExamination(
                        there -> {
                            throw new IOException("asked for " + there);
                        },
                        new Mounts(Set.of(folder)))
                .look(node);

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.WARNING);
            assertThat(finding.what()).contains("remote file system " + folder);
        });
    }

    private static DiskExamination disk(long free) {
        return new DiskExamination(there -> free, Mounts.NONE);
    }

    @Test
    void aCertificateThatEndsSoonIsSaidAndOneThatEndedIsWrong() throws Exception {
        Path store = folder.resolve("client.p12");
        TestKeys.make(store, "client", "EC", 20);
        Node node = node(
                "kafka: {security: {ssl.keystore.location: " + store
                        + ", ssl.keystore.type: PKCS12, ssl.keystore.password: " + TestKeys.PASSWORD + "}}\n",
                "");
        Node plain = node("", "");

        assertThat(new CertificateExamination().look(plain)).isEmpty();
        assertThat(certificate(node, Duration.ofDays(1))).isEqualTo(State.OK);
        assertThat(certificate(node, Duration.ofDays(17))).isEqualTo(State.WARNING);
        assertThat(certificate(node, Duration.ofDays(30))).isEqualTo(State.WRONG);
    }

    private static State certificate(Node node, Duration later) {
        Instant then = Instant.now().plus(later);
        Node at = new Node(node.folder(), node.collector(), node.responder(), List.of(), () -> then);
        return new CertificateExamination().look(at).getFirst().state();
    }

    @Test
    void aClockThatNobodyKeepsIsSaid() throws IOException {
        Node node = node("", "");

        assertThat(states(new ClockExamination(says("yes")), node)).containsExactly(State.OK);
        assertThat(states(new ClockExamination(says("no")), node)).containsExactly(State.WARNING);
        assertThat(states(new ClockExamination(program("/nonexistent")), node)).containsExactly(State.NOTE);
        assertThat(TimeService.advice(folder.resolve("container"))).startsWith("timedatectl");
        assertThat(TimeService.advice(Files.writeString(folder.resolve("container"), "lxc\n")))
                .startsWith("this is a container");
    }

    @Test
    void aServiceThatFailedOrRunsOnAnOldConfigurationIsWrong() throws IOException {
        Node node = node("", "");

        assertThat(services(Map.of("LoadState", "loaded", "ActiveState", "active"), node))
                .containsOnly(State.OK);
        assertThat(services(Map.of("LoadState", "loaded", "ActiveState", "failed"), node))
                .containsOnly(State.WRONG);
        assertThat(services(
                        Map.of(
                                "ActiveState",
                                "active",
                                "StatusText",
                                "running; the configuration on disk is refused: collector.yaml:2"),
                        node))
                .containsOnly(State.WRONG);
        assertThat(services(Map.of("ActiveState", "active", "NRestarts", "7"), node))
                .containsOnly(State.WARNING);
        assertThat(services(Map.of("LoadState", "not-found"), node)).containsOnly(State.NOTE);
    }

    private static List<State> services(Map<String, String> properties, Node node) {
        Systemctl systemd = new Systemctl() {
            @Override
            Map<String, String> show(String unit, List<String> names) {
                return properties;
            }
        };
        return states(new ServiceExamination(systemd), node);
    }

    private static List<State> states(Examination examination, Node node) {
        return examination.look(node).stream().map(Finding::state).toList();
    }

    private static ExternalProgram says(String word) {
        return new ExternalProgram(List.of("/bin/sh", "-c", "echo " + word, "sh"), Duration.ofSeconds(10));
    }

    private static ExternalProgram program(String path) {
        return new ExternalProgram(List.of(path), Duration.ofSeconds(10));
    }
}
