package io.selfheal.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the build made of the node's package. */
@Lab(LabKind.CONTAINER)
class NodePackageBuildTest {
    private static final long MOST_BYTES = 60_000_000;
    private static final Pattern VERSION = Pattern.compile("selfheal-node_(.*)_[a-z0-9]+\\.deb");
    private static final Pattern STAMP =
            Pattern.compile("<project.build.outputTimestamp>(.*)</project.build.outputTimestamp>");

    private final Path home = Installation.here().home();
    private final Path deb = PackagedNode.built(home);

    /** In the same folder: the class archive names the place that it was made at. */
    @Test
    void theSameSourcesGiveTheSameBytes() throws IOException {
        String first = sha256(deb);

        Program.run(
                        List.of(
                                "sh",
                                home.resolve("deploy/node-package/build-deb").toString(),
                                System.getProperty("java.home"),
                                home.resolve("deploy/node-package/target").toString(),
                                group(VERSION, deb.getFileName().toString()),
                                group(STAMP, Files.readString(home.resolve("pom.xml")))),
                        Duration.ofMinutes(8))
                .orThrow();

        assertThat(sha256(deb)).isEqualTo(first);
    }

    @Test
    void isSmallAndPackedSoThatEveryDpkgReadsIt() throws IOException {
        System.out.printf("%s: %.1f MB%n", deb.getFileName(), Files.size(deb) / 1e6);
        assertThat(Files.size(deb)).isLessThan(MOST_BYTES);
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

    private static String group(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
