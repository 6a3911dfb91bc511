package io.selfheal.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told when {@code selfheal standalone} cannot start. */
class StandaloneCommandTest {
    @TempDir
    private Path folder;

    @Test
    void namesThePortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(refused("--kafka-port", port))
                    .contains("Kafka cannot start on 127.0.0.1:" + port, "Address already in use");
            assertThat(refused("--kafka-port", "0", "--http-port", port)).contains(port + ": Address already in use");
        }
    }

    /** On one line, and nothing else: the log may be gone by then. */
    private String refused(String... ports) throws IOException, InterruptedException {
        Path collector = Files.writeString(folder.resolve("collector.yaml"), """
                host-name: web1
                state-directory: %s
                kafka: {bootstrap: "127.0.0.1:1"}
                sources:
                  - {path: %s, type: syslog}
                """.formatted(
                        folder.resolve("collector"), folder.resolve("auth.log")));
        Path responder = Files.writeString(
                folder.resolve("responder.yaml"), """
                node: {name: web1}
                kafka: {bootstrap: "127.0.0.1:1"}
                control: {socket: %s}
                state: {directory: %s}
                """.formatted(folder.resolve("r.sock"), folder.resolve("responder")));
        List<String> arguments = new ArrayList<>(List.of("standalone"));
        arguments.addAll(List.of("--dir", folder.resolve("standalone").toString()));
        arguments.addAll(List.of("--collector", collector.toString(), "--responder", responder.toString()));
        arguments.addAll(List.of(ports));

        CommandRun run = CommandRun.ofServices(1, arguments.toArray(String[]::new));

        assertThat(run.output()).isEmpty();
        assertThat(run.errors().lines()).singleElement().asString().startsWith("selfheal standalone: ");
        return run.errors();
    }
}
