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
    void fetchesFirmwareMetadataFirstAndSaysWhereThatFailed() throws IOException {
        String calls = directory.resolve("calls").toString();
        Path fwupdmgr = script("echo \"$1\" >> " + calls + "\n"
                + "[ \"$1\" = refresh ] && { echo 'no route to host' >&2; exit 1; }\n"
                + "exit 2");

        Finding finding = firmware(fwupdmgr).look(true);

        assertThat(finding)
                .isEqualTo(new Finding.Looked(
                        "firmware", 0, List.of(), List.of("the metadata was not refreshed: no route to host")));
        assertThat(Path.of(calls)).content().isEqualTo("refresh\nget-updates\n");
    }

    @Test
    void saysWhatUbuntuProWithholdsFromAMachineThatIsNotAttached() throws IOException {
        Path pro = pro("""
                {"_schema_version": "0.1", "attached": false, "expires": "n/a", "services": [
                {"available": "yes", "name": "esm-apps", "description": "Expanded Security Maintenance"}]}
                """, """
                {"_schema_version": "v1", "data": {"attributes": {"summary": {"num_esm_apps_updates": 2, "num_updates": 3},
                "updates": [
                {"download_size": 1, "origin": "esm.ubuntu.com", "package": "libmagick", "provided_by": "esm-apps",
                 "status": "pending_attach", "version": "8:6.9"},
                {"download_size": 1, "origin": "esm.ubuntu.com", "package": "ffmpeg", "provided_by": "esm-apps",
                 "status": "pending_attach", "version": "7:4.4"},
                {"download_size": 1, "origin": "archive.ubuntu.com", "package": "vim", "provided_by": "standard-updates",
                 "status": "upgrade_available", "version": "2:9"}]}, "meta": {}, "type": "PackageUpdates"},
                "errors": [], "result": "success", "version": "31.2", "warnings": []}
                """);

        assertThat(ubuntuPro(pro))
                .isEqualTo(new Finding.Looked(
                        "ubuntu-pro",
                        0,
                        List.of("2 security updates of esm-apps are withheld: libmagick, ffmpeg"),
                        List.of("this machine is not attached to Ubuntu Pro (pro attach)")));
    }

    @Test
    void saysWhichServicesOfUbuntuProAreNotEnabledAndThatItEnded() throws IOException {
        Path pro = pro("""
                {"attached": true, "expires": "2026-01-31T00:00:00+00:00", "services": [
                {"name": "esm-apps", "entitled": "yes", "status": "disabled"},
                {"name": "esm-infra", "entitled": "yes", "status": "enabled"},
                {"name": "fips", "entitled": "yes", "status": "disabled"}]}
                """, """
                {"data": {"attributes": {"updates": []}}, "result": "success"}
                """);

        assertThat(ubuntuPro(pro))
                .isEqualTo(new Finding.Looked(
                        "ubuntu-pro",
                        0,
                        List.of(
                                "the subscription to Ubuntu Pro ended on 2026-01-31T00:00:00+00:00",
                                "esm-apps is not enabled: pro enable esm-apps"),
                        List.of()));
        assertThat(ubuntuPro(directory.resolve("missing"))).isInstanceOf(Finding.NotHere.class);
        assertThat(ubuntuPro(script("echo not json"))).isInstanceOf(Finding.Failed.class);
        assertThat(ubuntuPro(script("echo broken >&2; exit 1"))).isInstanceOf(Finding.Failed.class);
        assertThat(ubuntuPro(script("yes '{' | head -c 6000000"))).isInstanceOf(Finding.Failed.class);
    }

    @Test
    void judgesProxmoxsRepositories() throws IOException {
        String enterprise = """
                https://enterprise.proxmox.com/debian/pve|bookworm|pve-enterprise|Packages
                https://enterprise.proxmox.com/debian/pve|bookworm|pve-enterprise|Translations
                https://enterprise.proxmox.com/debian/ceph-quincy|bookworm|enterprise|Packages
                http://deb.debian.org/debian|bookworm|main|Packages
                """;
        String trial = """
                http://download.proxmox.com/debian/pve|trixie|pve-no-subscription|Packages
                http://download.proxmox.com/debian/pve|bookworm|pvetest|Packages
                """;

        assertThat(repositories(enterprise, "active"))
                .isEqualTo(new Finding.Looked("proxmox-repositories", 0, List.of(), List.of()));
        assertThat(repositories(enterprise, "notfound"))
                .isEqualTo(new Finding.Looked(
                        "proxmox-repositories",
                        0,
                        List.of(
                                "pve-enterprise is enabled without an active subscription (notfound): apt cannot read it",
                                "ceph-quincy enterprise is enabled without an active subscription (notfound):"
                                        + " apt cannot read it"),
                        List.of()));
        assertThat(repositories(trial, "notfound"))
                .isEqualTo(new Finding.Looked(
                        "proxmox-repositories",
                        0,
                        List.of(
                                "pvetest is enabled: packages for trials come from it",
                                "Proxmox's repositories are of several releases: bookworm, trixie"),
                        List.of("pve-no-subscription is enabled: its packages are tested less than the enterprise"
                                + " repository's")));
        assertThat(repositories("http://deb.debian.org/debian|trixie|main|Packages\n", "active"))
                .isEqualTo(new Finding.Looked(
                        "proxmox-repositories",
                        0,
                        List.of("no repository of Proxmox VE is enabled: it gets no updates"),
                        List.of()));
    }

    @Test
    @EnabledIf("isDebian")
    void asksTheRealAptForItsRepositories() throws IOException {
        ExternalProgram apt = new ExternalProgram(List.of("/usr/bin/apt-get"), LIMIT);
        Path pvesh = script("echo '{\"status\":\"active\"}'");

        assertThat(new ProxmoxRepositories(apt, new ExternalProgram(List.of(pvesh.toString()), LIMIT)).look())
                .isInstanceOf(Finding.Looked.class);
        assertThat(new ProxmoxRepositories(apt, new ExternalProgram(List.of("/nonexistent/pvesh"), LIMIT)).look())
                .isInstanceOf(Finding.NotHere.class);
    }

    private Finding ubuntuPro(Path program) {
        return new UbuntuPro(new ExternalProgram(List.of(program.toString()), LIMIT), new SetClock()).look();
    }

    private Path pro(String status, String updates) throws IOException {
        return script("if [ \"$1\" = status ]; then cat <<'EOF'\n" + status + "EOF\nelse cat <<'EOF'\n" + updates
                + "EOF\nfi");
    }

    private Finding repositories(String targets, String subscription) throws IOException {
        Path apt = script("cat <<'EOF'\n" + targets + "EOF");
        Path pvesh = script("echo '{\"status\":\"" + subscription + "\",\"level\":\"c\"}'");
        return new ProxmoxRepositories(
                        new ExternalProgram(List.of(apt.toString()), LIMIT),
                        new ExternalProgram(List.of(pvesh.toString()), LIMIT))
                .look();
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

    private static PackageManager packages(String aptGet, Path lists) {
        return new AptPackages(
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
