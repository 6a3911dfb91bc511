package io.selfheal.analyzer.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfheal.analyzer.plugin.Detectors;
import io.selfheal.analyzer.plugin.PluginDetectors;
import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.plugin.host.PluginHost;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.service.plugin.PluginMeters;
import io.selfheal.service.plugin.PluginsConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import org.jboss.logging.Logger;

/** Loads the analyzer's plugins and counts what they do. */
@ApplicationScoped
public class AnalyzerPlugins {
    private static final Logger LOG = Logger.getLogger(AnalyzerPlugins.class);
    private static final int MOST_NEWS = 64;

    private final PluginHost host;
    private final Detectors detectors;

    AnalyzerPlugins(AnalyzerSettings settings, MeterRegistry registry) {
        Queue<PluginStatus> failing = new ArrayBlockingQueue<>(MOST_NEWS);
        PluginsConfig plugins = settings.plugins();
        host = new PluginHost(
                new PluginFolder(plugins.folder(), plugins.allowList()),
                Set.of(PluginKind.DETECTOR),
                plugins.settings(),
                InstantSource.system(),
                new PluginHost.Talk(LOG::info, LOG::warn, status -> {
                    LOG.warn(status.sentence());
                    failing.offer(status); // a full queue has told enough
                }));
        detectors = host.of(io.selfheal.plugin.DetectorPlugin.class).isEmpty()
                ? Detectors.NONE
                : new PluginDetectors(host, failing);
        PluginMeters.register(host, registry);
    }

    Detectors detectors() {
        return detectors;
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
