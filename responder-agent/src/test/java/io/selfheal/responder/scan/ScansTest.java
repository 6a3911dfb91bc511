package io.selfheal.responder.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.responder.NetworkNamespace;
import io.selfheal.responder.SetClock;
import io.selfheal.responder.config.ScanSettings;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.order.Performer.Task;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.responder.state.CoolDowns;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeAct.ScanProfile;
import io.selfheal.schemas.outcome.Detail.Host;
import io.selfheal.schemas.outcome.Detail.HostsReport;
import io.selfheal.schemas.outcome.Detail.ScanReport;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScansTest {
    private static final NodeAct.Scan QUICK = new NodeAct.Scan(ScanProfile.QUICK, "10.0.0.5");

    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private InetAddress[] resolved = new InetAddress[0];

    private Scans scans(String yaml) {
        ScanSettings settings = YamlConfig.parse("test", yaml, ScanSettings.class);
        CoolDowns coolDowns = new CoolDowns(directory.resolve("cool-downs"), settings.coolDown());
        OwnNetworks networks = new OwnNetworks(settings.networks(), name -> {
            if (resolved.length == 0) {
                throw new IOException("unknown");
            }
            return resolved;
        });
        return new Scans(settings, networks, coolDowns, clock, directory.resolve("status"));
    }

    private static Task task(String id, NodeAct act) {
        return new Task(id, "ann", act);
    }

    private Path program(String text) throws IOException {
        Path program = Files.writeString(directory.resolve("nmap"), "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void realNmapFindsARealListenerInANamespace() throws Exception {
        assumeThat(Path.of("/usr/bin/nmap")).exists();
        try (NetworkNamespace namespace = NetworkNamespace.make()) {
            namespace.program("ip").run(List.of("link", "set", "lo", "up"), Input.NONE);
            namespace.program("ip").run(List.of("addr", "add", "10.0.0.5/30", "dev", "lo"), Input.NONE);
            Process listener = new ProcessBuilder(
                            namespace.inside("python3", "-m", "http.server", "80", "--bind", "10.0.0.5"))
                    // One page: the scripts follow every link that they are shown.
                    .directory(Files.createDirectory(directory.resolve("site")).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                await().untilAsserted(() -> assertThat(namespace
                                .program("ss", "-ltn")
                                .run(List.of(), Input.NONE)
                                .output())
                        .contains("10.0.0.5:80"));
                Scans scans = scans("nmap: [" + String.join(", ", namespace.inside("nmap")) + "]");

                Result quick = scans.perform(task("s1", QUICK));
                Result thorough = scans.perform(task("s2", new NodeAct.Scan(ScanProfile.VULNERABILITY, "10.0.0.5")));

                Scans hidden = scans("{stealth: true, nmap: [" + String.join(", ", namespace.inside("nmap")) + "]}");
                NodeAct.Scan slow = new NodeAct.Scan(ScanProfile.STEALTH, "10.0.0.5");
                Result stealth = hidden.perform(task("s4", slow));
                assertThat(stealth.status()).as(stealth.reason()).isEqualTo(Status.APPLIED);
                assertThat(((ScanReport) stealth.detail()).ports())
                        .singleElement()
                        .satisfies(port -> assertThat(port.port()).isEqualTo(80));

                Result around = scans.perform(task("s3", new NodeAct.Scan(ScanProfile.DISCOVERY, "10.0.0.4/30")));

                assertThat(around.status()).as(around.reason()).isEqualTo(Status.APPLIED);
                assertThat(((HostsReport) around.detail()).hosts())
                        .extracting(Host::address)
                        .contains("10.0.0.5");
                assertThat(quick.status()).as(quick.reason()).isEqualTo(Status.APPLIED);
                ScanReport report = (ScanReport) quick.detail();
                assertThat(report.up()).isTrue();
                assertThat(report.ports()).singleElement().satisfies(port -> {
                    assertThat(port.port()).isEqualTo(80);
                    assertThat(port.service()).isEqualTo("http");
                });
                assertThat(thorough.status()).as(thorough.reason()).isEqualTo(Status.APPLIED);
                assertThat(((ScanReport) thorough.detail()).ports().getFirst().product())
                        .contains("SimpleHTTPServer");
            } finally {
                listener.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void scansOwnNetworksOnly() throws Exception {
        Scans scans = scans("nmap: [" + program("exit 0") + "]");

        for (String foreign : List.of("203.0.113.7", "8.8.8.8", "2001:db8::1", "128.0.0.1", "::ffff:8.8.8.8")) {
            assertThat(scans.objection(new NodeAct.Scan(ScanProfile.QUICK, foreign)))
                    .as(foreign)
                    .isPresent();
        }
        for (String own : List.of("10.1.2.3", "172.31.255.1", "192.168.0.1", "fd00::1", "127.0.0.1", "::1")) {
            assertThat(scans.objection(new NodeAct.Scan(ScanProfile.QUICK, own)))
                    .as(own)
                    .isEmpty();
        }
    }

    @Test
    void aNetworkIsLookedThroughOnlyIfAllOfItIsOursAndItIsSmall() throws Exception {
        Scans scans = scans("{nmap: [" + program("exit 0") + "], networks: [10.0.0.0/25]}");

        assertThat(scans.objection(new NodeAct.Scan(ScanProfile.DISCOVERY, "10.0.0.64/26")))
                .isEmpty();
        assertThat(scans.objection(new NodeAct.Scan(ScanProfile.DISCOVERY, "10.0.0.0/24")))
                .contains("10.0.0.0/24 is outside the networks that may be scanned (scan.networks)");
        for (String wrong : List.of("10.0.0.0/23", "fd00::/64", "10.0.0.1/24", "db.example.org", "-iL", "")) {
            assertThatThrownBy(() -> new NodeAct.Scan(ScanProfile.DISCOVERY, wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("allowed: an address, or a network of 256 addresses at most");
        }
    }

    @Test
    void aNameIsScannedOnlyWhenAllItsAddressesAreOurs() throws Exception {
        Path nmap = program("printf '%s ' \"$@\" > " + directory + "/called; exit 1");
        Scans scans = scans("nmap: [" + nmap + "]");
        NodeAct named = new NodeAct.Scan(ScanProfile.QUICK, "db.example.org");

        assertThat(scans.perform(task("s1", named)).reason()).isEqualTo("the name db.example.org is not known");
        resolved = new InetAddress[] {InetAddress.getByName("10.0.0.7"), InetAddress.getByName("8.8.8.8")};
        assertThat(scans.perform(task("s2", named)).reason())
                .isEqualTo("db.example.org is 8.8.8.8, which is outside the networks that may be scanned"
                        + " (scan.networks)");
        assertThat(directory.resolve("called")).doesNotExist();
        resolved = new InetAddress[] {InetAddress.getByName("10.0.0.7")};
        scans.perform(task("s3", named));

        assertThat(Files.readString(directory.resolve("called")))
                .isEqualTo("-n --noninteractive -oX - -T4 --open -F 10.0.0.7 ");
    }

    @Test
    void leavesATargetAloneForAWhileAlsoAfterARestart() throws Exception {
        String yaml = "nmap: [" + program("exit 1") + "]";
        assertThat(scans(yaml).perform(task("s1", QUICK)).status()).isEqualTo(Status.FAILED);
        clock.move(Duration.ofSeconds(100));

        Result again = scans(yaml).perform(task("s2", QUICK));
        NodeAct other = new NodeAct.Scan(ScanProfile.VULNERABILITY, "10.0.0.5");

        assertThat(again.status()).isEqualTo(Status.SKIPPED_COOLDOWN);
        assertThat(again.until()).isEqualTo(clock.instant().plusSeconds(200));
        assertThat(again.reason()).isEqualTo("the cool-down of 300 s is not over: 200 s left (scan.cool-down)");
        assertThat(scans(yaml).perform(task("s3", other)).status()).isEqualTo(Status.FAILED);
        clock.move(Duration.ofSeconds(200));
        assertThat(scans(yaml).perform(task("s4", QUICK)).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aScanEndsWithAllItStartedWhenItsTimeIsUpOrItIsCancelled() throws Exception {
        Path pids = directory.resolve("pids");
        Path nmap = program("echo $$ >> " + pids + "; sleep 1000 & echo $! >> " + pids + "; wait");
        Scans scans = scans("{nmap: [" + nmap + "], quick-limit: 2s}");

        assertThat(scans.perform(task("late", QUICK)).reason()).contains("did not end within PT2S");
        CompletableFuture<Result> running = CompletableFuture.supplyAsync(
                () -> scans.perform(task("s1", new NodeAct.Scan(ScanProfile.VULNERABILITY, "10.0.0.6"))));
        await().until(() -> Files.readAllLines(pids).size() == 4);
        assertThat(scans.running()).isEqualTo(Map.of("s1", "vulnerability 10.0.0.6"));
        assertThat(scans.perform(task("c1", new NodeAct.CancelScan("s1"))).status())
                .isEqualTo(Status.APPLIED);

        assertThat(running.join()).isEqualTo(Result.failed("cancelled"));
        assertThat(scans.running()).isEmpty();
        assertThat(scans.perform(task("c2", new NodeAct.CancelScan("s1"))).status())
                .isEqualTo(Status.REFUSED);
        for (String pid : Files.readAllLines(pids)) {
            await().until(() -> ProcessHandle.of(Long.parseLong(pid))
                    .filter(ProcessHandle::isAlive)
                    .isEmpty());
        }
    }

    @Test
    void eachProfileIsAFixedSetOfArgumentsWithABoundOfItsOwn() {
        ScanSettings settings = YamlConfig.defaults(ScanSettings.class);
        Map<ScanProfile, String> plans = new EnumMap<>(ScanProfile.class);
        for (ScanProfile profile : ScanProfile.values()) {
            ScanPlan plan = ScanPlan.of(profile, settings);
            plans.put(
                    profile, plan.limit().toSeconds() + " " + String.join(" ", plan.arguments(Cidr.parse("10.0.0.5"))));
        }
        String common = "-n --noninteractive -oX - ";
        String harmless = "--script vuln and safe and not external and not http-slowloris-check";

        assertThat(plans)
                .isEqualTo(Map.of(
                        ScanProfile.QUICK, "60 " + common + "-T4 --open -F 10.0.0.5",
                        ScanProfile.DEFAULT, "180 " + common + "-T4 --open 10.0.0.5",
                        ScanProfile.VULNERABILITY, "300 " + common + "-T4 --open -sV " + harmless + " 10.0.0.5",
                        ScanProfile.THOROUGH, "1800 " + common + "-T4 --open -p- -sV " + harmless + " 10.0.0.5",
                        ScanProfile.STEALTH,
                                "600 " + common + "--privileged -sS -T2 --max-retries 1 --open -F 10.0.0.5",
                        ScanProfile.DISCOVERY, "60 " + common + "-T4 -sn 10.0.0.5"));
    }

    @Test
    void aStealthScanNeedsTheNodesWordAndRawSockets() throws Exception {
        String nmap = "nmap: [" + program("exit 0") + "]";
        NodeAct stealth = new NodeAct.Scan(ScanProfile.STEALTH, "10.0.0.5");
        Path status = directory.resolve("status");
        String noRight = "a stealth scan needs raw sockets, and the responder has no CAP_NET_RAW";

        assertThat(scans(nmap).objection(stealth)).contains("this node makes no stealth scans (scan.stealth)");
        Scans scans = scans("{stealth: true, " + nmap + "}");
        assertThat(scans.objection(stealth)).contains(noRight);
        Files.writeString(status, "Uid:\t990\t990\t990\t990\nCapEff:\t0000000000003000\nCapAmb:\t0000000000001000\n");
        assertThat(scans.objection(stealth)).contains(noRight);
        Files.writeString(status, "Uid:\t990\t990\t990\t990\nCapEff:\t0000000000003000\nCapAmb:\t0000000000003000\n");
        assertThat(scans.objection(stealth)).isEmpty();
        Files.writeString(status, "Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\nCapAmb:\t0000000000000000\n");
        assertThat(scans.objection(stealth)).isEmpty();
        assertThat(scans.objection(new NodeAct.Scan(ScanProfile.STEALTH, "203.0.113.7")))
                .isPresent();
    }

    @Test
    void saysHowLongAScanTakesByItsBoundAndTheLastOnes() throws Exception {
        Path nmap = program("cat " + directory + "/report.xml");
        Files.writeString(
                directory.resolve("report.xml"),
                "<?xml version=\"1.0\"?><nmaprun><host><status state=\"up\"/><address addr=\"10.0.0.5\" addrtype=\"ipv4\"/>"
                        + "</host><runstats><finished time=\"1\" exit=\"success\"/></runstats></nmaprun>");
        Scans scans = scans("{nmap: [" + nmap + "], cool-down: 1s}");
        assertThat(scans.estimate(QUICK)).contains("a quick scan takes 60 s at most");

        for (int i = 0; i < 3; i++) {
            Result done = scans.perform(task("s" + i, QUICK));
            assertThat(done.status()).as(done.reason()).isEqualTo(Status.APPLIED);
            clock.move(Duration.ofSeconds(10));
        }

        assertThat(scans.estimate(QUICK)).contains("a quick scan takes about 1 s, as the last ones took; 60 s at most");
        assertThat(scans.estimate(new NodeAct.Scan(ScanProfile.THOROUGH, "10.0.0.5")))
                .contains("a thorough scan takes 1800 s at most");
        assertThat(scans.estimate(new NodeAct.CancelScan("s1"))).isEmpty();
    }

    @Test
    void theUsualTimeIsTheMedianOfTheLastOnes() {
        ScanTimes times = new ScanTimes();
        for (int seconds : new int[] {500, 500, 500, 10, 12, 11, 60, 9, 10, 12, 11, 10}) {
            times.add(ScanProfile.QUICK, Duration.ofSeconds(seconds));
        }

        assertThat(times.usual(ScanProfile.QUICK)).contains(Duration.ofSeconds(11));
        assertThat(times.usual(ScanProfile.DEFAULT)).isEmpty();
    }

    @Test
    void runsOnlySoManyAtOnce() throws Exception {
        Path nmap =
                program("echo x >> " + directory + "/started; while [ ! -e " + directory + "/go ]; do sleep 0.1; done");
        Scans scans = scans("{nmap: [" + nmap + "], at-once: 2}");
        List<CompletableFuture<Result>> all = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            NodeAct act = new NodeAct.Scan(ScanProfile.QUICK, "10.0.0." + i);
            String id = "s" + i;
            CompletableFuture<Result> one = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> one.complete(scans.perform(task(id, act))));
            all.add(one);
        }

        Path started = directory.resolve("started");
        await().until(() -> Files.exists(started) && Files.readAllLines(started).size() == 2);
        await().until(() -> scans.running().size() == 4);
        assertThat(Files.readAllLines(started)).hasSize(2);
        assertThat(scans.estimate(QUICK)).contains("a quick scan takes 60 s at most, once its turn has come");
        assertThat(scans.running().values())
                .filteredOn(scan -> scan.matches("quick 10\\.0\\.0\\.[1-4] \\(waits for its turn\\)"))
                .hasSize(2);
        Files.createFile(directory.resolve("go"));

        all.forEach(one -> assertThat(one.join().reason()).contains("cut off or broken"));
        assertThat(Files.readAllLines(started)).hasSize(4);
    }

    @Test
    void withoutNmapItSaysSo() {
        assertThat(scans("nmap: [/nowhere/nmap]").objection(QUICK)).contains("nmap is not installed here (scan.nmap)");
    }

    @Test
    void whatNmapCannotDoIsAFailureInItsWords() throws Exception {
        Scans scans = scans("nmap: [" + program("echo 'QUITTING! no route' >&2; exit 1") + "]");

        assertThat(scans.perform(task("s1", QUICK)).reason()).isEqualTo("nmap ended with status 1: QUITTING! no route");
    }

    @Test
    void theDefaultNetworksAreThePrivateOnes() {
        assertThat(YamlConfig.defaults(ScanSettings.class).networks())
                .containsExactly(
                        Cidr.parse("10.0.0.0/8"),
                        Cidr.parse("172.16.0.0/12"),
                        Cidr.parse("192.168.0.0/16"),
                        Cidr.parse("fc00::/7"));
    }
}
