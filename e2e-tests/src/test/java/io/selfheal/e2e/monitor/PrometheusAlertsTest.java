package io.selfheal.e2e.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The alerts for Prometheus that ship, played by its own tool. */
@Lab(LabKind.MONITOR)
class PrometheusAlertsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void eachFiresWhereItShouldAndNoneWhereAllIsWell() {
        Finished played = Program.run(
                List.of("promtool", "test", "rules", "src/test/resources/monitor/selfheal-alerts-test.yml"), LIMIT);

        assertThat(played.ok()).as(played.output()).isTrue();
    }

    @Test
    void theirConfigurationIsOneThatPrometheusTakes() {
        Finished checked = Program.run(
                List.of(
                        "promtool",
                        "check",
                        "config",
                        PrometheusServer.SHIPPED.resolve("prometheus.yml").toString()),
                LIMIT);

        assertThat(checked.ok()).as(checked.output()).isTrue();
    }

    /** But for those that are written as a pattern: the rest of each name is there. */
    @Test
    void theyAskForDocumentedFiguresOnly() throws IOException {
        Set<String> asked = Figures.askedFor(Files.readString(PrometheusServer.SHIPPED.resolve("selfheal-alerts.yml")));
        asked.remove("selfheal_");

        assertThat(asked).hasSizeGreaterThan(7).isSubsetOf(Figures.documented().keySet());
    }
}
