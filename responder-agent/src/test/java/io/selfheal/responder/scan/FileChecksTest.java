package io.selfheal.responder.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.order.Performer.Task;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a program that answers as clamscan(1) documents. */
class FileChecksTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Path NO_FILE = Path.of("/nowhere/file");
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    private FileChecks checks(String body) throws IOException {
        return new FileChecks(List.of(Path.of("/nowhere/clamdscan"), program("clamscan", body)), NO_FILE, LIMIT);
    }

    private Path program(String name, String body) throws IOException {
        Path scanner = Files.writeString(
                directory.resolve(name),
                "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'ClamAV 1.0.7/27000/Mon'; exit 0; fi\n" + body + "\n");
        return Files.setPosixFilePermissions(scanner, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private NodeAct.CheckFile file(String name) throws IOException {
        return new NodeAct.CheckFile(
                Files.writeString(directory.resolve(name), "abc").toString());
    }

    private static Result perform(FileChecks checks, NodeAct act) {
        return checks.perform(new Task("o1", "ann", act));
    }

    @Test
    void saysOfWhatTypeAFileIsByItsContent() throws IOException {
        assumeThat(Path.of("/usr/bin/file")).exists();
        FileChecks none = new FileChecks(List.of(), Path.of("/usr/bin/file"), LIMIT);
        Path script = Files.writeString(directory.resolve("holiday.jpg"), "<?php system($_GET['c']); ?>\n");
        Path program = Files.write(
                directory.resolve("-b"),
                new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0});

        Result php = perform(none, new NodeAct.CheckFile(script.toString()));
        Result elf = perform(none, new NodeAct.CheckFile(program.toString()));

        assertThat(((FileReport) php.detail()).mimeType()).isEqualTo("text/x-php");
        assertThat(((FileReport) elf.detail()).mimeType()).startsWith("application/x-");
        assertThat(new MimeType(NO_FILE).of(script)).isEmpty();
        assertThat(new MimeType(program("file", "echo 'cannot open it'")).of(script))
                .isEmpty();
        assertThat(new MimeType(program("file", "echo text/plain; exit 1")).of(script))
                .isEmpty();
    }

    @Test
    void namesWhatWasFound() throws Exception {
        NodeAct act = file("-x: $(id) ä.php");
        FileChecks checks = checks("[ \"$3\" = -- ] || exit 9; echo \"$4: Eicar-Signature FOUND\"; exit 1");

        Result result = perform(checks, act);

        assertThat(checks.objection(act)).isEmpty();
        assertThat(result.status()).as(result.reason()).isEqualTo(Status.APPLIED);
        assertThat(result.detail())
                .isEqualTo(new FileReport(
                        act.target(), "ClamAV 1.0.7/27000/Mon", true, List.of("Eicar-Signature"), OF_ABC));
    }

    @Test
    void aCleanFileIsClean() throws Exception {
        Result result = perform(checks("echo \"$4: OK\"; exit 0"), file("a"));

        assertThat(((FileReport) result.detail()).infected()).isFalse();
        assertThat(((FileReport) result.detail()).scanned()).isTrue();
    }

    @Test
    void anErrorOfTheScannerIsNotACleanFile() throws Exception {
        NodeAct act = file("a");

        Result result = perform(checks("echo 'ERROR: No supported database files found' >&2; exit 2"), act);

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.reason()).isEqualTo("clamscan ended with status 2: ERROR: No supported database files found");
        assertThat(result.detail()).isEqualTo(FileReport.hashOnly(act.target(), OF_ABC));
    }

    @Test
    void aDaemonThatIsAwayLeavesTheOtherScanner() throws Exception {
        FileChecks both = new FileChecks(
                List.of(
                        program("clamdscan", "echo 'ERROR: Could not connect to clamd' >&2; exit 2"),
                        program("clamscan", "echo \"$4: Eicar FOUND\"; exit 1")),
                NO_FILE,
                LIMIT);

        Result result = perform(both, file("a"));

        assertThat(result.status()).as(result.reason()).isEqualTo(Status.APPLIED);
        assertThat(((FileReport) result.detail()).infected()).isTrue();
    }

    @Test
    void whereAllScannersFailEachSaysWhy() throws Exception {
        FileChecks both = new FileChecks(
                List.of(
                        program("clamdscan", "echo 'ERROR: Could not connect to clamd' >&2; exit 2"),
                        program("clamscan", "echo 'ERROR: No supported database files found' >&2; exit 2")),
                NO_FILE,
                LIMIT);

        Result result = perform(both, file("a"));

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.reason())
                .isEqualTo("clamdscan ended with status 2: ERROR: Could not connect to clamd;"
                        + " clamscan ended with status 2: ERROR: No supported database files found");
        assertThat(((FileReport) result.detail()).scanned()).isFalse();
    }

    @Test
    void looksAtRegularFilesOfDisksOnly() throws Exception {
        FileChecks checks = checks("exit 0");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/passwd"));

        assertThat(checks.objection(new NodeAct.CheckFile("/nowhere/at/all")))
                .contains("/nowhere/at/all does not exist, or may not be read");
        assertThat(checks.objection(new NodeAct.CheckFile(link.toString()))).isPresent();
        assertThat(checks.objection(new NodeAct.CheckFile(directory.toString())))
                .isPresent();
        assertThat(checks.objection(new NodeAct.CheckFile("/tmp/../proc/kcore")))
                .isPresent();
        assertThat(checks.objection(new NodeAct.CheckFile("/dev/zero"))).isPresent();
    }

    /** Reading such a file may never end: {@code /proc/kmsg} is a regular one. */
    @Test
    void aFolderThatIsALinkLeadsToNoPseudoFile() throws Exception {
        Files.createSymbolicLink(directory.resolve("uploads"), Path.of("/proc/self"));
        NodeAct act = new NodeAct.CheckFile(directory + "/uploads/status");

        assertThat(checks("exit 0").objection(act)).contains(act.target() + " is no file on a disk");
    }

    @Test
    @Timeout(20)
    void aFileThatBecameAPipeIsNotOpened() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        Result result = perform(checks("exit 0"), new NodeAct.CheckFile(pipe.toString()));

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.reason()).isEqualTo(pipe + " is no regular file");
    }

    /** As if it became one after it was looked at. */
    @Test
    @Timeout(20)
    void aPipeThatTookTheFilesPlaceThisMomentIsNotWaitedFor() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(directory.resolve("uploads"), Path.of("/proc/self"));

        assertThatThrownBy(() -> FileChecks.sha256(pipe)).hasMessage(pipe + " is no regular file of a disk any more");
        assertThatThrownBy(() -> FileChecks.sha256(link)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FileChecks.sha256(directory.resolve("uploads/status")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aFileThatWasReplacedMeanwhileIsNotClean() throws Exception {
        NodeAct act = file("a");

        Result clean = perform(checks("echo harmless > \"$4.new\"; mv \"$4.new\" \"$4\"; exit 0"), act);

        assertThat(clean.status()).isEqualTo(Status.FAILED);
        assertThat(clean.reason()).isEqualTo("the file changed while it was looked at");
        assertThat(clean.detail()).isEqualTo(FileReport.hashOnly(act.target(), OF_ABC));
    }

    @Test
    void whatWasFoundCountsEvenIfTheFileChanged() throws Exception {
        Result infected = perform(checks("echo \"$4: Eicar FOUND\"; echo x >> \"$4\"; exit 1"), file("a"));

        assertThat(infected.reason())
                .isEqualTo("infected: Eicar; the file changed meanwhile: the hash may be of another content");
        assertThat(((FileReport) infected.detail()).infected()).isTrue();
    }

    /** ClamAV calls a file that is too large for it clean. */
    @Test
    void aLargeFileIsShownToClamscanWithLimitsThatHoldIt() throws Exception {
        NodeAct act = file("large");
        grow(act);
        FileChecks both = new FileChecks(
                List.of(
                        program("clamdscan", "echo \"$4: OK\"; exit 0"),
                        program("clamscan", "[ \"$3\" = --max-filesize=2047M ] || exit 0; echo x: Y FOUND; exit 1")),
                NO_FILE,
                LIMIT);

        Result result = perform(both, act);

        assertThat(((FileReport) result.detail()).infected())
                .as(result.reason())
                .isTrue();
    }

    @Test
    void aLargeFileThatOnlyTheDaemonWasAskedAboutIsNotClean() throws Exception {
        NodeAct act = file("large");
        grow(act);

        Result result =
                perform(new FileChecks(List.of(program("clamdscan", "echo \"$5: OK\"; exit 0")), NO_FILE, LIMIT), act);

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.reason()).startsWith("clamd passes over files of more than 25 MiB");
        assertThat(((FileReport) result.detail()).scanned()).isFalse();
    }

    private static void grow(NodeAct act) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(act.target(), "rw")) {
            file.setLength((25L << 20) + 1);
        }
    }

    @Test
    void withoutAScannerOnlyTheHashIsTakenAndSaidToBeAll() throws Exception {
        FileChecks none = new FileChecks(List.of(Path.of("/nowhere/clamscan")), NO_FILE, LIMIT);
        NodeAct act = file("a");

        Result result = perform(none, act);

        assertThat(none.objection(act)).isEmpty();
        assertThat(result.status()).isEqualTo(Status.APPLIED);
        assertThat(result.reason()).startsWith("not scanned: no malware scanner is installed here (scan.clamav)");
        assertThat(result.detail()).isEqualTo(FileReport.hashOnly(act.target(), OF_ABC));
    }

    @Test
    void aFileThatCannotBeReadHasNoHash() throws Exception {
        FileChecks none = new FileChecks(List.of(), NO_FILE, LIMIT);

        Result result = perform(none, new NodeAct.CheckFile("/nowhere/at/all"));

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.detail()).isNull();
    }
}
