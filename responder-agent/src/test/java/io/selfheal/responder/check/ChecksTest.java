package io.selfheal.responder.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    static boolean isDebian() {
        return Files.isExecutable(Path.of("/usr/bin/apt-get"));
    }

    @Test
    @EnabledIf("isDebian")
    void asksTheRealAptWithoutTakingItsLock() {
        Finding finding =
                packages("/usr/bin/apt-get", Path.of("/var/lib/apt/lists")).look(false);

        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.Looked.class,
                        looked -> assertThat(looked.lines()).allMatch(line -> line.contains(" → ")));
    }

    @Test
    void saysThatThereIsNoAptAndThatAptFailed() throws IOException {
        Path failing = script("echo 'E: broken sources' >&2; exit 100");

        assertThat(packages("/nonexistent/apt-get", directory).look(false)).isInstanceOf(Finding.NotHere.class);
        assertThat(packages(failing.toString(), directory).look(false))
                .isEqualTo(new Finding.Failed("packages", "apt-get: E: broken sources"));
    }

    @Test
    void oldListsAreSaidToBeOld() throws IOException {
        Path quiet = script("exit 0");
        Files.createDirectories(directory.resolve("lists"));

        Finding finding = packages(quiet.toString(), directory.resolve("lists")).look(false);

        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.Looked.class,
                        looked -> assertThat(looked.hints()).anyMatch(hint -> hint.contains("no package lists yet")));
    }

    @Test
    void readsFirmwareByJsonAndExitStatus() throws IOException {
        Path updates = script("""
                cat <<'EOF'
                {"Devices":[{"Name":"System Firmware","Version":"1.12","Releases":[{"Version":"1.19","Urgency":"critical"}]},
                {"Name":"SSD","Version":"3B2Q","Releases":[{"Version":"3B4Q"}]}]}
                EOF
                """);

        assertThat(firmware(updates).look(false))
                .isEqualTo(new Finding.Looked(
                        "firmware",
                        1,
                        List.of("System Firmware 1.12 → 1.19 (critical)", "SSD 3B2Q → 3B4Q"),
                        List.of()));
        assertThat(firmware(script("exit 2")).look(false))
                .isEqualTo(new Finding.Looked("firmware", 0, List.of(), List.of()));
        assertThat(firmware(script("echo no daemon >&2; exit 1")).look(false))
                .isEqualTo(new Finding.Failed("firmware", "fwupdmgr: no daemon"));
        assertThat(firmware(script("echo not json")).look(false)).isInstanceOf(Finding.Failed.class);
        assertThat(firmware(directory.resolve("missing")).look(false)).isInstanceOf(Finding.NotHere.class);
    }

    @Test
    void findsWhatStillRunsTheOldCode() throws IOException {
        write("run/reboot-required", "");
        write("run/reboot-required.pkgs", "linux-image-6.1.0-28-amd64\nlibc6\n");
        write("boot/vmlinuz-6.1.0-28-amd64", "");
        write("boot/vmlinuz-6.1.0-9-amd64", "");
        write("boot/vmlinuz-6.1.0-99-cloud-amd64", "");
        write("proc/sys/kernel/osrelease", "6.1.0-9-amd64\n");
        write("proc/41/maps", "7f0 r-xp 00000000 fe:00 1 /usr/lib/x86_64-linux-gnu/libssl.so.3 (deleted)\n");
        write("proc/41/cgroup", "0::/system.slice/nginx.service\n");
        write("proc/42/maps", "7f0 rw-s 00000000 00:01 1 /memfd:shm (deleted)\n7f1 r-xp 0 fe:00 2 /usr/bin/cat\n");
        write("proc/42/cgroup", "0::/system.slice/cron.service\n");

        assertThat(new Restarts(directory).look())
                .isInstanceOfSatisfying(
                        Finding.Looked.class,
                        looked -> assertThat(looked.lines())
                                .containsExactly(
                                        "a reboot is required: linux-image-6.1.0-28-amd64, libc6",
                                        "the kernel 6.1.0-28-amd64 waits for a reboot; 6.1.0-9-amd64 runs",
                                        "nginx.service runs with libraries that were replaced: restart it"));
    }

    @Test
    void looksAtTheRealProcesses() {
        assertThat(new Restarts(Path.of("/")).look()).isInstanceOf(Finding.Looked.class);
    }

    private static Packages packages(String aptGet, Path lists) {
        return new Packages(
                new ExternalProgram(List.of(aptGet), LIMIT),
                new ExternalProgram(List.of(isDebian() ? "/usr/bin/apt-mark" : "/bin/true"), LIMIT),
                lists,
                new SetClock());
    }

    private static Firmware firmware(Path program) {
        return new Firmware(new ExternalProgram(List.of(program.toString()), LIMIT));
    }

    private Path script(String body) throws IOException {
        Path script = Files.createTempFile(directory, "program", "");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
