package io.selfheal.notifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.notifier.config.NotifierConfig;
import io.selfheal.plugin.NotifierPlugin;
import io.selfheal.plugin.host.LoadedPlugin;
import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.plugin.host.PluginHost;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.service.plugin.PluginMeters;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Loads the notifier's plugins and counts what they do. */
@ApplicationScoped
public class NotifierPlugins {
    private static final Logger LOG = Logger.getLogger(NotifierPlugins.class);

    private final PluginHost host;

    /** @param failing hears of plugins that are not asked for now */
    NotifierPlugins(NotifierConfig config, MeterRegistry registry, Event<PluginStatus> failing) {
        host = new PluginHost(
                new PluginFolder(config.plugins().folder(), config.plugins().allowList()),
                Set.of(PluginKind.NOTIFIER),
                config.plugins().settings(),
                InstantSource.system(),
                new PluginHost.Talk(LOG::info, LOG::warn, failing::fire));
        PluginMeters.register(host, registry);
    }

    List<LoadedPlugin<NotifierPlugin>> all() {
        return host.of(NotifierPlugin.class);
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
