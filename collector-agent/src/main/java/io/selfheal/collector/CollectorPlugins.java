package io.selfheal.collector;

import io.selfheal.agent.config.PluginConfig;
import io.selfheal.agent.log.Log;
import io.selfheal.collector.plugin.PluginParsers;
import io.selfheal.plugin.ParserPlugin;
import io.selfheal.plugin.SourcePlugin;
import io.selfheal.plugin.host.LoadedPlugin;
import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.plugin.host.PluginHost;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.schemas.vitals.Trouble;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The collector's plugins. */
final class CollectorPlugins implements AutoCloseable {
    private static final Log LOG = Log.of(CollectorPlugins.class);

    private final PluginHost host;

    CollectorPlugins(PluginConfig config, InstantSource time) {
        host = new PluginHost(
                new PluginFolder(config.folder(), config.allowList()),
                Set.of(PluginKind.SOURCE, PluginKind.PARSER),
                config.settings(),
                time,
                new PluginHost.Talk(
                        line -> LOG.info("plugins", "what", line),
                        line -> LOG.warn("plugins", "what", line),
                        status -> LOG.warn("a plugin fails", "what", status.sentence())));
    }

    PluginParsers parsers() {
        return new PluginParsers(host.of(ParserPlugin.class));
    }

    List<LoadedPlugin<SourcePlugin>> sources() {
        return host.of(SourcePlugin.class);
    }

    /** What was refused or fails, in words; empty if nothing. */
    List<String> troubles() {
        return host.troubles();
    }

    /** The same without what a plugin says of itself, which may be an attacker's text. */
    List<Trouble> troublesToTell() {
        List<Trouble> troubles = new ArrayList<>();
        if (!host.problems().isEmpty()) {
            troubles.add(new Trouble("plugins", String.join("; ", host.problems())));
        }
        host.status().stream()
                .filter(plugin -> !plugin.isOk())
                .forEach(plugin -> troubles.add(new Trouble("plugin/" + plugin.id(), plugin.briefly())));
        return troubles;
    }

    @Override
    public void close() {
        host.close();
    }
}
