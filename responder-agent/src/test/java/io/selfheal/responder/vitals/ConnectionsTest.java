package io.selfheal.responder.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.vitals.Connections.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {
    @TempDir
    Path root;

    static boolean isSsHere() {
        return Files.isExecutable(Path.of("/usr/bin/ss"));
    }

    @Test
    void readsBothEndsOfEveryForm() throws IOException {
        List<Connection> all = look("""
                tcp   LISTEN     0 128    0.0.0.0:22                 0.0.0.0:*
                tcp   LISTEN     0 128    *:80                       *:*
                tcp   ESTAB      0 0      [::ffff:192.0.2.1]:443     [::ffff:203.0.113.7]:4000
                udp   UNCONN     0 0      127.0.0.53%lo:53           0.0.0.0:*
                udp   UNCONN     0 0      [fe80::1]%eth0:546         [::]:*
                tcp   TIME-WAIT  0 0      192.0.2.1:443              203.0.113.8:4001
                """);

        assertThat(all)
                .extracting(each -> each.protocol() + " " + each.state() + " " + each.local() + " " + each.remote())
                .containsExactly(
                        "tcp listen *:22 *:*",
                        "tcp listen *:80 *:*",
                        "tcp established 192.0.2.1:443 203.0.113.7:4000",
                        "udp unconn 127.0.0.53:53 *:*",
                        "udp unconn [fe80::1]:546 *:*",
                        "tcp time_wait 192.0.2.1:443 203.0.113.8:4001");
        assertThat(all).allMatch(each -> each.pid() == 0 && each.process().isEmpty());
    }

    @Test
    void aProgramThatNamesItselfLikeAnotherOneIsSeenAsWhatItIs() throws IOException {
        Files.createDirectories(root.resolve("proc/42"));
        Files.writeString(root.resolve("proc/42/comm"), "\",pid=1,fd=3)\n");

        List<Connection> all = look("""
                tcp ESTAB 0 0 192.0.2.1:22 203.0.113.7:4000 users:(("sshd",pid=7,fd=4),("",pid=1,fd=3)",pid=42,fd=3))
                """);

        assertThat(all).singleElement().satisfies(each -> {
            assertThat(each.pid()).isEqualTo(42);
            assertThat(each.process()).isEqualTo("\",pid=1,fd=3)");
        });
    }

    @Test
    void aFailureIsNoEmptyList() throws IOException {
        ExternalProgram failing = script("echo 'no netlink' >&2; exit 1");

        assertThatThrownBy(() -> new Connections(failing, root).look())
                .isInstanceOf(IOException.class)
                .hasMessage("ss: no netlink");
    }

    @Test
    @EnabledIf("isSsHere")
    void theRealOneSeesOurOwnConnection() throws IOException {
        ExternalProgram ss = new ExternalProgram(List.of("/usr/bin/ss"), Duration.ofSeconds(20));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertThat(new Connections(ss, Path.of("/")).look()).anySatisfy(each -> {
                assertThat(each.protocol()).isEqualTo("tcp");
                assertThat(each.state()).isEqualTo("established");
                assertThat(each.local().port()).isEqualTo(client.getLocalPort());
                assertThat(each.remote()).hasToString("127.0.0.1:" + server.getLocalPort());
                assertThat(each.pid()).isEqualTo((int) ProcessHandle.current().pid());
            });
        }
    }

    private List<Connection> look(String lines) throws IOException {
        return new Connections(script("cat <<'EOF'\n" + lines + "EOF"), root).look();
    }

    private ExternalProgram script(String body) throws IOException {
        Path file = root.resolve("fake-ss");
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new ExternalProgram(List.of(file.toString()), Duration.ofSeconds(20));
    }
}
