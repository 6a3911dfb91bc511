package io.selfheal.responder.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.check.Finding;
import io.selfheal.responder.command.BackupCommand;
import io.selfheal.responder.command.CheckCommand;
import io.selfheal.responder.command.RestoreCommand;
import io.selfheal.responder.control.ControlServer;
import io.selfheal.responder.control.Reply;
import io.selfheal.responder.json.Json;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.outcome.Detail.BackupReport;
import io.selfheal.schemas.outcome.Detail.UpdateReport;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as they are run, a real socket, and what the fleet is told. */
class CareReportsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T22:00:00Z");

    @TempDir
    private Path folder;

    private final Recorder told = new Recorder();
    private final List<Outcome> outcomes = told.outcomes;
    private final List<Alert> alerts = told.alerts;
    private final StringWriter err = new StringWriter();
    private CareReports reports;
    private ControlServer server;

    @BeforeEach
    void listen() throws Exception {
        reports = new CareReports(
                "web-1", new Outcomes("web-1"), told, InstantSource.fixed(NOW), (request, user) -> Reply.done("other"));
        server = new ControlServer(folder.resolve("control.sock"), "nogroup-of-this-name", reports::handle);
        server.start();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/site.conf"), "listen 443");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void aBackupAndItsRestoreAreToldWithTheirArchive() throws Exception {
        // given
        Path care = care("data", "backups");

        // when
        int made = run(new BackupCommand(), "--config", care.toString());
        Path archive = onlyArchive();
        Files.writeString(folder.resolve("data/site.conf"), "listen 80");
        int restored = run(new RestoreCommand(), archive.toString(), "--apply");

        // then
        assertThat(List.of(made, restored)).as(err.toString()).containsOnly(0);
        assertThat(outcomes).extracting(Outcome::action).containsExactly(ActionKind.BACK_UP, ActionKind.RESTORE);
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.status()).isEqualTo(Status.APPLIED);
            assertThat(outcome.time()).isEqualTo(NOW);
            assertThat(outcome.detail())
                    .isInstanceOfSatisfying(
                            BackupReport.class,
                            detail -> assertThat(detail.archive()).isEqualTo(archive.toString()));
        });
        assertThat(alerts).extracting(Alert::kind).containsExactly("backup-done", "restore-done");
        assertThat(alerts).extracting(Alert::severity).containsOnly(Severity.INFO);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aBackupThatFailedIsAnAlert() throws Exception {
        // given
        Path care = care("not-there", "backups");

        // when
        int status = run(new BackupCommand(), "--config", care.toString());

        // then
        assertThat(status).isEqualTo(1);
        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(Status.FAILED);
            assertThat(outcome.target()).isEqualTo("site");
            assertThat(outcome.reason()).contains("not-there");
        });
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("backup-failed");
            assertThat(alert.severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.groupingKey()).isEqualTo("care/web-1/backup/site");
        });
    }

    @Test
    void whatACheckFoundIsToldAndWhatItCouldNotLookAtToo() throws Exception {
        // given
        Path care = Files.writeString(folder.resolve("care.yaml"), """
                checks:
                  fwupdmgr: [/not/there/fwupdmgr]
                  apt-get: [/bin/false]
                  refresh: false
                  refresh-firmware: false
                """);

        // when
        run(new CheckCommand(), "packages", "--config", care.toString());

        // then
        assertThat(outcomes)
                .isNotEmpty()
                .allSatisfy(outcome -> assertThat(outcome.action()).isEqualTo(ActionKind.CHECK_UPDATES));
        assertThat(alerts).extracting(Alert::kind).contains("check-failed");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void urgentUpdatesAreOneAlertWithTheirNumber() {
        // given
        CareReport found = new CareReport(
                ActionKind.CHECK_UPDATES,
                "packages",
                "",
                Optional.of(new UpdateReport(2, List.of("openssl", "sudo", "vim"), List.of(), 7)));

        // when
        reports.handle(wire(found), "root");

        // then
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.description()).contains("10 found, 2 urgent").contains("openssl");
        });
    }

    @Test
    void urgentUpdatesThatWaitForTooLongAreAHighAlert() {
        // given
        CareReport found = CareReport.of(new Finding.Looked("packages", 2, 1, List.of("openssl", "sudo"), List.of()))
                .orElseThrow();

        // when
        reports.handle(wire(found), "root");

        // then
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.description()).contains("2 found, 2 urgent, 1 overdue, the first: openssl");
        });
    }

    @Test
    void onlyRootIsBelieved() {
        // given
        CareReport lie = new CareReport(ActionKind.BACK_UP, "site", "", Optional.empty());

        // when
        Map<String, Object> reply = reports.handle(lie.request(), "mallory");

        // then
        assertThat(reply).containsEntry("ok", false);
        assertThat(String.valueOf(reply.get("error"))).contains("mallory").contains("root");
        assertThat(outcomes).isEmpty();
    }

    @Test
    void garbageIsRefusedByNameAndOthersPassOn() {
        assertThatThrownBy(() -> reports.handle(Map.of("command", "report", "act", "reboot"), "root"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("act")
                .hasMessageContaining("back_up");
        assertThatThrownBy(() -> reports.handle(
                        Map.of("command", "report", "act", "back_up", "target", "x", "archive", "/a", "bytes", -1L),
                        "root"))
                .hasMessageContaining("bytes");
        assertThat(reports.handle(Map.of("command", "status"), "mallory")).containsEntry("message", "other");
        assertThat(outcomes).isEmpty();
    }

    @Test
    void aReportFitsIntoOneRequest() {
        // given
        List<String> many =
                Stream.generate(() -> "x".repeat(1_000)).limit(5_000).toList();

        // when
        CareReport report =
                CareReport.of(new Finding.Looked("packages", 9, many, many)).orElseThrow();

        // then
        assertThat(Json.write(report.request())).hasSizeLessThan(16 * 1024);
        assertThat(report.detail())
                .get()
                .isInstanceOfSatisfying(
                        UpdateReport.class,
                        updates -> assertThat(updates.found().size() + updates.leftOut())
                                .isEqualTo(5_000));
    }

    private Map<String, Object> wire(CareReport report) {
        try {
            return Json.readObject(Json.write(report.request()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path care(String data, String destination) throws Exception {
        return Files.writeString(
                folder.resolve("care.yaml"), """
                backups:
                  - name: site
                    paths: [%s]
                    destination: %s
                """.formatted(folder.resolve(data), folder.resolve(destination)));
    }

    private Path onlyArchive() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private int run(Object command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--socket", folder.resolve("control.sock").toString()));
        if (!(command instanceof RestoreCommand)) {
            all.addAll(List.of("--care-state", folder.resolve("state").toString()));
        }
        return new CommandLine(command)
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(all.toArray(new String[0]));
    }
}
