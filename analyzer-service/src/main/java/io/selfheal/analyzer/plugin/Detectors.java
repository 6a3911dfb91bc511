package io.selfheal.analyzer.plugin;

import io.selfheal.plugin.Suspicion;
import io.selfheal.plugin.host.PluginStatus;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.List;

/** Those who are asked about events beside scenarios and signatures. Safe for many threads. */
@FunctionalInterface
public interface Detectors {
    /** Nobody is asked. */
    Detectors NONE = event -> List.of();

    /** What they suspect; an empty list for nearly all events. */
    List<Suspected> judge(SecurityEvent event);

    /** Those who began to fail since this was asked last; people should hear of them. */
    default List<PluginStatus> failing() {
        return List.of();
    }

    /**
     * A suspicion and who has it.
     *
     * @param plugin the plugin's id
     * @param version the plugin's own version
     * @param suspicion what it said
     */
    record Suspected(String plugin, String version, Suspicion suspicion) {}
}
