package io.selfheal.service.plugin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.selfheal.plugin.host.PluginHost;

/** What plugins do, as a service's metrics. */
public final class PluginMeters {
    private PluginMeters() {}

    /** Registers the figures of each plugin that is loaded, under its name and kind. */
    public static void register(PluginHost host, MeterRegistry registry) {
        host.figures().forEach(figure -> {
            Tags tags = Tags.of("plugin", figure.plugin(), "kind", figure.kind().key());
            if (figure.grows()) {
                FunctionCounter.builder(figure.name(), figure, f -> f.value().getAsDouble())
                        .tags(tags)
                        .register(registry);
            } else {
                Gauge.builder(figure.name(), figure, f -> f.value().getAsDouble())
                        .tags(tags)
                        .strongReference(true)
                        .register(registry);
            }
        });
    }
}
