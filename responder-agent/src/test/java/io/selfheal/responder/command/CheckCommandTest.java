package io.selfheal.responder.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.care.Stamps;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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

    @Test
    void looksOnceMoreBeforeAMaintenanceWindow() throws Exception {
        // A window is always within the next minutes, and the last look was long enough ago.
        Path window = Files.writeString(state.resolve("responder.yaml"), """
                maintenance:
                  - name: kernel
                    when: "* * * * *"
                    checks-before: 1h
                """);
        Path care = Files.writeString(state.resolve("care.yaml"), """
                checks:
                  firmware: "0 0 30 2 *"
                """);
        Instant longAgo = Instant.now().minus(Duration.ofHours(3));
        new Stamps(state).done("check-firmware", longAgo);
        String[] due = {
            "firmware", "--due", "--config", care.toString(), "--care-state", state.toString(), "--responder"
        };

        execute(with(due, state.resolve("none.yaml").toString()));
        String without = out.toString();
        execute(with(due, window.toString()));

        assertThat(without).isEmpty();
        assertThat(out.toString()).startsWith("firmware: ");
        assertThat(new Stamps(state).last("check-firmware")).get().matches(last -> last.isAfter(longAgo));
        String refused = Files.writeString(state.resolve("bad.yaml"), "maintenance: [{name: X}]")
                .toString();
        execute(with(due, refused));
        assertThat(err.toString()).contains("bad.yaml is refused; its maintenance windows are not known");
    }

    private static String[] with(String[] arguments, String last) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }

    private void execute(String... arguments) {
        new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
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
