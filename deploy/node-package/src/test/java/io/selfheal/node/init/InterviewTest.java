package io.selfheal.node.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.YamlConfig;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the files that the package brings. */
class InterviewTest {
    private static final Path PACKAGE = Path.of("src/root/etc/selfheal");
    private static final List<String> FILES = List.of("collector.yaml", "responder.yaml", "allow.list");

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void install() throws IOException {
        for (String name : FILES) {
            Files.writeString(folder.resolve(name), packaged(name));
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-r-----"));
        }
    }

    @Test
    void putsTheAnswersWhereTheyBelongAndLeavesTheRest() throws Exception {
        // given
        SigningKeys.generate(elsewhere, "fleet");
        Path key = elsewhere.resolve("fleet.pub");

        // when
        boolean done = hold("kafka1:9093, kafka2:9093", key.toString(), "198.51.100.0/24 2001:db8::7", "act", "yes");

        // then
        assertThat(done).as(out.toString()).isTrue();
        ResponderConfig responder = YamlConfig.read(folder.resolve("responder.yaml"), ResponderConfig.class);
        assertThat(responder.kafka().bootstrap()).isEqualTo("kafka1:9093,kafka2:9093");
        assertThat(responder.modes().block()).isEqualTo(Mode.ACT);
        assertThat(responder.trust().keys().get("analyzer").file())
                .isEqualTo(folder.resolve("analyzer.pub"))
                .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-r--r--"))
                .hasSameTextualContentAs(key);
        assertThat(YamlConfig.read(folder.resolve("collector.yaml"), CollectorConfig.class)
                        .kafka()
                        .bootstrap())
                .isEqualTo("kafka1:9093,kafka2:9093");
        assertThat(Files.readAllLines(folder.resolve("allow.list"))).endsWith("198.51.100.0/24", "2001:db8::7");
        for (String name : FILES) {
            assertThat(folder.resolve(name + ".before-init")).hasContent(packaged(name));
            assertThat(Files.readAllLines(folder.resolve(name)))
                    .as("comments stay")
                    .containsAll(Files.readAllLines(PACKAGE.resolve(name)).stream()
                            .filter(line -> line.strip().startsWith("#"))
                            .toList());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void asksAgainWhereAnAnswerCannotBeTaken() throws Exception {
        boolean done = hold(
                "kafka",
                "kafka:9092",
                "/no/such.pub",
                "",
                "0.0.0.0/0",
                "nonsense",
                "10.0.0.0/8",
                "hard",
                "ask",
                "",
                "");

        assertThat(done).isFalse();
        assertThat(out.toString())
                .contains("bootstrap is no list of brokers; allowed: HOST:PORT,HOST:PORT")
                .contains("/no/such.pub is no file; allowed: ")
                .contains("0.0.0.0/0 is everybody")
                .contains("nonsense is no address or network; allowed: ")
                .contains("hard is no mode; allowed: off, simulate, ask, act");
    }

    @Test
    void writesNothingUnlessTheEndIsConfirmed() throws Exception {
        boolean done = hold("kafka:9092", "", "10.0.0.0/8", "act", "no");

        assertThat(done).isFalse();
        assertThat(out.toString()).endsWith("Nothing was written.\n");
        assertThatNothingWasWritten();
        assertThatThrownBy(() -> hold("kafka:9092", "", "10.0.0.0/8"))
                .isInstanceOf(IOException.class)
                .hasMessage("the answers ended; nothing was written");
        assertThatNothingWasWritten();
    }

    @Test
    void asASecondTimeItChangesNothingThatIsSaidAlready() throws Exception {
        hold("kafka:9092", "", "10.0.0.0/8", "simulate", "yes");

        boolean done = hold("", "", "10.0.0.0/8", "");

        assertThat(done).isTrue();
        assertThat(out.toString()).endsWith("The files say so already.\n");
    }

    @Test
    void aKeyThatIsSetStaysAndAFileOfAnotherFormIsLeftToPeople() throws Exception {
        Files.writeString(folder.resolve("responder.yaml"), "kafka: {bootstrap: \"a:1\"}\ntrust: {unsigned: true}\n");

        assertThatThrownBy(() -> hold("kafka:9092", "10.0.0.0/8", "act", "yes"))
                .hasMessageContaining(
                        "responder.yaml has its kafka on one line; set kafka.bootstrap to kafka:9092 by hand");

        assertThat(out.toString()).contains("trust is set in responder.yaml already, and stays as it is.");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void enterKeepsWhatIsSetAndProtectsWhereThePersonComesFrom() throws Exception {
        hold("kafka:9092", "", "10.0.0.0/8", "ask", "yes");

        boolean done = holdFrom("2001:db8::7", "", "", "", "", "yes");

        assertThat(done).as(out.toString()).isTrue();
        ResponderConfig responder = YamlConfig.read(folder.resolve("responder.yaml"), ResponderConfig.class);
        assertThat(responder.kafka().bootstrap()).isEqualTo("kafka:9092");
        assertThat(responder.modes().block()).isEqualTo(Mode.ASK);
        assertThat(Files.readAllLines(folder.resolve("allow.list"))).endsWith("10.0.0.0/8", "2001:db8::7");
    }

    @Test
    void aNetworkThatIsListedWithALabelIsNotListedTwice() throws Exception {
        Files.writeString(folder.resolve("allow.list"), "10.0.0.0/8 the office # since 2019\n");

        hold("kafka:9092", "", "10.0.0.0/8", "simulate", "yes");

        assertThat(folder.resolve("allow.list")).hasContent("10.0.0.0/8 the office # since 2019\n");
    }

    @Test
    void saysThatNobodyIsProtectedWhereItBlocksInEarnest() throws Exception {
        hold("", "", "none", "act", "no");
        assertThat(out.toString()).contains("nobody is protected by name: not you either");

        out.getBuffer().setLength(0);
        Files.writeString(folder.resolve("allow.list"), "10.0.0.0/8 # us\n");
        hold("", "", "none", "act", "no");
        assertThat(out.toString()).doesNotContain("nobody is protected");
    }

    @Test
    void commentsBehindValuesStayAndBracketsAreNoList() throws Exception {
        Files.writeString(
                folder.resolve("responder.yaml"),
                packaged("responder.yaml").replace("localhost:9092", "localhost:9092 # the test broker"));

        hold("[::1]:9092", "", "none", "simulate", "yes");

        assertThat(folder.resolve("responder.yaml"))
                .content()
                .contains("  bootstrap: \"[::1]:9092\" # the test broker\n");
    }

    @Test
    void aFileThatIsRefusedAlreadyIsNamedBeforeTheFirstQuestion() throws Exception {
        Files.writeString(folder.resolve("responder.yaml"), "modes:\n  block: hard\n");

        assertThatThrownBy(() -> hold("kafka:9092", "", "none", "act", "yes"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("responder.yaml:2");
        assertThat(out.toString()).isEmpty();
    }

    private void assertThatNothingWasWritten() throws IOException {
        for (String name : FILES) {
            assertThat(folder.resolve(name)).hasContent(packaged(name));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    /** As the package brings it, but for the list's place. */
    private String packaged(String name) throws IOException {
        return Files.readString(PACKAGE.resolve(name))
                .replace(
                        "/etc/selfheal/allow.list", folder.resolve("allow.list").toString());
    }

    private boolean hold(String... answers) throws IOException {
        return holdFrom("", answers);
    }

    private boolean holdFrom(String address, String... answers) throws IOException {
        String all = answers.length == 0 ? "" : String.join("\n", answers) + "\n";
        return new Interview(new BufferedReader(new StringReader(all)), new PrintWriter(out, true), address)
                .hold(new NodeFiles(folder));
    }
}
