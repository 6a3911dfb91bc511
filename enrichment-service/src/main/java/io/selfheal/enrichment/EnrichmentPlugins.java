package io.selfheal.enrichment;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.enrichment.config.EnrichmentConfig;
import io.selfheal.enrichment.lane.Publisher;
import io.selfheal.plugin.EnricherPlugin;
import io.selfheal.plugin.host.LoadedPlugin;
import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.plugin.host.PluginHost;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.service.plugin.PluginMeters;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Loads the enrichment service's plugins and counts what they do. */
@ApplicationScoped
public class EnrichmentPlugins {
    private static final Logger LOG = Logger.getLogger(EnrichmentPlugins.class);

    private static final InstantSource TIME = InstantSource.system();

    private final PluginHost host;

    EnrichmentPlugins(EnrichmentConfig config, MeterRegistry registry, Publisher publisher) {
        host = new PluginHost(
                new PluginFolder(config.plugins().folder(), config.plugins().allowList()),
                Set.of(PluginKind.ENRICHER),
                config.plugins().settings(),
                TIME,
                new PluginHost.Talk(LOG::info, LOG::warn, status -> tell(status, publisher)));
        PluginMeters.register(host, registry);
    }

    /** In a thread of its own: an alert waits for Kafka, and who asks plugins must not. */
    static void tell(PluginStatus plugin, Publisher publisher) {
        LOG.warn(plugin.sentence());
        Alert alert = plugin.alert("", "enrichment-service", TIME.instant());
        Thread.ofVirtual().name("plugin-alert").start(() -> {
            try {
                publisher.publish(alert);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    List<LoadedPlugin<EnricherPlugin>> all() {
        return host.of(EnricherPlugin.class);
    }

    /** What is wrong with plugins; empty if nothing is. */
    List<String> troubles() {
        return host.troubles();
    }

    @PreDestroy
    void stop() {
        host.close();
    }
}
