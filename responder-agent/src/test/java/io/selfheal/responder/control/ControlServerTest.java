package io.selfheal.responder.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.responder.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {
    @TempDir
    Path directory;

    private Path socket() {
        return directory.resolve("r.sock");
    }

    private ControlServer server() throws IOException {
        return server("no-such-group");
    }

    private ControlServer server(String group) throws IOException {
        ControlServer server = new ControlServer(socket(), group, (request, user) -> {
            if (request.containsKey("fail")) {
                throw new IllegalStateException("inside");
            }
            Map<String, Object> reply = Reply.done("hello " + user);
            reply.put("echo", request);
            return reply;
        });
        server.start();
        return server;
    }

    @Test
    void doesNotTakeThePlaceOfOneThatAnswers() throws Exception {
        try (ControlServer first = server()) {
            assertThat(first).isNotNull();
            assertThatThrownBy(this::server)
                    .isInstanceOf(IOException.class)
                    .hasMessage("another responder answers at " + socket());
            assertThat(new ControlClient(socket()).ask(Map.of("command", "status")))
                    .contains("hello");
        }
    }

    private String raw(byte[] request) throws IOException {
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            ByteBuffer bytes = ByteBuffer.wrap(request);
            try {
                while (bytes.hasRemaining()) {
                    connection.write(bytes);
                }
            } catch (IOException e) {
                // The server answered and closed before it had everything.
            }
            return new String(Channels.newInputStream(connection).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void answersARequestAndKnowsWhoAsks() throws Exception {
        try (ControlServer server = server()) {
            Map<String, Object> reply = Json.readObject(new ControlClient(socket()).ask(Map.of("command", "status")));

            assertThat(reply)
                    .containsEntry("message", "hello " + System.getProperty("user.name"))
                    .containsEntry("echo", Map.of("command", "status"));
            assertThat(server).isNotNull();
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void membersOfTheGroupMayAskAndWithoutOneOnlyRoot() throws Exception {
        String own = Files.readAttributes(directory, PosixFileAttributes.class)
                .group()
                .getName();
        try (ControlServer given = server(own)) {
            assertThat(given).isNotNull();
            assertThat(rights()).isEqualTo("rw-rw---- " + own);
        }
        try (ControlServer notGiven = server("no-such-group")) {
            assertThat(notGiven).isNotNull();
            assertThat(rights()).startsWith("rw-------");
        }
    }

    /** As the packaged responder, which may give files to no group but its own. */
    @Test
    void aGroupThatCannotBeGivenLeavesTheSocketToRoot() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("taking a capability away needs root")
                .isEqualTo("root");
        Process child = new ProcessBuilder(
                        "setpriv",
                        "--bounding-set=-chown",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        socket().toString(),
                        "nogroup")
                .redirectErrorStream(true)
                .start();

        try (BufferedReader said = child.inputReader()) {
            String log =
                    said.lines().takeWhile(line -> !line.equals(Child.READY)).collect(Collectors.joining("\n"));
            assertThat(log)
                    .contains("cannot be given to its group")
                    .contains("control.group=nogroup")
                    .contains("Operation not permitted");
            assertThat(rights()).startsWith("rw-------");
            assertThat(new ControlClient(socket()).ask(Map.of())).contains("\"ok\":true");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void whoNeverTakesItsAnswerKeepsNobodyElseOutForLong() throws Exception {
        List<SocketChannel> deaf = new ArrayList<>();
        byte[] request = "{\"large\":true}\n".getBytes(StandardCharsets.UTF_8);
        try (ControlServer server = new ControlServer(
                socket(),
                "no-such-group",
                (asked, user) -> Reply.done(asked.containsKey("large") ? "x".repeat(4 << 20) : "hello"))) {
            server.start();
            for (int i = 0; i < 16; i++) {
                SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
                deaf.add(connection);
                connection.write(ByteBuffer.wrap(request));
            }

            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> new ControlClient(socket()).ask(Map.of()).contains("hello"));
        } finally {
            for (SocketChannel connection : deaf) {
                connection.close();
            }
        }
    }

    private String rights() throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(socket(), PosixFileAttributes.class);
        return PosixFilePermissions.toString(attributes.permissions()) + " "
                + attributes.group().getName();
    }

    /** Serves until it is killed, or its parent is: {@code SOCKET GROUP}. */
    static final class Child {
        static final String READY = "ready";

        private Child() {}

        public static void main(String[] args) throws Exception {
            try (ControlServer server =
                    new ControlServer(Path.of(args[0]), args[1], (request, user) -> Reply.done("hello"))) {
                server.start();
                System.out.println(READY);
                var _ = System.in.read();
            }
        }
    }

    @Test
    void outlivesGarbage() throws Exception {
        try (ControlServer server = server()) {
            for (String garbage : List.of("\n", "nonsense\n", "{\"a\":\n", "[1]\n", "{} {}\n", "[".repeat(50) + "\n")) {
                assertThat(raw(garbage.getBytes(StandardCharsets.UTF_8))).contains("\"ok\":false");
            }
            assertThat(raw(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, '\n'})).contains("\"ok\":false");
            assertThat(raw("{\"fail\":1}\n".getBytes(StandardCharsets.UTF_8))).contains("log says why");

            assertThat(new ControlClient(socket()).ask(Map.of())).contains("\"ok\":true");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void takesThePlaceOfASocketThatACrashLeftBehind() throws Exception {
        Files.createFile(socket());

        try (ControlServer server = server()) {
            assertThat(new ControlClient(socket()).ask(Map.of())).contains("\"ok\":true");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void saysThatNobodyListens() {
        assertThatThrownBy(() -> new ControlClient(socket()).ask(Map.of())).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotWaitForeverForAResponderThatHangs() throws Exception {
        try (ServerSocketChannel hanging = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hanging.bind(UnixDomainSocketAddress.of(socket()));

            assertThatThrownBy(() -> new ControlClient(socket()).ask(Map.of(), Duration.ofSeconds(1)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no answer within 1 s");
        }
    }

    @Test
    void understandsLengthsAsPeopleTypeThem() {
        assertThat(Lengths.parse("90s")).hasSeconds(90);
        assertThat(Lengths.parse("7d")).hasDays(7);
        assertThat(Lengths.print(Lengths.parse("90s"))).isEqualTo("1m 30s");
        assertThatThrownBy(() -> Lengths.parse("4 hours")).hasMessageContaining("allowed: 30s, 10m, 4h, 7d");
    }
}
