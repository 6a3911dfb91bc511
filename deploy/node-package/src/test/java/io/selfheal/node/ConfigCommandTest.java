package io.selfheal.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
    private static final Path SHIPPED = Path.of("src/root/etc/selfheal");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command =
                NodeSelfHeal.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    @Test
    void takesTheFilesThatThePackageShips() {
        int status = run(
                "config",
                "check",
                SHIPPED.resolve("collector.yaml").toString(),
                SHIPPED.resolve("responder.yaml").toString(),
                SHIPPED.resolve("care.yaml").toString());

        assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.endsWith(": in order"));
        assertThat(status).isZero();
    }

    @Test
    void namesEverythingThatAnAgentWouldRefuse() throws IOException {
        Path file = folder.resolve("collector.yaml");
        Files.writeString(file, "sources:\n  - path: x\nnonsense: 1\n");

        int status = run("config", "check", file.toString());

        assertThat(status).isEqualTo(1);
        assertThat(out.toString())
                .contains("collector.yaml:2: sources[0].path: 'x'")
                .contains("collector.yaml:3: nonsense");
    }

    @Test
    void namesATypeThatNoParserKnowsAndAKeyThatIsNone() throws IOException {
        Path collector = folder.resolve("collector.yaml");
        Path responder = folder.resolve("responder.yaml");
        Files.writeString(collector, "sources: [{path: /a, type: ngnix}]\nparsers-directory: " + folder + "/none\n");
        Files.writeString(responder, "trust: {keys: {analyzer: {file: " + folder + "/missing.pub}}}\n");

        int status = run("config", "check", "--json", collector.toString(), responder.toString());

        assertThat(status).isEqualTo(1);
        assertThat(out.toString().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"ok\":false").contains("'ngnix' is unknown"),
                        line -> assertThat(line)
                                .contains("\"setting\":\"trust.keys\"")
                                .contains("missing.pub"));
    }

    @Test
    void refusesAFileOfAnotherName() {
        assertThat(run("config", "check", folder.resolve("other.yaml").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'other.yaml' is not known; allowed: a name that begins with collector");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(run("config", "check", folder.resolve("collector.yaml").toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("collector.yaml: does not exist");
    }
}
