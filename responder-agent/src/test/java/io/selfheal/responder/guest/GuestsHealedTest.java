package io.selfheal.responder.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.heal.HealReports;
import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.heal.Healer.Wish;
import io.selfheal.responder.heal.Ward;
import io.selfheal.responder.heal.WatchedUnit;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.proxmox.ProxmoxApiServer;
import io.selfheal.responder.proxmox.ProxmoxCluster;
import io.selfheal.responder.proxmox.ProxmoxCluster.FakeGuest;
import io.selfheal.responder.proxmox.ProxmoxServer;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Healing of guests, against an HTTPS server that answers as Proxmox VE does. */
class GuestsHealedTest {
    private static final URI WEB = URI.create("tcp://10.0.0.5:443");
    private static final URI AGENT = GuestProbe.agent("guest/101");

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();
    private ProxmoxApiServer server;
    private ProxmoxCluster cluster;
    private Optional<String> networkSays = Optional.empty();

    @BeforeEach
    void startServer() throws Exception {
        server = new ProxmoxApiServer(folder);
        cluster = server.cluster;
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private Healer healer(Mode mode, boolean evenIfStopped, URI probe) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), ProxmoxApiServer.TOKEN + "\n");
        GuestUnits guests = new GuestUnits(
                new ProxmoxServer(
                        server.url(),
                        token,
                        Optional.of(server.fingerprint()),
                        Optional.empty(),
                        Duration.ofSeconds(5)),
                List.of(new Guest(101, "guest/101", Duration.ofMinutes(1), evenIfStopped)),
                new GuestUnits.Pace(Duration.ofMillis(5), Duration.ofSeconds(5), Duration.ofSeconds(1)),
                clock);
        WatchedUnit watched = new WatchedUnit(
                "guest/101",
                3,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Optional.ofNullable(probe),
                Duration.ofSeconds(10),
                3,
                Set.of());
        Healer.Tools tools = new Healer.Tools(
                guests,
                new GuestProbe(guests, target -> networkSays),
                Runnable::run,
                guests::withoutRoom,
                new Random(1));
        HealReports reports = new HealReports(Ward.GUEST, "pve1", new Outcomes("pve1"), recorder);
        return new Healer(mode, List.of(watched), tools, reports, clock);
    }

    private Healer healer(Mode mode) throws Exception {
        return healer(mode, false, null);
    }

    private void steps(Healer healer, Duration length) {
        for (long i = 0; i <= length.toSeconds(); i += 10) {
            healer.step();
            clock.move(Duration.ofSeconds(10));
            cluster.guests.values().forEach(guest -> guest.uptime += guest.status.equals("running") ? 10 : 0);
        }
    }

    private List<String> alerts() {
        return recorder.alerts.stream().map(Alert::kind).toList();
    }

    private FakeGuest stopped(String type) {
        FakeGuest guest = cluster.guest(101, type);
        guest.status = "stopped";
        guest.uptime = 0;
        return guest;
    }

    @ParameterizedTest
    @CsvSource({"7, qemu", "8, qemu", "9, qemu", "7, lxc", "8, lxc", "9, lxc"})
    void startsAGuestThatStoppedByItselfAndReportsWhenItRuns(int version, String type) throws Exception {
        cluster.version = version;
        FakeGuest guest = stopped(type);

        steps(healer(Mode.ACT), Duration.ofMinutes(3));

        assertThat(cluster.done).containsExactly("start 101");
        assertThat(guest.status).isEqualTo("running");
        assertThat(recorder.drain()).containsExactly("RESTART_GUEST APPLIED guest/101");
        assertThat(recorder.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("guest-restarted");
            assertThat(alert.groupingKey()).isEqualTo("guest/pve1/guest/101");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "root@pam, qmstop, qemu",
        "root@pam, qmshutdown, qemu",
        "alice@pve!ci, vzstop, lxc",
        "root@pam, vzshutdown, lxc",
        "selfheal@pve!responder, qmshutdown, qemu"
    })
    void leavesAGuestAloneThatSomebodyStopped(String user, String task, String type) throws Exception {
        stopped(type);
        cluster.did("root@pam", "qmstart", 101);
        cluster.did(user, task, 101);
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofMinutes(6));

        assertThat(cluster.done).isEmpty();
        assertThat(recorder.drain()).isEmpty();
        assertThat(healer.summary().get("guest/101"))
                .isEqualTo("stopped on purpose (" + task + " of " + user + ") (left alone)");
    }

    @Test
    void startsAGuestThatSomebodyStoppedLongBeforeItWasStartedAgain() throws Exception {
        stopped("qemu");
        cluster.did("root@pam", "qmstop", 101);
        cluster.did("root@pam", "qmstart", 101);
        cluster.did("root@pam", "vncproxy", 101);

        steps(healer(Mode.ACT), Duration.ofMinutes(2));

        assertThat(cluster.done).containsExactly("start 101");
    }

    @Test
    void startsAGuestThatSomebodyStoppedWherePolicySaysSo() throws Exception {
        stopped("qemu");
        cluster.did("root@pam", "qmstop", 101);

        steps(healer(Mode.ACT, true, null), Duration.ofMinutes(2));

        assertThat(cluster.done).containsExactly("start 101");
    }

    @Test
    void startsNothingWhileItCannotSeeWhoStoppedIt() throws Exception {
        stopped("qemu");
        cluster.did("root@pam", "qmstop", 101);
        cluster.seesTasks = false;
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofMinutes(2));

        assertThat(cluster.done).isEmpty();
        assertThat(healer.summary().get("guest/101")).contains("the token has no Sys.Audit on /nodes/pve1");
    }

    @Test
    void waitsWhileSomebodyChangesTheGuest() throws Exception {
        stopped("qemu");
        cluster.begins("root@pam", "qmigrate", 101);
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofMinutes(2));
        assertThat(cluster.done).isEmpty();
        assertThat(healer.summary().get("guest/101")).contains("being changed (qmigrate of root@pam)");

        cluster.endAll();
        steps(healer, Duration.ofMinutes(2));
        assertThat(cluster.done).containsExactly("start 101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "migrate", "snapshot", "suspended"})
    void neverTouchesALockedGuest(String lock) throws Exception {
        stopped("qemu").lock = lock;
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofMinutes(1));

        assertThat(cluster.done).isEmpty();
        assertThat(healer.summary().get("guest/101")).isEqualTo("locked (" + lock + ") (left alone)");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9})
    void neverTouchesATemplateNorWhatHaLooksAfterNorWhatIsOnANodeThatIsAway(int version) throws Exception {
        cluster.version = version;
        FakeGuest guest = stopped("qemu");
        Healer healer = healer(Mode.ACT);

        guest.template = true;
        steps(healer, Duration.ofSeconds(40));
        guest.template = false;
        guest.hastate = "started";
        steps(healer, Duration.ofSeconds(40));
        guest.hastate = "";
        guest.node = "pve2";
        cluster.offline.add("pve2");
        steps(healer, Duration.ofSeconds(40));

        assertThat(cluster.done).isEmpty();
        assertThat(healer.summary().get("guest/101")).isEqualTo("on pve2, which is not online (left alone)");
    }

    @Test
    void touchesOnlyGuestsThatAreNamed() throws Exception {
        cluster.guest(101, "qemu");
        FakeGuest other = cluster.guest(102, "qemu");
        other.status = "stopped";
        other.qmp = "guest-panicked";

        steps(healer(Mode.ACT), Duration.ofMinutes(1));

        assertThat(cluster.done).isEmpty();
    }

    @Test
    void resetsAGuestThatDoesNotAnswerItsProbe() throws Exception {
        FakeGuest guest = cluster.guest(101, "qemu");
        Healer healer = healer(Mode.ACT, false, WEB);
        networkSays = Optional.of("does not answer");
        steps(healer, Duration.ofSeconds(20));
        assertThat(cluster.done).isEmpty();

        steps(healer, Duration.ofSeconds(30));
        networkSays = Optional.empty();
        steps(healer, Duration.ofMinutes(2));

        assertThat(cluster.done).containsExactly("reset 101");
        assertThat(guest.uptime).isGreaterThan(86_400);
        assertThat(recorder.drain()).containsExactly("RESTART_GUEST APPLIED guest/101");
    }

    @Test
    void doesNotProbeAGuestThatIsBooting() throws Exception {
        cluster.guest(101, "qemu").uptime = 0;
        Healer healer = healer(Mode.ACT, false, WEB);
        networkSays = Optional.of("does not answer");

        steps(healer, Duration.ofSeconds(50));

        assertThat(cluster.done).isEmpty();
        assertThat(healer.summary().get("guest/101")).isEqualTo("booting (left alone)");
    }

    @Test
    void doesNotResetAGuestThatSomebodyIsShuttingDown() throws Exception {
        cluster.guest(101, "qemu");
        Healer healer = healer(Mode.ACT, false, WEB);
        networkSays = Optional.of("does not answer");
        cluster.begins("root@pam", "qmshutdown", 101);

        steps(healer, Duration.ofMinutes(2));

        assertThat(cluster.done).isEmpty();
        assertThat(recorder.outcomes.getFirst().reason())
                .contains("left alone, it is being changed (qmshutdown of root@pam)");
    }

    @Test
    void anAgentThatIsNotInstalledIsNoReasonForAReset() throws Exception {
        FakeGuest guest = cluster.guest(101, "qemu");
        Healer healer = healer(Mode.ACT, false, AGENT);

        steps(healer, Duration.ofMinutes(1));
        guest.agent = "silent";
        steps(healer, Duration.ofMinutes(1));

        assertThat(cluster.done).isEmpty();
        assertThat(healer.summary().get("guest/101")).isEqualTo("active (running)");
    }

    @Test
    void anAgentThatAnsweredAndDoesNotAnyMoreLeadsToOneResetOnly() throws Exception {
        FakeGuest guest = cluster.guest(101, "qemu");
        guest.agent = "answers";
        Healer healer = healer(Mode.ACT, false, AGENT);
        steps(healer, Duration.ofMinutes(1));

        guest.agent = "silent";
        steps(healer, Duration.ofMinutes(6));

        assertThat(cluster.done).containsExactly("reset 101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"guest-panicked", "internal-error"})
    void resetsAGuestThatCrashedAndStartsItAnewIfThatDoesNotHelp(String qmp) throws Exception {
        FakeGuest guest = cluster.guest(101, "qemu");
        guest.qmp = qmp;
        guest.resetWorks = false;

        steps(healer(Mode.ACT), Duration.ofMinutes(3));

        assertThat(cluster.done).containsExactly("reset 101", "stop 101", "start 101");
        assertThat(recorder.drain()).containsExactly("RESTART_GUEST APPLIED guest/101");
    }

    @Test
    void stopsAndStartsAContainerThatDoesNotReboot() throws Exception {
        cluster.guest(101, "lxc").resetWorks = false;
        Healer healer = healer(Mode.ACT, false, WEB);
        networkSays = Optional.of("does not answer");
        steps(healer, Duration.ofSeconds(40));
        networkSays = Optional.empty();

        steps(healer, Duration.ofMinutes(3));

        assertThat(cluster.done).containsExactly("reboot 101", "stop 101", "start 101");
    }

    @Test
    void leavesAGuestPausedThatCannotWriteAndTellsPeople() throws Exception {
        FakeGuest guest = cluster.guest(101, "qemu");
        guest.qmp = "io-error";
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofMinutes(3));

        assertThat(cluster.done).isEmpty();
        assertThat(alerts()).containsExactly("guest-cannot-run");
        guest.qmp = "running";
        steps(healer, Duration.ofMinutes(1));
        assertThat(healer.summary().get("guest/101")).isEqualTo("active (running)");
    }

    @Test
    void leavesAPausedGuestAlone() throws Exception {
        cluster.guest(101, "qemu").qmp = "paused";

        steps(healer(Mode.ACT), Duration.ofMinutes(1));

        assertThat(cluster.done).isEmpty();
    }

    @Test
    void givesUpWhenTheBudgetIsUsedUpAndSaysWhatTheTaskSaid() throws Exception {
        stopped("qemu").startWorks = false;

        steps(healer(Mode.ACT), Duration.ofMinutes(20));

        assertThat(cluster.done).containsExactly("start 101", "start 101", "start 101");
        assertThat(recorder.outcomes)
                .extracting(Outcome::status)
                .containsExactly(Status.FAILED, Status.FAILED, Status.FAILED, Status.REFUSED);
        assertThat(recorder.outcomes.getFirst().reason()).contains("start failed: QEMU exited with code 1");
        assertThat(alerts()).containsExactly("guest-keeps-failing");
        assertThat(recorder.alerts.getFirst().labels().get("journal")).contains("QEMU exited with code 1");
    }

    @Test
    void aTokenThatMayNotStartItIsSaidOnceAndHealingGoesOnOnceItMay() throws Exception {
        FakeGuest guest = stopped("qemu");
        cluster.mayPower = false;
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofMinutes(40));

        assertThat(alerts()).containsExactly("guest-not-allowed");
        assertThat(recorder.alerts.getFirst().description()).contains("the token needs VM.PowerMgmt");
        assertThat(recorder.drain()).containsExactly("RESTART_GUEST REFUSED guest/101");

        cluster.mayPower = true;
        steps(healer, Duration.ofMinutes(8));

        assertThat(guest.status).isEqualTo("running");
        assertThat(recorder.drain()).containsExactly("RESTART_GUEST APPLIED guest/101");
    }

    @Test
    void onlySaysWhatItWouldDoWhileItSimulates() throws Exception {
        stopped("qemu");

        steps(healer(Mode.SIMULATE), Duration.ofMinutes(1));

        assertThat(cluster.done).isEmpty();
        assertThat(recorder.drain()).containsExactly("RESTART_GUEST SIMULATED guest/101");
        assertThat(alerts()).containsExactly("guest-failed");
    }

    @Test
    void doesAndSaysNothingButOnceWhileItIsOff() throws Exception {
        stopped("qemu");

        steps(healer(Mode.OFF), Duration.ofMinutes(1));

        assertThat(cluster.done).isEmpty();
        assertThat(recorder.outcomes)
                .singleElement()
                .satisfies(outcome ->
                        assertThat(outcome.reason()).isEqualTo("restarting is off on this node (modes.restart-guest)"));
    }

    @Test
    void shutsDownByOrderAndLeavesItThenUntilItIsStartedByOrder() throws Exception {
        cluster.guest(101, "qemu");
        Healer healer = healer(Mode.ACT);

        CompletableFuture<Result> stopped = healer.ask(Wish.STOP, "guest/101", "root");
        steps(healer, Duration.ofMinutes(6));
        assertThat(stopped.join()).isEqualTo(Result.applied("ordered by root"));
        assertThat(cluster.done).containsExactly("shutdown 101");

        CompletableFuture<Result> started = healer.ask(Wish.START, "guest/101", "root");
        steps(healer, Duration.ofMinutes(2));
        assertThat(started.join()).isEqualTo(Result.applied("ordered by root"));
        assertThat(cluster.done).containsExactly("shutdown 101", "start 101");
    }

    @Test
    void saysWhenProxmoxIsAwayAndGoesOnWhenItIsBack() throws Exception {
        stopped("qemu");
        Healer healer = healer(Mode.ACT);
        server.close();

        steps(healer, Duration.ofSeconds(20));

        assertThat(healer.problem()).contains("cannot reach Proxmox");
        assertThat(recorder.drain()).isEmpty();
    }

    @Test
    void saysWhenAGuestIsNotSeen() throws Exception {
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofSeconds(20));

        assertThat(healer.summary().get("guest/101"))
                .contains("no such guest, or the token has no VM.Audit on /vms/101");
    }
}
