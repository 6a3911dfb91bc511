package io.selfheal.responder.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.proxmox.ProxmoxApiServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code selfheal backup} with a guest of Proxmox beside files. */
class GuestBackupCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ProxmoxApiServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new ProxmoxApiServer(folder);
        server.cluster.guest(101, "qemu");
        server.cluster.polls = 0;
        server.cluster.now = Instant.now();
        Files.writeString(folder.resolve("token"), ProxmoxApiServer.TOKEN);
        Files.writeString(folder.resolve("site.conf"), "listen 443");
        Files.writeString(
                folder.resolve("care.yaml"), """
                backups:
                  - {name: site, paths: [%1$s/site.conf], destination: %1$s/kept, spare: 1KiB, compression: zstd}
                guests:
                  - {name: shop, guest: 101, storage: local}
                proxmox: {url: "%2$s", token-file: %1$s/token, fingerprint: "%3$s"}
                """.formatted(folder.toRealPath(), server.url(), server.fingerprint()));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void backsUpWhatIsDueOnceAndListsIt() {
        int first = run("--due");
        String said = out.toString();
        int second = run("--due");
        run("--list");

        assertThat(List.of(first, second)).as(said + err).containsOnly(0);
        assertThat(said).contains("backup site: ", ".tar.zst, 1 entries").contains("backup shop: local:backup/vzdump");
        assertThat(server.cluster.volumes).hasSize(1);
        assertThat(out.toString().lines().filter(line -> line.startsWith("shop ")))
                .singleElement()
                .asString()
                .contains("1024 MiB", "local:backup/vzdump");
    }

    @Test
    void aProxmoxThatIsAwayFailsItsOwnBackupsOnly() {
        server.close();

        int status = run("--due");
        int listed = run("--list");

        assertThat(status).isEqualTo(1);
        assertThat(listed).isZero();
        assertThat(out.toString()).contains("backup site: ").contains("backup shop FAILED: cannot reach Proxmox");
        assertThat(err.toString()).contains("shop cannot be listed: cannot reach Proxmox");
    }

    @Test
    void aDestinationThatIsRefusedFailsItsOwnBackupsOnly() throws Exception {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwxrwxrwx"));

        int status = run("--due");
        int listed = run("--list");

        assertThat(status).isEqualTo(1);
        assertThat(listed).isZero();
        assertThat(out.toString())
                .contains("backup shop: local:backup/vzdump")
                .contains("backup site FAILED: ", "can be written by others");
        assertThat(err.toString()).contains("site cannot be listed: ");
    }

    @Test
    void aGuestIsNotRestoredForTrialUnlessItIsNamedAndThenSaysWhy() {
        run("site");

        assertThat(run("--test")).as(err.toString()).isZero();
        assertThat(run("--test", "shop")).isEqualTo(1);
        assertThat(out.toString()).contains("a guest is not restored for trial");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--care-state", folder.resolve("state").toString()));
        all.addAll(List.of("--config", folder.resolve("care.yaml").toString()));
        all.addAll(List.of("--socket", folder.resolve("none.sock").toString()));
        CommandLine command = new CommandLine(new BackupCommand());
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(all.toArray(String[]::new));
    }
}
