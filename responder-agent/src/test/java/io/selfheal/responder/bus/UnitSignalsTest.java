package io.selfheal.responder.bus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.selfheal.responder.heal.HeardUnits;
import io.selfheal.responder.heal.Units;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bus that answers by the book, byte by byte; the real one is heard in the laboratory. */
class UnitSignalsTest {
    private static final String OBJECT = "/org/freedesktop/systemd1/unit/nginx_2eservice";

    @TempDir
    private Path folder;

    private Path socket;
    private ServerSocketChannel server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile SocketChannel client;

    @BeforeEach
    void open() throws IOException {
        socket = folder.resolve("bus");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        if (client != null) {
            client.close();
        }
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                client = connection;
                read(connection, "\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n".length());
                connection.write(ByteBuffer.wrap("DATA\r\nOK 0123456789abcdef\r\n".getBytes(US_ASCII)));
                answer(connection);
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /** Answers calls until the connection ends; big-endian, as a bus may. */
    private void answer(SocketChannel connection) throws IOException {
        try {
            while (true) {
                ByteBuffer fixed = read(connection, BusMessage.FIXED);
                ByteBuffer rest = read(connection, BusMessage.following(fixed));
                BusMessage call = BusMessage.read(ByteBuffer.allocate(BusMessage.FIXED + rest.remaining())
                        .put(fixed.rewind())
                        .put(rest));
                String argument = call.body().hasRemaining() ? call.firstText() : "";
                asked.add(call.member() + " " + argument);
                int serial = fixed.order(ByteOrder.LITTLE_ENDIAN).getInt(8);
                connection.write(message(BusMessage.SIGNAL, "/org/freedesktop/DBus", "NameAcquired", 0, ":1.7"));
                connection.write(
                        message(BusMessage.RETURN, "", "", serial, call.member().equals("LoadUnit") ? OBJECT : ":1.7"));
            }
        } catch (IOException e) {
            // The client went away, or the test is over.
        }
    }

    private static ByteBuffer read(SocketChannel connection, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (connection.read(bytes) < 0) {
                throw new IOException("closed");
            }
        }
        return bytes.flip();
    }

