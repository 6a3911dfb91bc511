package io.selfheal.host.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.test.host.DatagramReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ServiceManagerTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsToldArrivesAtASocketInTheFileSystem() {
        String name = folder.resolve("notify").toString();
        try (DatagramReceiver systemd = DatagramReceiver.at(name)) {
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name));

            manager.ready("running");
            manager.reloading();
            manager.alive();
            manager.status("Kafka is away");
            manager.stopping();

            assertThat(systemd.receive()).isEqualTo("READY=1\nSTATUS=running");
            assertThat(systemd.receive())
                    .matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+\nSTATUS=reading the configuration anew");
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            assertThat(systemd.receive()).isEqualTo("STATUS=Kafka is away");
            assertThat(systemd.receive()).isEqualTo("STOPPING=1\nSTATUS=stopping");
        }
    }

    @Test
    void whatIsToldArrivesAtAnAbstractSocket() {
        String name = "selfheal-test-" + ProcessHandle.current().pid();
        try (DatagramReceiver systemd = DatagramReceiver.atAbstract(name)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", "@" + name)).ready("running");

            assertThat(systemd.receive()).isEqualTo("READY=1\nSTATUS=running");
        }
    }

    @Test
    void aStatusOfSeveralLinesCannotSayAnythingElse() {
        String name = folder.resolve("notify").toString();
        try (DatagramReceiver systemd = DatagramReceiver.at(name)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", name)).status("collector.yaml: 'a\nMAINPID=1' is no list");

            assertThat(systemd.receive()).isEqualTo("STATUS=collector.yaml: 'a·MAINPID=1' is no list");
        }
    }

    @Test
    void whereNobodyListensNothingIsHeldUp() {
        ServiceManager manager = ServiceManager.of(
                Map.of("NOTIFY_SOCKET", folder.resolve("nobody").toString()));

        manager.ready("running");
        manager.alive();

        assertThatThrownBy(() -> new NotifySocket(folder.resolve("nobody").toString()).send("READY=1"))
                .isInstanceOf(IOException.class)
                .hasMessage("sendto failed with errno 2");
    }

    @Test
    void withoutAServiceManagerNothingIsTold() {
        ServiceManager manager = ServiceManager.of(Map.of("WATCHDOG_USEC", "1000000"));

        assertThatCode(manager::alive).doesNotThrowAnyException();
        assertThat(manager.watchdog()).isEmpty();
    }

    @Test
    void aNameThatIsNoSocketIsRefused() {
        assertThatThrownBy(() -> new NotifySocket("vsock:2:1234"))
                .hasMessageContaining("'vsock:2:1234' is no socket; allowed: an absolute path, or @");
        assertThatThrownBy(() -> new NotifySocket("/" + "x".repeat(107))).hasMessageContaining("allowed: 107 bytes");
        assertThatCode(() -> new NotifySocket("/" + "x".repeat(106))).doesNotThrowAnyException();
        ServiceManager.of(Map.of("NOTIFY_SOCKET", "relative")).alive();
    }

    @Test
    void theWatchdogIsOnlyForTheProcessThatItNames() {
        Map<String, String> own = Map.of("NOTIFY_SOCKET", "@x", "WATCHDOG_USEC", "30000000");

        assertThat(ServiceManager.of(own).watchdog()).contains(Duration.ofSeconds(30));
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "@x", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1"))
                        .watchdog())
                .isEmpty();
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "@x", "WATCHDOG_USEC", "soon"))
                        .watchdog())
                .isEmpty();
    }

    @Test
    void aProcessThatDoesNotGetOnGivesNoMoreSignsOfLifeAndSaysSoOnce() throws InterruptedException {
        String name = folder.resolve("notify").toString();
        try (DatagramReceiver systemd = DatagramReceiver.at(name)) {
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "30000"));
            CountDownLatch asked = new CountDownLatch(5);
            AtomicInteger works = new AtomicInteger(2);

            try (Watchdog watchdog = Watchdog.start(manager, () -> {
                asked.countDown();
                return works.getAndDecrement() > 0;
            })) {
                assertThat(watchdog).isNotNull();
                asked.await();
            }
            manager.stopping();

            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            assertThat(systemd.receive()).startsWith("STOPPING=1");
        }
    }
}
