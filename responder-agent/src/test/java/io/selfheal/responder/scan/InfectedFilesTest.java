package io.selfheal.responder.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.order.OrderDesk;
import io.selfheal.responder.order.OrderPolicy;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.responder.state.OrderBook;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is checked through the order desk, by a program that answers as clamscan(1) documents. */
class InfectedFilesTest {
    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();

    private void check(String scanner, Path file) throws IOException {
        Path program = Files.writeString(
                directory.resolve("clamscan"), "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\n" + scanner + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        OrderPolicy policy = new OrderPolicy(Map.of(), kind -> Mode.ACT, kind -> 100, Duration.ofHours(24));
        FileChecks checks = new FileChecks(List.of(program), Path.of("/nowhere/file"), Duration.ofSeconds(20));
        try (OrderDesk desk = new OrderDesk(
                "web1",
                policy,
                new OrderBook(Files.createDirectories(directory.resolve("state")), clock),
                Map.of(OrderKind.CHECK_FILE, checks),
                new Outcomes("web1"),
                new InfectedFiles(recorder),
                clock)) {
            desk.local(new NodeAct.CheckFile(file.toString()), "ann");
        }
    }

    private Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "abc");
    }

    @Test
    void anInfectedFileIsACriticalAlertWithAllThatIsKnownAndWhatToDo() throws IOException {
        Path file = file("upload.php");

        check("echo \"$4: Php.Malware.Agent FOUND\"; exit 1", file);

        assertThat(recorder.outcomes).hasSize(1);
        assertThat(recorder.alerts).hasSize(1);
        Alert alert = recorder.alerts.getFirst();
        assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alert.kind()).isEqualTo("infected-file");
        assertThat(alert.host()).isEqualTo("web1");
        assertThat(alert.subject()).isEqualTo(file.toString());
        assertThat(alert.labels())
                .containsEntry("path", file.toString())
                .containsEntry("signatures", "Php.Malware.Agent")
                .containsEntry("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                .containsEntry("order", recorder.outcomes.getFirst().decisionId());
        assertThat(alert.description())
                .contains("web1: ClamAV found Php.Malware.Agent.", "The file was left as it is", "chmod 000");
    }

    /** A message shows 400 characters of a description. */
    @Test
    void whatToDoIsNotCutOffByLongNames() throws IOException {
        Path file = file("x".repeat(200));

        check("echo \"x: " + "S".repeat(300) + " FOUND\"; exit 1", file);

        assertThat(recorder.alerts.getFirst().description())
                .hasSizeLessThanOrEqualTo(400)
                .endsWith("cut the host off (order node HOST isolate).");
        assertThat(recorder.alerts.getFirst().labels()).containsEntry("path", file.toString());
    }

    @Test
    void aCleanFileAndOneThatCouldNotBeScannedAreNoAlert() throws IOException {
        check("exit 0", file("clean"));
        check("exit 2", file("unknown"));

        assertThat(recorder.outcomes).hasSize(2);
        assertThat(recorder.alerts).isEmpty();
    }
}
