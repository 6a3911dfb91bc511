package io.selfheal.responder.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.backup.Result;
import io.selfheal.responder.backup.Retention;
import io.selfheal.responder.guest.GuestBackup.Kind;
import io.selfheal.responder.guest.GuestBackup.Mode;
import io.selfheal.responder.proxmox.ProxmoxApiServer;
import io.selfheal.responder.proxmox.ProxmoxCluster;
import io.selfheal.responder.proxmox.ProxmoxCluster.FakeSnapshot;
import io.selfheal.responder.proxmox.ProxmoxServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of guests, against an HTTPS server that answers as Proxmox VE does. */
class GuestBackupsTest {
    private static final String OURS = "made by selfheal, job web";

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock();
    private ProxmoxApiServer server;
    private ProxmoxCluster cluster;
    private GuestBackups backups;

    @BeforeEach
    void startServer() throws Exception {
        server = new ProxmoxApiServer(folder);
        cluster = server.cluster;
        cluster.guest(101, "qemu");
        cluster.now = clock.instant();
        Path token = Files.writeString(folder.resolve("token"), ProxmoxApiServer.TOKEN + "\n");
        backups = new GuestBackups(
                new ProxmoxServer(
                        server.url(),
                        token,
                        Optional.of(server.fingerprint()),
                        Optional.empty(),
                        Duration.ofSeconds(5)),
                Duration.ofMillis(5),
                clock);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private static GuestBackup job(Kind kind, Duration limit) {
        Retention retention = new Retention(2, Duration.ofDays(30));
        return new GuestBackup("web", 101, kind, "local", Mode.SNAPSHOT, "zstd", retention, limit);
    }

    private Result run(Kind kind) {
        return backups.run(job(kind, Duration.ofSeconds(5)));
    }

    private Instant daysAgo(int days) {
        return clock.instant().minus(Duration.ofDays(days));
    }

    private static String failure(Result result) {
        return ((Result.Failed) result).why();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9})
    void hasAnArchiveMadeAndFindsItOnTheStorage(int version) throws Exception {
        cluster.version = version;

        Result result = run(Kind.ARCHIVE);

        String volume = cluster.volumes.getFirst().volid;
        assertThat(result).isEqualTo(new Result.Stored("web", volume, 1L << 30, List.of(), List.of()));
        assertThat(cluster.forms)
                .containsExactly(Map.of(
                        "vmid",
                        "101",
                        "storage",
                        "local",
                        "mode",
                        "snapshot",
                        "compress",
                        "zstd",
                        "notes-template",
                        OURS,
                        "remove",
                        "0"));
        assertThat(backups.last(job(Kind.ARCHIVE, Duration.ofSeconds(5)))).contains(clock.instant());
    }

    @Test
    void letsGoWhatIsTooManyOrTooOldOfItsOwnOnly() {
        String second = cluster.volume(101, OURS, daysAgo(7)).volid;
        String third = cluster.volume(101, OURS, daysAgo(14)).volid;
        String old = cluster.volume(101, OURS, daysAgo(40)).volid;
        String byHand = cluster.volume(101, "before the upgrade", daysAgo(50)).volid;
        String unmarked = cluster.volume(101, "", daysAgo(51)).volid;
        String otherJob = cluster.volume(101, OURS + "-shop", daysAgo(52)).volid;
        String otherGuest = cluster.volume(102, OURS, daysAgo(53)).volid;

        Result result = run(Kind.ARCHIVE);

        assertThat(((Result.Stored) result).deleted()).containsExactly(old, third);
        assertThat(cluster.volumes)
                .extracting(volume -> volume.volid)
                .contains(second, byHand, unmarked, otherJob, otherGuest)
                .doesNotContain(old, third);
    }

    @Test
    void neverLetsProtectedOnesGo() {
        cluster.volume(101, OURS, daysAgo(1));
        String kept = cluster.volume(101, OURS, daysAgo(90)).volid;
        cluster.volumes.getLast().isProtected = true;

        Result.Stored result = (Result.Stored) run(Kind.ARCHIVE);

        assertThat(result.deleted()).isEmpty();
        assertThat(result.notes()).containsExactly(kept + " is protected and stays");
    }

