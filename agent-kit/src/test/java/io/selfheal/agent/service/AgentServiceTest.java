package io.selfheal.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.Problem;
import io.selfheal.host.service.ServiceManager;
import io.selfheal.test.host.DatagramReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class AgentServiceTest {
    /** What is on disk: anything but a good one is refused. */
    private final AtomicReference<String> onDisk = new AtomicReference<>("first");

    private final List<String> happened = new CopyOnWriteArrayList<>();
    private DatagramReceiver systemd;
    private Path certificate;
    private AgentService<String> service;
    private CompletableFuture<Integer> exit;
    private volatile boolean working = true;
    /** What happens while an agent starts, after it has read its files. */
    private volatile Runnable meanwhile = () -> {};

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        certificate = Files.writeString(folder.resolve("certificate.pem"), "the first");
        String name = folder.resolve("notify").toString();
        systemd = DatagramReceiver.at(name);
        service = service(Map.of("NOTIFY_SOCKET", name));
    }

    @AfterEach
    void close() {
        service.stop();
        systemd.close();
    }

    private AgentService<String> service(Map<String, String> environment) {
        return new AgentService<>(
                () -> {
                    if (onDisk.get().equals("broken")) {
                        throw new ConfigException(List.of(new Problem("agent.yaml", 3, "sources", "is no list")));
                    }
                    return onDisk.get();
                },
                this::agent,
                ServiceManager.of(environment),
                configuration -> List.of(certificate),
                Duration.ofMillis(100));
    }

    private RunningAgent agent(String configuration) throws IOException {
        if (configuration.equals("unusable")) {
            throw new IOException("no such directory");
        }
        happened.add("started " + configuration);
        meanwhile.run();
        return new RunningAgent() {
            @Override
            public boolean isWorking() {
                return working;
            }

            @Override
            public void close() {
                happened.add("closed " + configuration);
            }
        };
    }

    private void renewCertificate() {
        try {
            Path next = Files.writeString(certificate.resolveSibling("next.pem"), "the second");
            Files.move(next, certificate, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        exit = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return service.run();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread.ofPlatform().daemon()::start);
    }

    @Test
    void isReadyWhenItRunsAndStopsWhenTold() {
        run();

        assertThat(systemd.receive()).startsWith("READY=1");
        service.stop();
        assertThat(systemd.receive()).startsWith("STOPPING=1");
        assertThat(exit.join()).isZero();
        assertThat(happened).containsExactly("started first", "closed first");
    }

    @Test
    void aReloadStartsTheAgentWithTheNewConfiguration() {
        run();
        systemd.receive();

        onDisk.set("second");
        service.reload();

        assertThat(systemd.receive()).startsWith("RELOADING=1");
        assertThat(systemd.receive()).isEqualTo("READY=1\nSTATUS=running");
        service.stop();
        exit.join();
        assertThat(happened).containsExactly("started first", "closed first", "started second", "closed second");
    }

    @Test
    void aRenewedCertificateIsReadWithoutBeingAskedTo() throws IOException {
        run();
        systemd.receive();

        renewCertificate();

        assertThat(systemd.receive()).startsWith("RELOADING=1");
        assertThat(systemd.receive()).isEqualTo("READY=1\nSTATUS=running");
        Files.delete(certificate);
        service.stop();
        assertThat(systemd.receive()).startsWith("STOPPING=1");
        exit.join();
        assertThat(happened).containsExactly("started first", "closed first", "started first", "closed first");
    }

    @Test
    void aCertificateThatIsRenewedWhileTheAgentStartsIsReadOnceMore() {
        meanwhile = () -> {
            meanwhile = () -> {};
            renewCertificate();
        };
        run();

        assertThat(systemd.receive()).startsWith("READY=1");
        assertThat(systemd.receive()).startsWith("RELOADING=1");
        assertThat(systemd.receive()).startsWith("READY=1");
        service.stop();
        assertThat(systemd.receive()).startsWith("STOPPING=1");
        exit.join();
        assertThat(happened).containsExactly("started first", "closed first", "started first", "closed first");
    }

    @Test
    void aReloadWithABrokenConfigurationLeavesTheAgentAlone() {
        run();
        systemd.receive();

        onDisk.set("broken");
        service.reload();

        assertThat(systemd.receive()).startsWith("RELOADING=1");
        assertThat(systemd.receive()).contains("agent.yaml:3: sources: is no list");
        assertThat(systemd.receive())
                .startsWith("READY=1")
                .contains("configuration on disk is refused: agent.yaml:3: sources: is no list");
        assertThat(happened).containsExactly("started first");
        service.stop();
        assertThat(exit.join()).isZero();
    }

    @Test
    void aReloadWithAConfigurationThatDoesNotStartGoesBackToTheFormer() {
        run();
        systemd.receive();

        onDisk.set("unusable");
        service.reload();

        assertThat(systemd.receive()).startsWith("RELOADING=1");
        assertThat(systemd.receive()).startsWith("READY=1").contains("does not start: no such directory");
        assertThat(happened).containsExactly("started first", "closed first", "started first");
        service.stop();
        exit.join();
    }

    @Test
    void aBrokenConfigurationEndsTheStartWithTwoAndATroubleWithOne() {
        onDisk.set("broken");
        run();
        assertThat(exit.join()).isEqualTo(2);

        onDisk.set("unusable");
        run();
        assertThat(exit.join()).isEqualTo(1);
        assertThat(happened).isEmpty();
    }

    @Test
    void anAgentThatHangsGivesNoMoreSignsOfLife(@TempDir Path folder) {
        String name = folder.resolve("watchdog").toString();
        try (DatagramReceiver listening = DatagramReceiver.at(name)) {
            service = service(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "300000"));
            run();
            assertThat(listening.receive()).startsWith("READY=1");
            assertThat(listening.receive()).isEqualTo("WATCHDOG=1");
            assertThat(listening.receive()).isEqualTo("WATCHDOG=1");

            working = false;
            assertThat(exit.completeOnTimeout(-1, 1, TimeUnit.SECONDS).join()).isEqualTo(-1);
            service.stop();

            String last = listening.receive();
            if (last.equals("WATCHDOG=1")) {
                last = listening.receive(); // one was on its way
            }
            assertThat(last).startsWith("STOPPING=1");
        }
    }
}
