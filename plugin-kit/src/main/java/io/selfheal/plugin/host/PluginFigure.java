package io.selfheal.plugin.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * A figure of one plugin, for whatever counts in the process it runs in.
 *
 * @param name in Prometheus' manner, with dots
 * @param plugin the plugin's id
 * @param kind which of its parts
 * @param grows whether it only grows
 * @param value what it is now
 */
public record PluginFigure(String name, String plugin, PluginKind kind, boolean grows, DoubleSupplier value) {
    private static final Map<String, ToDoubleFunction<PluginStatus>> GROWING = Map.of(
            "selfheal.plugin.calls", PluginStatus::calls,
            "selfheal.plugin.failures", PluginStatus::failures,
            "selfheal.plugin.cut.off", PluginStatus::cutOff,
            "selfheal.plugin.not.asked", PluginStatus::notAsked,
            "selfheal.plugin.seconds", status -> status.nanos() / 1e9);

    static List<PluginFigure> of(LoadedPlugin<?> plugin) {
        PluginKind kind = plugin.status().kind();
        List<PluginFigure> figures = new ArrayList<>();
        GROWING.forEach((name, value) -> figures.add(
                new PluginFigure(name, plugin.id(), kind, true, () -> value.applyAsDouble(plugin.status()))));
        figures.add(new PluginFigure(
                "selfheal.plugin.ok",
                plugin.id(),
                kind,
                false,
                () -> plugin.status().state().equals("ok") ? 1 : 0));
        return figures;
    }
}
