package io.selfheal.responder.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.vitals.ProcessList.Listed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of the machine that it runs on. */
class ProcessListTest {
    private final ProcessList processes = new ProcessList(Path.of("/"));

    @Test
    void whatUsesCpuComesFirstWithItsOwner() throws InterruptedException {
        Thread busy = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        });
        List<Listed> all = processes.look("", Duration.ofMillis(500));
        busy.interrupt();

        assertThat(all)
                .hasSizeLessThanOrEqualTo(50)
                .isSortedAccordingTo(
                        Comparator.comparingDouble(Listed::cpuPercent).reversed());
        assertThat(all).anySatisfy(each -> {
            assertThat(each.pid()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(each.user()).isEqualTo(System.getProperty("user.name"));
            assertThat(each.cpuPercent()).isGreaterThan(5);
            assertThat(each.memory()).isPositive();
            assertThat(each.memoryPercent()).isBetween(0.0, 100.0);
        });
    }

    @Test
    void aNameIsSearchedInWhateverCase() throws InterruptedException {
        assertThat(processes.look("JAVA", Duration.ofMillis(50)))
                .isNotEmpty()
                .allMatch(each -> each.name().contains("java"));
        assertThat(processes.look("no program of this name", Duration.ZERO)).isEmpty();
    }
}
