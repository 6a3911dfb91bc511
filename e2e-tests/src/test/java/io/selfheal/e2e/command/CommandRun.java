package io.selfheal.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@code selfheal}, in a process of its own.
 *
 * @param output what it printed on standard output
 * @param errors and on standard error
 */
record CommandRun(String output, String errors) {
    private static final long LIMIT_S = 120;

    /** Runs it to its end, which has to have this exit status. */
    static CommandRun of(int status, String... arguments) throws IOException, InterruptedException {
        return of(status, command(arguments));
    }

    /** The same of the built checkout's program, with which the services can start. */
    static CommandRun ofServices(int status, String... arguments) throws IOException, InterruptedException {
        return of(status, Installation.here().services(arguments));
    }

    private static CommandRun of(int status, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("selfheal", ".out");
        Path errors = Files.createTempFile("selfheal", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            CommandRun run = new CommandRun(
                    Files.readString(output, StandardCharsets.UTF_8), Files.readString(errors, StandardCharsets.UTF_8));
            assertThat(process.exitValue()).as(run.toString()).isEqualTo(status);
            return run;
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.selfheal.standalone.SelfHealCommand"));
        command.addAll(List.of(arguments));
        return command;
    }
}
