package io.selfheal.responder.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.config.DigestSettings;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.responder.schedule.Schedule;
import io.selfheal.responder.state.Remembered;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.outcome.Detail.BackupReport;
import io.selfheal.schemas.outcome.Detail.UpdateReport;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {
    private static final DigestSettings DAILY = new DigestSettings(true, Schedule.parse("0 7 * * *"));

    @TempDir
    private Path folder;

    /** Stands at noon. */
    private final SetClock clock = new SetClock();

    private final Recorder told = new Recorder();
    private final Outcomes outcomes = new Outcomes("web-1");

    private Digest digest(DigestSettings settings) {
        return new Digest(
                "web-1", told, settings, new Remembered(folder.resolve("digest.jsonl")), clock, ZoneOffset.UTC);
    }

    /** A tick each minute. */
    private void pass(Digest digest, Duration length) {
        Instant end = clock.instant().plus(length);
        while (clock.instant().isBefore(end)) {
            clock.move(Duration.ofMinutes(1));
            digest.tick();
        }
    }

    private void outcome(Digest digest, ActionKind action, String target, Status status) {
        digest.outcome(outcomes.of(action, target, status, "", null, clock.instant()));
    }

    private void found(Digest digest, String check, int urgent, String... lines) {
        digest.outcome(outcomes.of(
                ActionKind.CHECK_UPDATES,
                check,
                Status.APPLIED,
                "",
                clock.instant(),
                new UpdateReport(urgent, List.of(lines), List.of(), 0)));
    }

    private Alert alert(String kind, Severity severity) {
        return new Alert(
                "id", clock.instant(), severity, kind, kind, "t", "d", "s", "web-1", null, 0, List.of(), Map.of(), "m");
    }

    @Test
    void theFirstOfAMonthAsksForTheReview() {
        Digest digest = digest(DAILY);
        digest.reviewedBy(() -> "look at the allowlist");

        pass(digest, Duration.ofDays(40));

        assertThat(told.alerts)
                .filteredOn(alert -> alert.description().contains("Once a month: look at the allowlist"))
                .extracting(alert -> alert.time().atZone(ZoneOffset.UTC).getDayOfMonth())
                .isNotEmpty()
                .allMatch(dayOfMonth -> dayOfMonth == 1);
    }

    @Test
    void aDayIsOneMessage() {
        // given
        Digest digest = digest(DAILY);
        found(digest, "packages", 2, "openssl 3.0 → 3.1", "sudo 1 → 2", "vim 1 → 2");
        found(digest, "restarts", 0);
        found(digest, "malware-signatures", 0);
        digest.outcome(outcomes.of(
                ActionKind.BACK_UP,
                "site",
                Status.APPLIED,
                "",
                clock.instant(),
                new BackupReport("/a", 1, 1, List.of(), List.of())));
        outcome(digest, ActionKind.BACK_UP, "db", Status.FAILED);
        for (int i = 0; i < 12; i++) {
            outcome(digest, ActionKind.BLOCK, "192.0.2." + i, Status.APPLIED);
        }
        outcome(digest, ActionKind.BLOCK, "198.51.100.1", Status.REFUSED);
        outcome(digest, ActionKind.RESTART_UNIT, "nginx.service", Status.APPLIED);
        digest.alert(alert("high_cpu_usage", Severity.MEDIUM));
        digest.alert(alert("high_cpu_usage", Severity.INFO));
        digest.alert(alert("backup-failed", Severity.HIGH));

        // when
        pass(digest, Duration.ofHours(20));

        // then
        assertThat(told.alerts)
                .extracting(Alert::kind)
                .containsExactly("high_cpu_usage", "high_cpu_usage", "backup-failed", "daily-digest");
        Alert message = told.alerts.getLast();
        assertThat(message.severity()).isEqualTo(Severity.LOW);
        assertThat(message.description()).isEqualTo("3 things wait for you; since 2026-11-21T12:00:00Z");
        assertThat(message.labels())
                .isEqualTo(Map.of(
                        "alerts", "1× high_cpu_usage",
                        "backups", "db FAILED 19 h ago, none known that was made, site made 19 h ago",
                        "blocks", "12× done, 1× refused",
                        "packages", "3 found, 2 urgent, the first: openssl 3.0 → 3.1",
                        "restarts", "nothing to be done",
                        "services", "1× nginx.service done",
                        "other checks", "malware-signatures nothing to be done"));
    }

    @Test
    void whatIsOfNoUrgencyWaitsForItAndWhatIsUrgentDoesNot() {
        Digest digest = digest(DAILY);

        digest.alert(alert("backup-done", Severity.INFO));
        digest.alert(alert("updates-found", Severity.LOW));
        digest.alert(alert("updates-found", Severity.HIGH));
        digest.alert(alert("restore-done", Severity.INFO));

        assertThat(told.alerts).extracting(Alert::kind).containsExactly("updates-found", "restore-done");
        assertThat(told.alerts.getFirst().severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void offItSendsNothingAndHoldsNothingBack() {
        Digest digest = digest(new DigestSettings(false, DAILY.at()));

        digest.alert(alert("backup-done", Severity.INFO));
        pass(digest, Duration.ofDays(2));

        assertThat(told.alerts).extracting(Alert::kind).containsExactly("backup-done");
    }

    @Test
    void eachDayHasItsOwnCountsAndABackupIsKnownForLonger() {
        Digest digest = digest(DAILY);
        outcome(digest, ActionKind.BACK_UP, "site", Status.APPLIED);
        outcome(digest, ActionKind.BLOCK, "192.0.2.1", Status.APPLIED);

        pass(digest, Duration.ofDays(3));

        assertThat(told.alerts)
                .hasSize(3)
                .allSatisfy(alert -> assertThat(alert.severity()).isEqualTo(Severity.INFO));
        assertThat(told.alerts)
                .extracting(alert -> alert.labels().get("blocks"))
                .containsExactly("1× done", "none", "none");
        assertThat(told.alerts.getLast().labels()).containsEntry("backups", "site made 2 d ago");
        assertThat(told.alerts).extracting(Alert::groupingKey).doesNotHaveDuplicates();
    }

    @Test
    void aRestartKeepsTheDayAndADigestThatWasMissedIsSentOnce() {
        Digest digest = digest(DAILY);
        outcome(digest, ActionKind.BLOCK, "192.0.2.1", Status.APPLIED);
        pass(digest, Duration.ofMinutes(1));

        clock.move(Duration.ofDays(3));
        pass(digest(DAILY), Duration.ofMinutes(30));

        assertThat(told.alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.labels()).containsEntry("blocks", "1× done"));
    }

    @ParameterizedTest
    @CsvSource({"web-1", "web-2", "pve-a", "db"})
    void nodesSpeakAtTheirOwnMinuteWithinAQuarterOfAnHour(String host) {
        Digest digest = new Digest(host, told, DAILY, new Remembered(folder.resolve("d.jsonl")), clock, ZoneOffset.UTC);

        pass(digest, Duration.ofHours(24));

        assertThat(told.alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.time())
                        .isBetween(Instant.parse("2026-11-22T07:00:00Z"), Instant.parse("2026-11-22T07:14:00Z")));
    }
}
