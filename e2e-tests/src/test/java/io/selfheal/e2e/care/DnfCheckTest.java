package io.selfheal.e2e.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code selfheal check} with the real dnf, which sees a system in a folder and a repository that the test makes. */
@Lab(LabKind.RPM)
class DnfCheckTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @BeforeEach
    void installThreeOfWhichTwoHaveNewerVersions() throws IOException {
        for (String name : List.of("alpha", "beta", "gamma")) {
            build(name, "1.0", "1");
        }
        build("alpha", "1.1", "1");
        build("beta", "1.0", "2");
        build("beta", "1.1", "1");
        run("createrepo_c", "--quiet", packages().toString());
        Path advisory = Files.writeString(folder.resolve("updateinfo.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <updates><update from="security@example.org" status="final" type="security" version="1">
                <id>TEST-2026:1</id><title>beta</title><issued date="2026-01-01 00:00:00"/><severity>Important</severity>
                <description>A fault of beta</description><references/><pkglist><collection short="t"><name>t</name>
                <package name="beta" version="1.0" release="2" epoch="0" arch="noarch" src="beta-1.0-2.src.rpm">
                <filename>beta-1.0-2.noarch.rpm</filename></package></collection></pkglist></update></updates>
                """);
        run(
                "modifyrepo_c",
                "--mdtype=updateinfo",
                advisory.toString(),
                packages().resolve("repodata").toString());
        Files.createDirectories(folder.resolve("repositories"));
        repository("base", packages());
        run("rpm", "--root", root().toString(), "--initdb");
        Stream.of("alpha", "beta", "gamma")
                .map(name -> packages().resolve(name + "-1.0-1.noarch.rpm").toString())
                .forEach(file -> run("rpm", "--root", root().toString(), "--install", "--nodeps", file));
    }

    @Test
    void listsWhatHasANewerVersionAndWhichMendsAFault() throws IOException {
        dnf("--quiet", "makecache");

        Finished check = check();

        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.output().lines().map(String::strip))
                .containsSubsequence("beta 1.0-1 → 1.1-1 (security)", "alpha 1.0-1 → 1.1-1")
                .noneMatch(line -> line.contains("gamma"));
    }

    @Test
    void whatDnfDoesNotKnowYetIsNotWithoutUpdates() throws IOException {
        Finished check = check();

        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.output()).contains("no cache for 'base'").doesNotContain("→");
    }

    @Test
    void oneRepositoryThatIsNotKnownYetHidesNoOther() throws IOException {
        dnf("--quiet", "makecache");
        repository("later", folder.resolve("nowhere"));

        Finished check = check();

        assertThat(check.output()).contains("alpha 1.0-1 → 1.1-1").contains("no cache for 'later'");
    }

    private Finished check() throws IOException {
        Path care = Files.writeString(
                folder.resolve("care.yaml"),
                "checks:\n  refresh: false\n  apt-get: [/nonexistent/apt-get]\n  dnf: [" + String.join(", ", dnf())
                        + "]\n");
        return Program.run(
                Installation.here()
                        .command(
                                "check",
                                "packages",
                                "--config",
                                care.toString(),
                                "--care-state",
                                folder.resolve("state").toString()),
                LIMIT);
    }

    private void build(String name, String version, String release) throws IOException {
        Path spec = Files.writeString(folder.resolve(name + ".spec"), """
                Name: %s
                Version: %s
                Release: %s
                Summary: One of the test's
                License: MIT
                BuildArch: noarch
                %%description
                Nothing.
                %%files
                """.formatted(name, version, release));
        run("rpmbuild", "-bb", "--quiet", "--define", "_topdir " + folder.resolve("build"), spec.toString());
    }

    private Path packages() {
        return folder.resolve("build/RPMS/noarch");
    }

    private Path root() {
        return folder.resolve("root");
    }

    private void repository(String name, Path packages) throws IOException {
        Files.writeString(folder.resolve("repositories/" + name + ".repo"), """
                [%s]
                name=%s
                baseurl=file://%s
                gpgcheck=0
                skip_if_unavailable=1
                """.formatted(name, name, packages));
    }

    private List<String> dnf() {
        return List.of(
                "/usr/bin/dnf",
                "--installroot=" + root(),
                "--releasever=9",
                "--setopt=reposdir=" + folder.resolve("repositories"),
                "--setopt=system_cachedir=" + folder.resolve("cache"),
                "--setopt=cachedir=" + folder.resolve("cache"));
    }

    private void dnf(String... arguments) {
        Program.run(Stream.concat(dnf().stream(), Stream.of(arguments)).toList(), LIMIT)
                .orThrow();
    }

    private static void run(String... command) {
        Program.run(List.of(command), LIMIT).orThrow();
    }
}
