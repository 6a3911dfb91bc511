package io.selfheal.enrichment;

import io.selfheal.enrichment.config.EnrichmentConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The real mapping over properties of a test. */
public final class TestConfig {
    private TestConfig() {}

    public static EnrichmentConfig of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(EnrichmentConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(EnrichmentConfig.class);
    }
}
