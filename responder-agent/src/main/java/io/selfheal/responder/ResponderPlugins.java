package io.selfheal.responder;

import io.selfheal.agent.log.Log;
import io.selfheal.plugin.ActionPlugin;
import io.selfheal.plugin.host.LoadedPlugin;
import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.plugin.host.PluginHost;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.plugin.ActionLane;
import io.selfheal.responder.plugin.FollowedFirewall;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.schemas.outcome.Mode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The responder's plugins. */
final class ResponderPlugins implements AutoCloseable {
    private static final Log LOG = Log.of(ResponderPlugins.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final PluginHost host;
    private final List<ActionLane> lanes = new ArrayList<>();
    private final String node;
    private final Sink sink;
    private final InstantSource time;

    ResponderPlugins(ResponderConfig config, Outcomes outcomes, Sink sink, InstantSource time) {
        this.node = config.node().nameOrHost();
        this.sink = sink;
        this.time = time;
        host = new PluginHost(
                new PluginFolder(config.plugins().folder(), config.plugins().allowList()),
                Set.of(PluginKind.ACTION),
                config.plugins().settings(),
                time,
                new PluginHost.Talk(
                        line -> LOG.info("plugins", "what", line),
                        line -> LOG.warn("plugins", "what", line),
                        this::tell));
        for (LoadedPlugin<ActionPlugin> plugin : host.of(ActionPlugin.class)) {
            Mode mode = mode(config, plugin.id());
            LOG.info("plugin's mode", "plugin", plugin.id(), "mode", mode);
            lanes.add(new ActionLane(plugin, mode, outcomes, sink, time, PAUSE));
        }
    }

    /** A plugin goes no further than the node itself: where blocks are simulated, so is it. */
    private static Mode mode(ResponderConfig config, String plugin) {
        Mode own = config.modes().plugins().getOrDefault(plugin, Mode.SIMULATE);
        boolean nodeActs = config.modes().block() == Mode.ACT || config.modes().block() == Mode.ASK;
        return own == Mode.ACT && !nodeActs ? Mode.SIMULATE : own;
    }

    /** The firewall, followed by plugins if there are any. */
    Firewall follow(Firewall firewall) {
        return lanes.isEmpty() ? firewall : new FollowedFirewall(firewall, lanes, time);
    }

    private void tell(PluginStatus plugin) {
        LOG.warn("a plugin fails", "what", plugin.sentence());
        sink.alert(plugin.alert(node, "responder-agent", time.instant()));
    }

    @Override
    public void close() {
        lanes.forEach(ActionLane::close);
        host.close();
    }
}
