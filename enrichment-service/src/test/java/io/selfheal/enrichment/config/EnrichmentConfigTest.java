package io.selfheal.enrichment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.enrichment.TestConfig;
import io.selfheal.enrichment.kafka.KnownFiles;
import io.selfheal.enrichment.kafka.KnownVerdicts;
import io.selfheal.enrichment.kafka.OutcomesLookBack;
import io.selfheal.enrichment.kafka.StartLookBack;
import io.selfheal.schemas.topic.Topics;
import io.smallrye.common.annotation.Identifier;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnrichmentConfigTest {
    @Test
    void theDefaultsAreAllowedAndNoProviderIsOn() {
        EnrichmentConfig config = TestConfig.of(Map.of());

        ConfigCheck.check(config);

        assertThat(config.virustotal().apiKey()).isEmpty();
        assertThat(config.virustotal().perDay()).isEqualTo(500);
        assertThat(config.virustotal().staleAfter()).hasDays(90);
        assertThat(config.virustotal().files()).isEqualTo(FilesAsked.SUSPECT);
    }

    @ParameterizedTest
    @CsvSource({
        "min-score, 101, 0 to 100",
        "queue.capacity, 0, 1 to 1000000",
        "zscaler.batch, 101, 1 to 100",
        "zscaler.points, 21, 0 to 20",
        "virustotal.api-key-file, key, an absolute path",
        "virustotal.base-url, http://www.virustotal.com/api/v3, an https address",
        "virustotal.base-url, https://user@www.virustotal.com/api/v3, an https address",
        "zscaler.token-url, file:///etc/passwd, an https address",
        "cache.malicious, 1s, PT1M to",
        "virustotal.files-per-day, 0, 1 to 100000000",
    })
    void namesThePropertyTheValueAndWhatIsAllowed(String name, String value, String allowed) {
        EnrichmentConfig config = TestConfig.of(Map.of("selfheal.enrichment." + name, value));

        assertThatThrownBy(() -> ConfigCheck.check(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("selfheal.enrichment." + name)
                .hasMessageContaining(allowed);
    }

    @Test
    void doesNotShowAKeyThatIsNotAllowed() {
        EnrichmentConfig config = TestConfig.of(Map.of("selfheal.enrichment.virustotal.api-key", "geheim key"));

        assertThatThrownBy(() -> ConfigCheck.check(config))
                .hasMessageContaining("virustotal.api-key")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void refusesUnknownKeys() {
        assertThatThrownBy(() -> TestConfig.of(Map.of("selfheal.enrichment.virustotal.apikey", "x")))
                .hasMessageContaining("selfheal.enrichment.virustotal.apikey");
    }

    @Test
    void theChannelsUseTheTopicsOfTheCatalogueAndTheirRebalanceListeners() throws IOException {
        Properties defaults = new Properties();
        try (InputStream in = Objects.requireNonNull(EnrichmentConfig.class
                .getResource("/META-INF/microprofile-config.properties")
                .openStream())) {
            defaults.load(in);
        }

        // Without the name SmallRye looks for a listener called like the group, finds none and says nothing.
        assertThat(defaults)
                .containsEntry(
                        "mp.messaging.incoming.enrichment-assessments.consumer-rebalance-listener.name",
                        StartLookBack.class.getAnnotation(Identifier.class).value())
                .containsEntry(
                        "mp.messaging.incoming.enrichment-known-verdicts.consumer-rebalance-listener.name",
                        KnownVerdicts.class.getAnnotation(Identifier.class).value())
                .containsEntry(
                        "mp.messaging.incoming.enrichment-outcomes.consumer-rebalance-listener.name",
                        OutcomesLookBack.class.getAnnotation(Identifier.class).value())
                .containsEntry(
                        "mp.messaging.incoming.enrichment-known-files.consumer-rebalance-listener.name",
                        KnownFiles.class.getAnnotation(Identifier.class).value());
        assertThat(defaults)
                .containsEntry("mp.messaging.incoming.enrichment-assessments.topic", Topics.ASSESSMENTS.name())
                .containsEntry("mp.messaging.incoming.enrichment-known-verdicts.topic", Topics.VERDICTS.name())
                .containsEntry("mp.messaging.incoming.enrichment-outcomes.topic", Topics.OUTCOMES.name())
                .containsEntry("mp.messaging.incoming.enrichment-known-files.topic", Topics.FILE_VERDICTS.name())
                .containsEntry("mp.messaging.outgoing.enrichment-file-verdicts.topic", Topics.FILE_VERDICTS.name())
                .containsEntry("mp.messaging.outgoing.enrichment-verdicts.topic", Topics.VERDICTS.name())
                .containsEntry("mp.messaging.outgoing.enrichment-alerts.topic", Topics.ALERTS.name())
                .containsEntry(
                        "mp.messaging.outgoing.enrichment-dead-letters.topic", Topics.ENRICHMENT_DEAD_LETTERS.name());
    }
}
