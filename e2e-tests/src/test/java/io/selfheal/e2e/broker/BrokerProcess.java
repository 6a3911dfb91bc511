package io.selfheal.e2e.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.e2e.bench.Child;
import io.selfheal.e2e.fleet.Installation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A broker that was formatted and started by Kafka's own programs. */
public final class BrokerProcess implements AutoCloseable {
    /** The cluster's id: 16 bytes in base64. */
    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Child process;

    private BrokerProcess(Child process) {
        this.process = process;
    }

    /** Makes a new broker's folders ready. */
    public static void format(String name, Path properties, Path directory) throws IOException, InterruptedException {
        try (Child format = Child.start(
                name + "-format",
                Installation.here()
                        .program(
                                List.of("-XX:TieredStopAtLevel=1"),
                                "kafka.tools.StorageTool",
                                "format",
                                "-t",
                                CLUSTER,
                                "-c",
                                properties.toString()),
                directory)) {
            String said = format.awaitEnd(PATIENCE);
            assertThat(format.exit()).as(said).isZero();
        }
    }

    /** Starts it; what it prints goes to a file in the folder. */
    public static BrokerProcess start(String name, Path properties, Path directory) throws IOException {
        return new BrokerProcess(Child.start(
                name,
                Installation.here().program(List.of("-Xmx256m"), "kafka.Kafka", properties.toString()),
                directory));
    }

    /** Waits until somebody listens on this port of loopback. */
    public BrokerProcess awaitPort(int port) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
        return this;
    }

    /** As by {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
