package io.selfheal.responder.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.json.Json;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {
    @TempDir
    Path directory;

    private Path socket() {
        return directory.resolve("r.sock");
    }

    private ControlServer server() throws IOException {
        ControlServer server = new ControlServer(socket(), "no-such-group", (request, user) -> {
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
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-rw----");
            assertThat(server).isNotNull();
        }
        assertThat(socket()).doesNotExist();
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
    void understandsLengthsAsPeopleTypeThem() {
        assertThat(Lengths.parse("90s")).hasSeconds(90);
        assertThat(Lengths.parse("7d")).hasDays(7);
        assertThat(Lengths.print(Lengths.parse("90s"))).isEqualTo("1m 30s");
        assertThatThrownBy(() -> Lengths.parse("4 hours")).hasMessageContaining("allowed: 30s, 10m, 4h, 7d");
    }
}
