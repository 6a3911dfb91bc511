package io.selfheal.e2e.fleet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.RemoteMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real collector, a real broker, and logs of which some are on a real remote file system that hangs. */
@Lab(LabKind.MOUNT)
class RemoteLogsTest {
    private static final Duration SLOW_MACHINE = Duration.ofMinutes(4);

    /** Before each source of a status file. */
    private static final Pattern SOURCE = Pattern.compile("(?=\"source\" :)");

    @TempDir
    Path directory;

    private RemoteMount remote;
    private Path local;
    private BrokerAndCollector both;
    private int written;

    @BeforeEach
    void start() throws IOException {
        remote = RemoteMount.in(directory);
        local = directory.resolve("auth.log");
        Files.createDirectory(remote.served().resolve("vm1"));
        both = new BrokerAndCollector(directory, """
                sources:
                  - path: %s
                    type: syslog
                    zone: UTC
                    start: beginning
                  - path: %s/*/auth.log
                    type: syslog
                    zone: UTC
                    start: beginning
                """.formatted(local, remote.mount()));
    }

    @AfterEach
    void end() {
        // Not even SIGKILL ends who waits for an answer of FUSE.
        remote.answer();
        both.close();
        remote.close();
    }

    @Test
    void aRemoteFileSystemThatHangsHoldsUpNothingElseAndLosesNothing() throws IOException {
        Path served = remote.served().resolve("vm1/auth.log");
        write(local, 3);
        write(served, 3);
        awaitAll();
        Files.move(served, served.resolveSibling("auth.log.1"));
        write(served, 2);
        awaitAll();

        remote.hang();
        write(served, 5);
        write(local, 5);
        awaitUsers(written - 5);
        awaitState("hanging");
        Files.move(served, served.resolveSibling("auth.log.1"), StandardCopyOption.REPLACE_EXISTING);
        write(served, 2);
        remote.answer();
        awaitAll();
        awaitState("reading");

        both.killCollector();
        remote.hang();
        write(served, 3);
        both.startCollector();
        write(local, 4);
        awaitUsers(written - 3);
        awaitState("hanging");
        remote.answer();
        awaitAll();
        assertThat(both.idsOfUsers())
                .allSatisfy((user, ids) -> assertThat(ids).as(user).hasSize(1));
    }

    private void awaitAll() {
        awaitUsers(written);
    }

    private void awaitUsers(int count) {
        Awaitility.await(count + " lines")
                .atMost(SLOW_MACHINE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> assertThat(both.idsOfUsers()).as(both.said()).hasSize(count));
    }

    /** What the collector says of what is on the remote file system. */
    private void awaitState(String state) {
        String said = "\"state\" : \"" + state + "\"";
        Awaitility.await(state)
                .atMost(SLOW_MACHINE)
                .untilAsserted(() -> assertThat(sources())
                        .as(both.said())
                        .anySatisfy(source -> assertThat(source)
                                .contains(remote.mount().toString())
                                .contains(said)));
    }

    private List<String> sources() throws IOException {
        String status = Files.readString(directory.resolve("state/status.json"));
        return SOURCE.splitAsStream(status).toList();
    }

    private void write(Path log, int lines) throws IOException {
        String stamp = BrokerAndCollector.stamp();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            // All of one length: a file that replaces another is told by nothing but what stands in it.
            text.append("%s node1 sshd[1]: Failed password for invalid user u%04d from 203.0.113.7 port 1024 ssh2\n"
                    .formatted(stamp, written));
            written++;
        }
        Files.write(log, text.toString().getBytes(US_ASCII), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
