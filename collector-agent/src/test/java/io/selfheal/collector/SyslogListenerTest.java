package io.selfheal.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.schemas.event.SecurityEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Syslog over real sockets, from its sender to what Kafka would get. */
class SyslogListenerTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    private final MemoryPublisher kafka = new MemoryPublisher();

    @Test
    void readsBothFormsOverUdpAndTakesTheHostFromTheMessageElseFromTheSender() throws Exception {
        try (CollectorAgent agent = start("udp", "")) {
            datagram(agent, "<38>1 2026-11-21T12:00:00Z fw1 sshd 7 - - " + failure("new-form"));
            datagram(agent, "<38>Nov 21 12:00:01 fw2 sshd[7]: " + failure("old-form") + "\n");
            datagram(agent, "<38>Nov 21 12:00:02 sshd[7]: " + failure("no-host"));
            await().until(() -> kafka.users().size() == 3);
        }
        assertThat(kafka.users()).containsExactly("new-form", "old-form", "no-host");
        assertThat(kafka.events.stream().map(event -> event.origin().host()))
                .containsExactly("fw1", "fw2", "127.0.0.1");
        assertThat(kafka.events.stream().map(event -> String.valueOf(event.source())))
                .containsOnly("203.0.113.9");
        assertThat(kafka.events.stream().map(SecurityEvent::id).distinct()).hasSize(3);
    }

    @Test
    void neverTakesTheSenderForTheSourceOfAnAttack() throws Exception {
        try (CollectorAgent agent = start("udp", "")) {
            datagram(agent, "<38>Nov 21 12:00:00 fw sshd[7]: Failed password for root from somewhere port 1 ssh2");
            datagram(agent, "<38>Nov 21 12:00:01 fw sshd[7]: " + failure("after"));
            await().until(() -> kafka.users().contains("after"));
        }
        assertThat(kafka.events.stream().map(event -> String.valueOf(event.source())))
                .doesNotContain("127.0.0.1");
    }

    @Test
    void countsAndDropsWhatComesFromASenderThatIsNotAllowed() throws Exception {
        for (String transport : List.of("udp", "tcp")) {
            try (CollectorAgent agent = start(transport, "", "192.0.2.0/24")) {
                if (transport.equals("udp")) {
                    datagram(agent, "<38>Nov 21 12:00:00 fw sshd[7]: " + failure("stranger"));
                } else {
                    try (Socket socket = connect(agent)) {
                        assertThat(socket.getInputStream().read()).isEqualTo(-1);
                    }
                }
                await().until(() -> status().contains("\"not_allowed\" : 1"));
            }
        }
        assertThat(kafka.events).isEmpty();
    }

    @Test
    void readsCountedMessagesAndLinesOverTcpAndGoesOnAfterGarbage() throws Exception {
        byte[] noise = new byte[20_000];
        new Random(3).nextBytes(noise);
        try (CollectorAgent agent = start("tcp", "message-bytes: 1KiB")) {
            try (Socket garbage = connect(agent);
                    Socket endless = connect(agent);
                    Socket half = connect(agent);
                    Socket huge = connect(agent)) {
                garbage.getOutputStream().write(noise);
                endless.getOutputStream()
                        .write("<38>never a newline ".repeat(20_000).getBytes(UTF_8));
                half.getOutputStream().write("500 <38>Nov 21 12:00:00 fw ssh".getBytes(UTF_8));
                half.shutdownOutput();
                send(huge, "999999999 <38>x");
                await().until(() -> status().contains("\"broken\" : 2"));
                try (Socket good = connect(agent)) {
                    String counted = "<38>1 2026-11-21T12:00:00Z fw1 sshd 7 - - " + failure("counted");
                    send(good, counted.length() + " " + counted);
                    send(good, "<38>Nov 21 12:00:01 fw1 sshd[7]: " + failure("a-line") + "\n");
                    await().until(() -> kafka.users().contains("a-line"));
                }
            }
        }
        assertThat(kafka.users()).containsSubsequence("counted", "a-line");
    }

    @Test
    void spoolsWhileKafkaIsAwayAndAcrossARestartAndSendsEachMessageUnderOneId() throws Exception {
        kafka.holding = true;
        try (CollectorAgent agent = start("tcp", "")) {
            try (Socket socket = connect(agent)) {
                for (int i = 0; i < 50; i++) {
                    send(socket, "<38>Nov 21 12:00:00 fw sshd[7]: " + failure("user" + i) + "\n");
                }
                await().until(() -> kafka.events.size() == 50);
            }
        }
        MemoryPublisher other = new MemoryPublisher();
        try (CollectorAgent agent =
                CollectorAgent.start(config("tcp", "", "127.0.0.0/8"), other, InstantSource.system())) {
            await().until(() -> other.events.size() == 50);
            await().until(() -> agent.acknowledged() == 50);
            await().until(() -> status().contains("\"lag_bytes\" : 0"));
        }
        assertThat(ids(other)).isEqualTo(ids(kafka));
    }

    @Test
    void makesTcpSendersWaitWhileTheSpoolIsFullAndLosesNothing() throws Exception {
        kafka.reachable = false;
        int messages = 6000;
        String padding = " ".repeat(300);
        try (CollectorAgent agent = start("tcp", "spool-bytes: 1MiB, messages-per-second: 100000")) {
            List<Thread> sender = new ArrayList<>();
            try (Socket socket = connect(agent)) {
                sender.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < messages; i++) {
                        send(socket, "<38>Nov 21 12:00:00 fw sshd[7]:" + padding + failure("user" + i) + "\n");
                    }
                }));
                await().until(() -> spooled() > 900_000);
                assertThat(kafka.events).isEmpty();
                kafka.reachable = true;
                await().until(() -> kafka.events.size() == messages);
                sender.getFirst().join();
            }
            assertThat(spooled()).isLessThanOrEqualTo(1 << 20);
        }
        assertThat(kafka.users().stream().distinct()).hasSize(messages);
    }

    @Test
    void dropsAndCountsOverUdpWhatTheRateDoesNotAllow() throws Exception {
        try (CollectorAgent agent = start("udp", "messages-per-second: 5")) {
            for (int i = 0; i < 200; i++) {
                datagram(agent, "<38>Nov 21 12:00:00 fw sshd[7]: " + failure("user" + i));
            }
            await().until(() -> status().matches("(?s).*\"dropped\" : 1[0-9]{2}.*"));
        }
        assertThat(kafka.events).hasSizeBetween(10, 60);
    }

    @Test
    void closesTheConnectionThatWasSilentLongestForOneMore() throws Exception {
        try (CollectorAgent agent = start("tcp", "connections: 2")) {
            try (Socket first = connect(agent);
                    Socket second = connect(agent)) {
                send(first, "<38>x\n");
                send(second, "<38>x\n");
                await().until(() -> status().contains("\"lines\" : 2"));
                send(first, "<38>x\n");
                await().until(() -> status().contains("\"lines\" : 3"));
                try (Socket third = connect(agent)) {
                    assertThat(second.getInputStream().read()).isEqualTo(-1);
                    send(third, "<38>Nov 21 12:00:00 fw sshd[7]: " + failure("third") + "\n");
                    send(first, "<38>Nov 21 12:00:00 fw sshd[7]: " + failure("first") + "\n");
                    await().until(() -> kafka.users().containsAll(List.of("third", "first")));
                }
            }
        }
        assertThat(kafka.users()).containsExactlyInAnyOrder("third", "first");
    }

    @Test
    void saysThatAPortIsTakenAndListensOnceItIsFree() throws Exception {
        DatagramSocket taken = new DatagramSocket(0, HERE);
        int port = taken.getLocalPort();
        CollectorConfig config = YamlConfig.parse(
                "collector.yaml", """
                state-directory: %s
                syslog: [{listen: "udp://127.0.0.1:%d", senders: [127.0.0.1]}]
                """.formatted(directory.resolve("state"), port), CollectorConfig.class);
        try (CollectorAgent agent = CollectorAgent.start(config, kafka, InstantSource.system())) {
            await().until(() -> status().contains("\"denied\"") && status().contains("port free"));
            taken.close();
            await().until(() -> status().contains("\"reading\""));
            assertThat(agent.ports()).containsExactly(port);
        }
    }

    @Test
    void connectionsThatComeAgainAndAgainWhileTheSpoolIsFullCostNoMemory() throws Exception {
        kafka.reachable = false;
        List<Socket> open = new ArrayList<>();
        try (CollectorAgent agent = start("tcp", "spool-bytes: 1MiB, messages-per-second: 100000, connections: 2")) {
            Socket first = connect(agent);
            open.add(first);
            Thread filling = Thread.ofVirtual().start(() -> send(first, ("x".repeat(1000) + "\n").repeat(3000)));
            await().until(() -> spooled() > 1_040_000);
            for (int i = 0; i < 30; i++) {
                Socket again = connect(agent);
                open.add(again);
                send(again, "<38>Nov 21 12:00:00 fw sshd[7]: " + failure("again" + i) + "\n");
            }
            await().during(Duration.ofSeconds(2)).until(() -> displaced() <= 4);
            kafka.reachable = true;
            Socket last = connect(agent);
            open.add(last);
            send(last, "<38>Nov 21 12:00:00 fw sshd[7]: " + failure("last") + "\n");
            await().until(() -> kafka.users().contains("last"));
            assertThat(filling).isNotNull();
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private int displaced() throws IOException {
        var found = java.util.regex.Pattern.compile("\"displaced\" : ([0-9]+)").matcher(status());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private CollectorAgent start(String transport, String more) throws IOException {
        return start(transport, more, "127.0.0.0/8");
    }

    private CollectorAgent start(String transport, String more, String senders) throws IOException {
        CollectorAgent agent = CollectorAgent.start(config(transport, more, senders), kafka, InstantSource.system());
        await().until(() -> agent.ports().getFirst() > 0);
        return agent;
    }

    private CollectorConfig config(String transport, String more, String senders) {
        return YamlConfig.parse(
                "collector.yaml",
                """
                host-name: node1
                state-directory: %s
                syslog:
                  - {listen: "%s://127.0.0.1:0", zone: UTC, senders: ["%s"], %s}
                """.formatted(directory.resolve("state"), transport, senders, more),
                CollectorConfig.class);
    }

    private static String failure(String user) {
        return "Failed password for invalid user " + user + " from 203.0.113.9 port 4022 ssh2";
    }

    private static void datagram(CollectorAgent agent, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        try (DatagramSocket socket = new DatagramSocket(0, HERE)) {
            socket.send(
                    new DatagramPacket(bytes, bytes.length, HERE, agent.ports().getFirst()));
        }
    }

    private static Socket connect(CollectorAgent agent) throws IOException {
        return new Socket(HERE, agent.ports().getFirst());
    }

    private static void send(Socket socket, String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> ids(MemoryPublisher kafka) {
        return kafka.events.stream().map(SecurityEvent::id).toList();
    }

    private long spooled() throws IOException {
        try (var files = Files.walk(directory.resolve("state/syslog"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private String status() throws IOException {
        Path file = directory.resolve("state/status.json");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
