package io.selfheal.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class SubcommandsTest {
    private static final List<Class<?>> COMMANDS = List.of(Greet.class, Fail.class);

    @Test
    void onlyTheOneThatIsCalledIsMadeReady() {
        assertThat(command("greet", "you").getSubcommands()).containsOnlyKeys("greet");
    }

    @Test
    void helpAndMistakesKnowAllOfThem() {
        assertThat(command("--help").getSubcommands()).containsOnlyKeys("greet", "fail");
        assertThat(command("grete").getSubcommands()).containsOnlyKeys("greet", "fail");
        assertThat(command().getSubcommands()).containsOnlyKeys("greet", "fail");
    }

    @Test
    void aFailureIsToldWithTheCommandAndTheReason() {
        assertThat(failure("missing")).isEqualTo("tool fail: /a/file does not exist\n");
        assertThat(failure("denied")).isEqualTo("tool fail: /a/file may not be read by you; are you root?\n");
        assertThat(failure("broken")).isEqualTo("tool fail: the disk is full\n");
        assertThat(failure("silent")).isEqualTo("tool fail: IOException\n");
    }

    @Test
    void aMistakeIsNamedWithTheWayToTheHelpAndTheListOfCommandsWhereOneIsMissing() {
        assertThat(mistake("fail", "broken", "--colour"))
                .isEqualTo("tool fail: Unknown option: '--colour'\nSee 'tool fail --help'.\n");
        assertThat(mistake("grete"))
                .startsWith("tool: Unmatched argument at index 0: 'grete'\n")
                .contains("Did you mean: tool greet")
                .contains("Commands:");
    }

    private static String mistake(String... arguments) {
        StringWriter err = new StringWriter();
        int status = command(arguments).setErr(new PrintWriter(err, true)).execute(arguments);
        assertThat(status).isEqualTo(2);
        return err.toString();
    }

    private static String failure(String how) {
        StringWriter err = new StringWriter();
        int status = command("fail", how).setErr(new PrintWriter(err, true)).execute("fail", how);
        assertThat(status).isEqualTo(1);
        return err.toString();
    }

    private static CommandLine command(String... arguments) {
        return Subcommands.of(new Tool(), COMMANDS, arguments);
    }

    @Command(name = "tool", mixinStandardHelpOptions = true)
    static final class Tool {}

    @Command(name = "greet")
    static final class Greet implements Callable<Integer> {
        @Parameters
        private String who = "";

        @Override
        public Integer call() {
            return who.isEmpty() ? 1 : 0;
        }
    }

    @Command(name = "fail")
    static final class Fail implements Callable<Integer> {
        @Parameters
        private String how = "";

        @Override
        public Integer call() throws IOException {
            throw switch (how) {
                case "missing" -> new NoSuchFileException("/a/file");
                case "denied" -> new AccessDeniedException("/a/file");
                case "broken" -> new IOException("the disk is full");
                default -> new IOException();
            };
        }
    }
}
