package io.selfheal.responder.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real dnf is not asked for by its own test: what goes wrong, what is old, what is held. */
class DnfPackagesTest {
    private final SetClock clock = new SetClock();

    @TempDir
    Path directory;

    @Test
    void isNotHereWithoutDnf() {
        assertThat(look("/nonexistent/dnf")).isInstanceOf(Finding.NotHere.class);
    }

    @Test
    void saysWhyDnfFailed() throws IOException {
        String four = script("printf 'const.py:22: DeprecationWarning: x\\nError: rpmdb open failed\\n' >&2; exit 1");
        assertThat(look(four)).isEqualTo(new Finding.Failed("packages", "dnf: Error: rpmdb open failed"));

        String five =
                script("printf 'Updating and loading repositories:\\nno cache for repository \"t\"\\n' >&2; exit 1");
        assertThat(look(five)).isEqualTo(new Finding.Failed("packages", "dnf: no cache for repository \"t\""));
    }

    @Test
    void readsLinesWithoutKnowingMoreThanTheirForm() throws IOException {
        String garbage = script("printf 'a|b\\n|x|1\\nnoise\\n\\nopenssl-libs|x86_64|1:3.0.7-28.el9\\n'");

        assertThat(look(garbage))
                .isInstanceOfSatisfying(
                        Finding.Looked.class,
                        looked -> assertThat(looked.lines())
                                .containsExactly("openssl-libs 1:3.0.7-28.el9 → 1:3.0.7-28.el9 (security)"));
    }

    @Test
    void namesWhatIsHeldAndListsThatAreOld() throws IOException {
        Files.writeString(
                directory.resolve("versionlock.list"), "# by hand\nkernel-0:5.14.0-427.el9.*\n!curl-0:7.76.*\n");
        Path index = Files.createDirectories(directory.resolve("cache/baseos-1234/repodata"))
                .resolve("repomd.xml");
        Files.writeString(index, "");
        Files.setLastModifiedTime(index, FileTime.from(clock.instant().minus(Duration.ofDays(4))));

        assertThat(look(script("exit 0"))).isInstanceOfSatisfying(Finding.Looked.class, looked -> {
            assertThat(looked.isClean()).isTrue();
            assertThat(looked.hints())
                    .containsExactly(
                            "held back by the administrator: kernel-0:5.14.0-427.el9.*",
                            "the package lists are of " + clock.instant().minus(Duration.ofDays(4))
                                    + ": run dnf makecache");
        });
    }

    @Test
    void saysThatTheListsWereNotRefreshed() throws IOException {
        String offline = script("case $* in *makecache*) echo 'Errors during downloading' >&2; exit 1;; esac");

        assertThat(packages(offline).look(true))
                .isInstanceOfSatisfying(
                        Finding.Looked.class,
                        looked -> assertThat(looked.hints())
                                .containsExactly("the lists were not refreshed: Errors during downloading"));
    }

    private Finding look(String dnf) {
        return packages(dnf).look(false);
    }

    private PackageManager packages(String dnf) {
        return new DnfPackages(
                new ExternalProgram(List.of(dnf), Duration.ofMinutes(1)),
                List.of(directory.resolve("cache"), directory.resolve("none")),
                directory.resolve("versionlock.list"),
                clock);
    }

    private String script(String body) throws IOException {
        Path script = Files.writeString(directory.resolve("dnf"), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }
}
