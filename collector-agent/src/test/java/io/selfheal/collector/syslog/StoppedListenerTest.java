package io.selfheal.collector.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.agent.config.YamlConfig;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has come when a listener is closed, for a reload or an upgrade, is spooled: the next one reads it. */
class StoppedListenerTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int MESSAGES = 100;

    @TempDir
    Path directory;

    private final ReceivedTexts received = new ReceivedTexts();

    @Test
    void whatTheKernelHoldsOfAConnectionIsTaken() throws Exception {
        SyslogListener listener = listener("tcp", "messages-per-second: 1");
        try (Socket socket = new Socket(HERE, listener.port())) {
            for (String message : sent(0)) {
                socket.getOutputStream().write((message + "\n").getBytes(UTF_8));
            }
            await().until(() -> listener.lag() > 0); // the third waits for the rate

            listener.close();
        }
        assertThat(readByTheNext("tcp")).isEqualTo(sent(0));
        assertThat(listener.meter().broken()).isZero();
    }

    @Test
    void whatTheKernelHoldsOfDatagramsIsTaken() throws Exception {
        for (int round = 0; round < 10; round++) {
            received.texts().clear();
            SyslogListener listener = listener("udp", "");
            try (DatagramSocket socket = new DatagramSocket(0, HERE)) {
                for (String message : sent(round)) {
                    socket.send(new DatagramPacket(message.getBytes(UTF_8), message.length(), HERE, listener.port()));
                }
                listener.close();
            }
            assertThat(readByTheNext("udp")).endsWith(sent(round).toArray(String[]::new));
        }
    }

    @Test
    void aSenderThatNeverStopsIsNotWaitedFor() throws Exception {
        SyslogListener listener = listener("tcp", "messages-per-second: 100000");
        try (Socket socket = new Socket(HERE, listener.port())) {
            Thread endless = Thread.ofVirtual().start(() -> write(socket));
            await().until(() -> listener.lag() > 100_000);

            long before = System.nanoTime();
            listener.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            assertThat(endless.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    private static void write(Socket socket) {
        byte[] lines =
                "<38>Nov 21 12:00:00 fw sshd[7]: again and again\n".repeat(100).getBytes(UTF_8);
        try {
            while (true) {
                socket.getOutputStream().write(lines);
            }
        } catch (IOException e) {
            assertThat(e).isNotNull(); // it was closed
        }
    }

    private static List<String> sent(int round) {
        return IntStream.range(0, MESSAGES)
                .mapToObj(i -> "<38>Nov 21 12:00:00 fw sshd[7]: " + "x".repeat(100) + " " + round + " " + i)
                .toList();
    }

    private List<String> readByTheNext(String transport) throws Exception {
        try (SyslogListener next = listener(transport, "")) {
            next.start();
            await().until(() -> next.lag() == 0);
        }
        return received.texts();
    }

    private SyslogListener listener(String transport, String more) throws IOException {
        ListenerSettings settings =
                YamlConfig.parse("collector.yaml", """
                listen: %s://127.0.0.1:0
                senders: [127.0.0.1]
                %s
                """.formatted(transport, more), ListenerSettings.class);
        SyslogListener listener =
                new SyslogListener(settings, directory, null, new ReentrantLock(), received, InstantSource.system());
        listener.listen();
        await().until(() -> listener.port() > 0);
        return listener;
    }
}
