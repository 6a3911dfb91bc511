package io.selfheal.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.enrichment.lane.Publisher;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Verdict;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EnrichmentPluginsTest {
    private static final PluginStatus SLOW =
            new PluginStatus("abuse-list", "1.0", PluginKind.ENRICHER, "quarantined", 9, 5, 5, 0, 0, "took too long");

    @Test
    void peopleHearOfAPluginThatFailsAndWhoAskedItDoesNotWaitForKafka() {
        List<Alert> alerts = new CopyOnWriteArrayList<>();
        CountDownLatch kafkaIsBack = new CountDownLatch(1);

        EnrichmentPlugins.tell(SLOW, new Publisher() {
            @Override
            public void publish(Verdict verdict) {
                throw new AssertionError("no verdict");
            }

            @Override
            public void publish(FileVerdict verdict) {
                throw new AssertionError("no verdict");
            }

            @Override
            public void publish(Alert alert) throws InterruptedException {
                if (kafkaIsBack.await(20, TimeUnit.SECONDS)) {
                    alerts.add(alert);
                }
            }
        });

        assertThat(alerts).isEmpty();
        kafkaIsBack.countDown();
        await().untilAsserted(() -> assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("plugin-fails");
            assertThat(alert.description()).contains("abuse-list").contains("took too long");
        }));
    }
}