    @Test
    void aBackupThatFailsLetsNothingGoAndSaysWhatTheTaskSaid() {
        cluster.volume(101, OURS, daysAgo(40));
        cluster.volume(101, OURS, daysAgo(41));
        cluster.volume(101, OURS, daysAgo(42));
        cluster.backupExit = "job errors: backup of VM 101 failed - no space left";

        Result result = run(Kind.ARCHIVE);

        assertThat(failure(result)).contains("no space left");
        assertThat(cluster.volumes).hasSize(3);
        assertThat(cluster.done).isEmpty();
    }

    @Test
    void doesNotBelieveAVolumeThatIsEmptyOrMissing() {
        cluster.volume(101, OURS, daysAgo(40));
        cluster.backupSize = 0;
        assertThat(failure(run(Kind.ARCHIVE))).contains("is empty or damaged");

        cluster.notesAreKept = false;
        cluster.now = cluster.now.plusSeconds(60);
        assertThat(failure(run(Kind.ARCHIVE))).contains("nothing that carries '" + OURS + "' came of it");
        assertThat(cluster.done).isEmpty();
    }

    @Test
    void aFailedVerificationIsNotTheLastGoodOne() {
        cluster.volume(101, OURS, daysAgo(1)).verification = "failed";
        cluster.volume(101, OURS, daysAgo(2)).verification = "ok";

        Result.Stored result = (Result.Stored) run(Kind.ARCHIVE);

        assertThat(result.deleted()).hasSize(1);
    }

    @Test
    void doesNotWaitForeverForATask() {
        cluster.polls = Integer.MAX_VALUE;

        Result result = backups.run(job(Kind.ARCHIVE, Duration.ofMillis(100)));

        assertThat(failure(result)).contains("has not ended within PT0.1S");
    }

    @Test
    void leavesALockedGuestAlone() {
        cluster.guests.get(101).lock = "migrate";

        assertThat(failure(run(Kind.ARCHIVE))).isEqualTo("guest 101 is locked (migrate)");
        assertThat(cluster.forms).isEmpty();
    }

    @Test
    void takesSnapshotsAndLetsItsOwnGo() {
        List<FakeSnapshot> all = cluster.snapshots.computeIfAbsent(101, id -> new java.util.ArrayList<>());
        all.add(new FakeSnapshot("selfheal-20261101000000", OURS, daysAgo(20)));
        all.add(new FakeSnapshot("selfheal-20261102000000", OURS, daysAgo(19)));
        all.add(new FakeSnapshot("before_upgrade", OURS, daysAgo(100)));
        all.add(new FakeSnapshot("selfheal-20260101000000", "made by selfheal, job shop", daysAgo(300)));

        Result result = run(Kind.SNAPSHOT);

        assertThat(result)
                .isEqualTo(new Result.Stored(
                        "web", "selfheal-20261121120000", 0, List.of(), List.of("selfheal-20261101000000")));
        assertThat(all)
                .extracting(FakeSnapshot::name)
                .containsExactlyInAnyOrder(
                        "selfheal-20261121120000",
                        "selfheal-20261102000000",
                        "before_upgrade",
                        "selfheal-20260101000000");
    }

    @Test
    void aStorageThatDoesNotDeleteIsANoteAndNoFailure() {
        cluster.volume(101, OURS, daysAgo(40));
        cluster.deletes = false;

        Result.Stored result = (Result.Stored) run(Kind.ARCHIVE);

        assertThat(result.deleted()).isEmpty();
        assertThat(result.notes()).singleElement().asString().contains("could not be let go");
    }

    @Test
    void saysWhenTheGuestIsNotSeenOrProxmoxIsAway() {
        cluster.guests.clear();
        assertThat(failure(run(Kind.ARCHIVE))).contains("guest 101 is not seen");

        server.close();
        assertThat(failure(run(Kind.ARCHIVE))).contains("cannot reach Proxmox");
    }
}
