package io.selfheal.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.bench.PackedAgents;
import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.Program;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build made of the node's packages. */
@Lab(LabKind.CONTAINER)
class NodePackageBuildTest {
    private static final long MOST_BYTES = 60_000_000;
    private static final Pattern VERSION = Pattern.compile("selfheal-node_(.*)_[a-z0-9]+\\.deb");
    private static final Pattern STAMP =
            Pattern.compile("<project.build.outputTimestamp>(.*)</project.build.outputTimestamp>");

    /** As many as a map has, at most, for as many jars as the package holds: a power of two. */
    private static final int BINS = 64;

    private final Path home = Installation.here().home();
    private final Path deb = PackagedNode.built(home);
    private final Path rpm = PackagedNode.built(home, ".rpm");

    /** In another folder, whose name is longer: what a machine that builds has no part in. */
    @Test
    void theSameSourcesGiveTheSameBytes(@TempDir Path elsewhere) throws IOException {
        Path built = home.resolve("deploy/node-package/target");
        Path again = Files.createDirectories(elsewhere.resolve("another/checkout/of/the/sources/target"));
        copy(built.resolve("jars"), again.resolve("jars"));
        copy(built.resolve("classes"), again.resolve("classes"));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(built, "selfheal-node-package-*.jar")) {
            for (Path jar : jars) {
                Files.copy(jar, again.resolve(jar.getFileName()));
            }
        }

        Program.run(
                        List.of(
                                "sh",
                                home.resolve("deploy/node-package/build-packages")
                                        .toString(),
                                System.getProperty("java.home"),
                                again.toString(),
                                group(VERSION, deb.getFileName().toString()),
                                group(STAMP, Files.readString(home.resolve("pom.xml")))),
                        Duration.ofMinutes(8))
                .orThrow();

        assertThat(differing(built.resolve("package/root"), again.resolve("package/root")))
                .isEmpty();
        assertThat(again.resolve(deb.getFileName())).hasSameBinaryContentAs(deb);
        assertThat(again.resolve(rpm.getFileName())).hasSameBinaryContentAs(rpm);
    }

    /** The files of one folder that are not in the other with the same content, relative to it. */
    private static List<Path> differing(Path one, Path other) throws IOException {
        List<Path> differing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(one)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path name = one.relativize(file);
                if (!Files.exists(other.resolve(name)) || Files.mismatch(file, other.resolve(name)) != -1) {
                    differing.add(name);
                }
            }
        }
        return differing;
    }

    /** Java keeps the jars that are open in a hash map by their inodes: here all of them fall into one bin. */
    @Test
    void aClassArchiveSaysNothingOfTheInodesOfTheJars(@TempDir Path elsewhere) throws IOException {
        Path packed = home.resolve("deploy/node-package/target/package/root/usr/lib/selfheal");
        Files.createSymbolicLink(elsewhere.resolve("runtime"), packed.resolve("runtime"));
        Path lib = Files.createDirectory(elsewhere.resolve("lib"));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(packed.resolve("lib"))) {
            int made = 0;
            for (Path jar : jars) {
                Path copy = Files.createFile(elsewhere.resolve(made++ + ".jar"));
                while ((long) Files.getAttribute(copy, "unix:ino") % BINS != 0) {
                    copy = Files.createFile(elsewhere.resolve(made++ + ".jar"));
                }
                Files.write(copy, Files.readAllBytes(jar));
                Files.setLastModifiedTime(copy, Files.getLastModifiedTime(jar));
                Files.move(copy, lib.resolve(jar.getFileName()));
            }
        }

        for (String name : List.of("collector", "responder")) {
            Path script = home.resolve("deploy/node-package/class-archive");
            Program.run(List.of("sh", script.toString(), elsewhere.toString(), name), Duration.ofMinutes(4))
                    .orThrow();

            assertThat(elsewhere.resolve(name + ".jsa")).hasSameBinaryContentAs(packed.resolve(name + ".jsa"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    void isWhatBenchPackageMeasures() {
        assertThat(PackedAgents.here()).isPresent();
    }

    @Test
    void isSmallAndPackedSoThatEveryDpkgReadsIt() throws IOException {
        for (Path file : List.of(deb, rpm)) {
            System.out.printf("%s: %.1f MB%n", file.getFileName(), Files.size(file) / 1e6);
            assertThat(Files.size(file)).isLessThan(MOST_BYTES);
        }
        assertThat(Program.run(List.of("ar", "t", deb.toString()), Duration.ofMinutes(1))
                        .lines())
                .containsExactly("debian-binary", "control.tar.gz", "data.tar.gz");
    }

    @Test
    void everythingBelongsToRootAndNobodyElseMayWrite() {
        List<String> files = Program.run(List.of("dpkg-deb", "--contents", deb.toString()), Duration.ofMinutes(1))
                .orThrow()
                .lines();

        assertThat(files)
                .hasSizeGreaterThan(50)
                .allMatch(line -> line.matches("[-dl]r[-w][-xs][-r][-][-x][-r][-][-x] root/root .*")
                        || line.startsWith("lrwxrwxrwx root/root "));
    }

    @Test
    void theRpmHoldsTheSameFilesAndRefusesARunningSystemThatIsTooOld() {
        assertThat(query("[%{FILEMODES:perms} %{FILEUSERNAME} %{FILENAMES}\n]"))
                .hasSizeGreaterThan(50)
                .allMatch(line -> line.matches("[-dl]r[-w][-xs][-r][-][-x][-r][-][-x] root /(etc|usr)/.*")
                        || line.startsWith("lrwxrwxrwx root /"))
                .anyMatch(line -> line.endsWith(" /usr/lib/selfheal/responder.jsa"));
        assertThat(query("[%{REQUIRENAME} %{REQUIREFLAGS:depflags} %{REQUIREVERSION}\n]"))
                .contains("systemd >= 249", "nftables >= 0.9.3", "glibc >= 2.17")
                .noneMatch(line -> line.startsWith("lib"));
        assertThat(query("[%{FILEFLAGS:fflags} %{FILENAMES}\n]"))
                .filteredOn(line -> line.startsWith("cn "))
                .hasSize(5);
    }

    private List<String> query(String format) {
        return Program.run(
                        List.of("rpm", "-q", "--package", "--queryformat", format, rpm.toString()),
                        Duration.ofMinutes(1))
                .orThrow()
                .lines();
    }

    private static String group(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }
}
