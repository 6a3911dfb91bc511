package io.selfheal.responder.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path state;

    @Test
    void looksOnlyAtWhatIsNamed() {
        int status = run("firmware");

        assertThat(out.toString()).startsWith("firmware: ");
        assertThat(status).isBetween(0, 1);
    }

    @Test
    void refusesWhatCannotBeLookedAt() {
        assertThat(run("weather")).isEqualTo(2);
        assertThat(err.toString()).contains("'weather' cannot be looked at; allowed: packages, firmware");
    }

    @Test
    void looksOnceForEachTimeOfTheSchedule() {
        run("firmware", "--due");
        String first = out.toString();

        run("firmware", "--due");

        assertThat(first).startsWith("firmware: ");
        assertThat(out).hasToString(first);
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new CheckCommand());
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--care-state";
        all[arguments.length + 1] = state.toString();
        all[arguments.length + 2] = "--config";
        all[arguments.length + 3] = state.resolve("none.yaml").toString();
        return command.execute(all);
    }
}
