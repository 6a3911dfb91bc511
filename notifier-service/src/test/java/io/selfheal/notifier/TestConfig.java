package io.selfheal.notifier;

import io.selfheal.notifier.config.NotifierConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The real mapping over properties of a test. */
public final class TestConfig {
    private TestConfig() {}

    public static NotifierConfig of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(NotifierConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(NotifierConfig.class);
    }
}
