package io.selfheal.agent.config;

import io.selfheal.schemas.config.Setting;
import java.nio.file.Path;
import java.util.Map;

/** Where an agent's plugins come from. */
public record PluginConfig(
        @Setting(
                doc =
                        "Where plugins lie; it, and every folder above it, belongs to root and is writable for nobody else.",
                value = "/usr/lib/selfheal/plugins")
        Path folder,

        @Setting(
                doc = "Which plugins may be loaded: lines of SHA-256 and file name.",
                value = "/etc/selfheal/plugins.allow")
        Path allowList,

        @Setting(doc = "Each plugin's own settings, by its id and their names.")
        Map<String, Map<String, String>> settings) {
    public PluginConfig {
        settings = Map.copyOf(settings);
    }
}