    private static ByteBuffer message(int type, String path, String member, int reply, String body) {
        ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.BIG_ENDIAN);
        out.put((byte) 'B').put((byte) type).put((byte) 1).put((byte) 1);
        out.putInt(body.length() + 5).putInt(99).putInt(0);
        if (!path.isEmpty()) {
            field(out, 1, "o", path);
            field(out, 3, "s", member);
        }
        field(out, 7, "s", ":1.1");
        if (reply != 0) {
            align(out, 8);
            out.put((byte) 5).put((byte) 1).put((byte) 'u').put((byte) 0);
            align(out, 4);
            out.putInt(reply);
        }
        align(out, 8);
        out.put((byte) 8).put((byte) 1).put((byte) 'g').put((byte) 0);
        out.put((byte) 1).put((byte) 's').put((byte) 0);
        out.putInt(12, out.position() - BusMessage.FIXED);
        align(out, 8);
        out.putInt(body.length()).put(body.getBytes(US_ASCII)).put((byte) 0);
        return out.flip();
    }

    private static void field(ByteBuffer out, int code, String signature, String value) {
        align(out, 8);
        out.put((byte) code).put((byte) 1).put(signature.getBytes(US_ASCII)).put((byte) 0);
        align(out, 4);
        out.putInt(value.length()).put(value.getBytes(US_ASCII)).put((byte) 0);
    }

    private static void align(ByteBuffer out, int to) {
        while (out.position() % to != 0) {
            out.put((byte) 0);
        }
    }

    @Test
    void aChangeIsCountedAndTold() throws IOException {
        AtomicInteger told = new AtomicInteger();
        try (UnitSignals signals = new UnitSignals(socket, List.of("nginx.service"))) {
            signals.start(told::incrementAndGet);
            await().until(signals::isListening);
            assertThat(asked)
                    .containsExactly(
                            "Hello ",
                            "Subscribe ",
                            "LoadUnit nginx.service",
                            "AddMatch type='signal',sender='org.freedesktop.systemd1',"
                                    + "interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',path='"
                                    + OBJECT + "'");
            long before = signals.changes();

            client.write(message(BusMessage.SIGNAL, OBJECT, "PropertiesChanged", 0, "org.freedesktop.systemd1.Unit"));

            await().until(() -> signals.changes() == before + 1);
            assertThat(told.get()).isEqualTo((int) signals.changes());
        }
    }

    @Test
    void aBusThatHangsUpOrTalksGarbageEndsTheListening() throws IOException {
        try (UnitSignals signals = new UnitSignals(socket, List.of("nginx.service"))) {
            signals.start(() -> {});
            await().until(signals::isListening);

            client.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII)));

            await().until(() -> !signals.isListening());
        }
        try (UnitSignals nobody = new UnitSignals(folder.resolve("none"), List.of("nginx.service"))) {
            nobody.start(() -> {});
            assertThat(nobody.isListening()).isFalse();
        }
    }

    @Test
    void messagesThatLieAboutTheirSizeAreRefused() {
        ByteBuffer huge = message(BusMessage.SIGNAL, OBJECT, "PropertiesChanged", 0, "x");
        huge.putInt(4, -1);
        assertThatIOException().isThrownBy(() -> BusMessage.following(huge)).withMessageContaining("up to 1048576");

        ByteBuffer lying = message(BusMessage.SIGNAL, OBJECT, "PropertiesChanged", 0, "x");
        lying.putInt(20, 4000);
        assertThatIOException().isThrownBy(() -> BusMessage.read(lying)).withMessageContaining("ends too early");
    }

    /** Counts how often it is asked. */
    private static final class CountingUnits implements Units {
        private final List<String> asked = new ArrayList<>();

        @Override
        public Map<String, UnitState> states(Collection<String> units) {
            asked.add(String.join(",", units));
            return Map.of("nginx.service", new UnitState("active", "running", "success", true, Set.of()));
        }

        @Override
        public Optional<String> restart(String unit) {
            return Optional.empty();
        }

        @Override
        public Optional<String> start(String unit) {
            return Optional.empty();
        }

        @Override
        public Optional<String> stop(String unit) {
            return Optional.empty();
        }

        @Override
        public List<String> lastLines(String unit, int count) {
            return List.of();
        }

        @Override
        public List<String> recentLines(String unit, int count) {
            return List.of();
        }
    }

    @Test
    void statesAreReadOnlyAfterAChangeAndInEveryRoundWithoutABus() throws IOException {
        CountingUnits units = new CountingUnits();
        List<String> names = List.of("nginx.service");
        try (UnitSignals signals = new UnitSignals(socket, names)) {
            HeardUnits heard = new HeardUnits(units, signals);
            heard.states(names);
            heard.states(names);
            assertThat(units.asked).as("before it listens").hasSize(2);

            signals.start(() -> {});
            await().until(signals::isListening);
            assertThat(heard.areTold()).isTrue();
            heard.states(names);
            heard.states(names);
            heard.states(names);
            assertThat(units.asked).as("nothing changed since").hasSize(3);

            long before = signals.changes();
            client.write(message(BusMessage.SIGNAL, OBJECT, "PropertiesChanged", 0, "org.freedesktop.systemd1.Unit"));
            await().until(() -> signals.changes() > before);
            heard.states(names);
            heard.states(names);
            assertThat(units.asked).hasSize(4);

            heard.restart("nginx.service");
            heard.states(names);
            assertThat(units.asked).as("after what it did itself").hasSize(5);
        }
        new HeardUnits(units, new UnitSignals(socket, names)).states(names);
        assertThat(units.asked).hasSize(6);
    }
}
