package io.selfheal.responder.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.responder.SetClock;
import io.selfheal.responder.config.VitalsSettings;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.responder.state.Remembered;
import io.selfheal.responder.vitals.Thresholds.Notice;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.vitals.HostVitals;
import io.selfheal.schemas.vitals.HostVitals.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostVitalsTest {
    private static final Path ROOT = Path.of("/");
    private static final VitalsSettings SETTINGS = YamlConfig.defaults(VitalsSettings.class);
    private static final ExternalProgram STAT = new ExternalProgram(List.of("/usr/bin/stat"), Duration.ofSeconds(5));

    @TempDir
    Path fake;

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    private void put(String path, String content) throws IOException {
        Path file = fake.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static HostVitals vitals(double cpu, long memoryAvailable, Disk... disks) {
        return new HostVitals(
                1,
                1,
                cpu,
                new HostVitals.Load(0, 0, 0),
                new HostVitals.Memory(1000, memoryAvailable, 0, 0),
                Map.of(),
                List.of(disks),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    private List<Notice> check(Thresholds thresholds, HostVitals vitals, Duration length) {
        List<Notice> notices = new ArrayList<>();
        Instant end = now.plus(length);
        for (; now.isBefore(end); now = now.plusSeconds(30)) {
            notices.addAll(thresholds.check(vitals, now));
        }
        return notices;
    }

    @Test
    void seesThisHost() throws Exception {
        HostSampler sampler = new HostSampler(ROOT, new Mounts(ROOT, STAT), Duration.ofHours(6));
        sampler.sample(Instant.EPOCH);
        long until = System.nanoTime() + 300_000_000;
        long spun = 0;
        while (System.nanoTime() < until) {
            spun++;
        }

        HostVitals vitals = sampler.sample(Instant.EPOCH.plusMillis(300));

        assertThat(spun).isPositive();
        assertThat(vitals.cpuPercent()).isBetween(0.1, 100.0);
        assertThat(vitals.cpus()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(vitals.memory().total()).isGreaterThan(1L << 28);
        assertThat(vitals.memory().usedPercent()).isBetween(0.1, 100.0);
        assertThat(vitals.uptimeSeconds()).isPositive();
        assertThat(vitals.disks()).anySatisfy(disk -> {
            assertThat(disk.total()).isGreaterThan(1 << 20);
            assertThat(disk.inodes()).isPositive();
        });
        int self = (int) ProcessHandle.current().pid();
        assertThat(vitals.topProcesses()).anySatisfy(process -> {
            assertThat(process.pid()).isEqualTo(self);
            assertThat(process.cpuPercent()).isPositive();
        });
    }

    @Test
    void readsWhatKernelsWriteAndNothingFromBrokenFiles() throws Exception {
        put("proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 1 1 1\ncpu1 1 1 1 1\nintr 1\n");
        put("proc/meminfo", "MemTotal:       8000 kB\nMemAvailable:   2000 kB\nSwapTotal: x kB\nnonsense\n");
        put("proc/loadavg", "0.50 1.25 2.00 1/234 5678\n");
        put("proc/pressure/memory", "some avg10=1.50 avg60=0.25 avg300=0.00 total=1\nfull avg10=0.75 avg60=0.00\n");
        put("proc/uptime", "123.45 99.0\n");
        put(
                "proc/net/dev",
                "Inter-| Receive\n face |bytes\n  eth0: 1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0\n    lo: 1 1\n");
        put(
                "proc/net/tcp",
                "  sl  local_address rem_address   st\n   0: 0100007F:1F90 00000000:0000 0A 0\n   1: x y 01 0\n 2:");
        put("proc/77/stat", "77 (a) b) S 1 1 1 0 -1 4 0 0 0 0 5 5 0 0 20 0 1 0 99 1000 25 1");
        put("proc/78/stat", "78 (cut");
        put("sys/class/hwmon/hwmon0/name", "coretemp\n");
        put("sys/class/hwmon/hwmon0/temp1_input", "47500\n");
        put("sys/class/hwmon/hwmon0/temp2_input", "-274000\n");
        HostSampler sampler = new HostSampler(fake, new Mounts(fake, STAT), Duration.ofHours(6));
        sampler.sample(now);
        put("proc/stat", "cpu  200 0 100 900 0 0 0 0 0 0\ncpu0 1 1 1 1\ncpu1 1 1 1 1\n");
        put("proc/net/dev", "  eth0: 3000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0\n");
        put("proc/77/stat", "77 (a) b) S 1 1 1 0 -1 4 0 0 0 0 105 5 0 0 20 0 1 0 99 1000 25 1");

        HostVitals vitals = sampler.sample(now.plusSeconds(10));

        assertThat(vitals.cpuPercent()).isEqualTo(50.0);
        assertThat(vitals.cpus()).isEqualTo(2);
        assertThat(vitals.memory().usedPercent()).isEqualTo(75.0);
        assertThat(vitals.load()).isEqualTo(new HostVitals.Load(0.5, 1.25, 2.0));
        assertThat(vitals.pressure()).isEqualTo(Map.of("memory", new HostVitals.Pressure(1.5, 0.25, 0.75)));
        assertThat(vitals.uptimeSeconds()).isEqualTo(123);
        assertThat(vitals.network()).containsExactly(new HostVitals.NetworkInterface("eth0", 200.0, 0, 0, 0, 4, 6));
        assertThat(vitals.connections()).isEqualTo(Map.of("listen", 1, "established", 1));
        assertThat(vitals.temperatures()).containsExactly(new HostVitals.Temperature("coretemp temp1", 47.5));
        assertThat(vitals.topProcesses()).containsExactly(new HostVitals.BusyProcess(77, "a) b", 10.0, 25 * 4096L));
    }

    @Test
    void anEmptyHostHasVitalsToo() {
        HostSampler sampler = new HostSampler(fake, new Mounts(fake, STAT), Duration.ofHours(6));

        assertThat(sampler.sample(now).disks()).isEmpty();
    }

    @Test
    void aMomentOfLoadIsNoMatterALongTimeIs() {
        Thresholds thresholds = new Thresholds(SETTINGS);

        assertThat(check(thresholds, vitals(99, 900), Duration.ofMinutes(4))).isEmpty();
        assertThat(check(thresholds, vitals(10, 900), Duration.ofMinutes(1))).isEmpty();
        assertThat(check(thresholds, vitals(92, 900), Duration.ofMinutes(20)))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.kind()).isEqualTo("high_cpu_usage");
                    assertThat(notice.severity()).isEqualTo(Severity.MEDIUM);
                });
        assertThat(check(thresholds, vitals(97, 900), Duration.ofMinutes(1)))
                .singleElement()
                .satisfies(notice -> assertThat(notice.severity()).isEqualTo(Severity.HIGH));
        assertThat(check(thresholds, vitals(87, 900), Duration.ofMinutes(1)))
                .as("on the edge")
                .isEmpty();
        assertThat(check(thresholds, vitals(50, 900), Duration.ofMinutes(1)))
                .singleElement()
                .satisfies(notice -> assertThat(notice.severity()).isEqualTo(Severity.INFO));
    }

    @Test
    void memoryIsWatchedTheSameWay() {
        Thresholds thresholds = new Thresholds(SETTINGS);

        assertThat(check(thresholds, vitals(1, 30), Duration.ofMinutes(6)))
                .extracting(Notice::kind)
                .containsExactly("high_memory_usage");
    }

    @Test
    void aDiskWithoutInodesIsFullAndOneThatFillsIsForetold() {
        Thresholds thresholds = new Thresholds(SETTINGS);
        Disk inodes = new Disk("/srv", "/dev/sdb", "ext4", 1000, 900, 100, 2, null);
        Disk filling = new Disk("/var", "/dev/sdc", "ext4", 1000, 500, 100, 90, 3.5);

        List<Notice> notices = check(thresholds, vitals(1, 900, inodes, filling), Duration.ofMinutes(2));

        assertThat(notices)
                .extracting(notice -> notice.kind() + " " + notice.severity() + " " + notice.text())
                .containsExactly(
                        "high_disk_usage HIGH inodes of /srv is used to 98.0 %",
                        "disk_filling HIGH /var is full in about 3.5 h at the speed at which it fills now");
    }

    @Test
    void theTimeUntilADiskIsFullFollowsFromHowItFilled() {
        Filling filling = new Filling(Duration.ofHours(6));
        for (int minute = 0; minute <= 600; minute++) {
            // 10 an hour, with a saw's teeth on it, as logs fill and rotate.
            filling.add(now.plus(Duration.ofMinutes(minute)), 100 + minute / 6.0 + minute % 7);
        }

        assertThat(filling.hoursLeft(100)).hasValueCloseTo(10.0, Offset.offset(0.5));
    }

    @Test
    void aDiskThatStaysOrEmptiesIsNeverFull() {
        Filling filling = new Filling(Duration.ofHours(6));
        for (int minute = 0; minute <= 600; minute += 5) {
            filling.add(now.plus(Duration.ofMinutes(minute)), 1000 - minute);
        }

        assertThat(filling.hoursLeft(100)).isEmpty();
        assertThat(new Filling(Duration.ofHours(6)).hoursLeft(100)).isEmpty();
    }

    @Test
    void peopleHearOfItWithTheProcessesThatUseMost() throws Exception {
        put("proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 10 kB\n");
        put("proc/77/stat", "77 (evil\u001b[31m) S 1 1 1 0 -1 4 0 0 0 0 5 5 0 0 20 0 1 0 99 1000 25 1");
        Recorder recorder = new Recorder();
        SetClock clock = new SetClock();
        HostWatch watch = new HostWatch(
                "web1",
                new HostSampler(fake, new Mounts(fake, STAT), Duration.ofHours(6)),
                SETTINGS,
                new Remembered(fake.resolve("usual-traffic.jsonl")),
                () -> "",
                recorder,
                clock);

        for (int i = 0; i < 13; i++) {
            watch.run();
            clock.move(Duration.ofSeconds(30));
        }

        assertThat(watch.latest()).isPresent();
        assertThat(recorder.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("high_memory_usage");
            assertThat(alert.severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.groupingKey()).isEqualTo("high_memory_usage/web1/host");
            assertThat(alert.labels().get("top")).contains("[77]");
            assertThat(alert.description()).isEqualTo("web1: memory use is 99.0 % and has been high for 300 s");
        });
    }
}
