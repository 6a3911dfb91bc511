package io.selfheal.analyzer.plugin;

import io.selfheal.plugin.DetectorPlugin;
import io.selfheal.plugin.Suspicion;
import io.selfheal.plugin.host.LoadedPlugin;
import io.selfheal.plugin.host.PluginHost;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;

/** The detectors of plugins. An event of an action that none of them wants costs a look into a table. */
public final class PluginDetectors implements Detectors {
    /** More of one event are dropped. */
    private static final int MOST = 4;

    private final Map<EventAction, List<LoadedPlugin<DetectorPlugin>>> byAction = new EnumMap<>(EventAction.class);

    private final Queue<PluginStatus> failing;

    /**
     * Asks each detector for its actions; one that does not say is not asked again.
     *
     * @param failing where the host puts those that began to fail; bounded
     */
    public PluginDetectors(PluginHost host, Queue<PluginStatus> failing) {
        this.failing = failing;
        for (LoadedPlugin<DetectorPlugin> plugin : host.of(DetectorPlugin.class)) {
            try {
                Set<EventAction> actions = plugin.ask(detector -> Set.copyOf(detector.actions()));
                if (actions == null) {
                    plugin.giveUp();
                    continue;
                }
                for (EventAction action : actions) {
                    byAction.computeIfAbsent(action, a -> new ArrayList<>()).add(plugin);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The detectors of a host whose failing plugins are told of elsewhere; nobody where it has none. */
    public static Detectors of(PluginHost host) {
        return host.of(DetectorPlugin.class).isEmpty()
                ? Detectors.NONE
                : new PluginDetectors(host, new ArrayBlockingQueue<>(1));
    }

    @Override
    public List<PluginStatus> failing() {
        List<PluginStatus> news = new ArrayList<>();
        for (PluginStatus status = failing.poll(); status != null; status = failing.poll()) {
            news.add(status);
        }
        return news;
    }

    @Override
    public List<Suspected> judge(SecurityEvent event) {
        List<LoadedPlugin<DetectorPlugin>> asked = byAction.get(event.action());
        if (asked == null) {
            return List.of();
        }
        List<Suspected> suspected = new ArrayList<>();
        for (LoadedPlugin<DetectorPlugin> plugin : asked) {
            try {
                List<Suspicion> said = plugin.ask(detector -> List.copyOf(detector.judge(event)));
                if (said != null) {
                    String version = plugin.status().version();
                    said.stream()
                            .limit(MOST)
                            .forEach(suspicion -> suspected.add(new Suspected(plugin.id(), version, suspicion)));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return suspected;
            }
        }
        return suspected;
    }
}
