package io.selfheal.service.plugin;

import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.schemas.config.Setting;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;

/** Where a service's plugins come from; docs/plugins.md. */
public interface PluginsConfig {
    @Setting(
            doc = "Where plugins lie; it, and every folder above it, belongs to root and is writable for nobody else.",
            value = PluginFolder.DEFAULT_FOLDER,
            allowed = "path of a folder")
    @WithDefault(PluginFolder.DEFAULT_FOLDER)
    Path folder();

    @Setting(
            doc = "Which plugins may be loaded: lines of SHA-256 and file name.",
            value = PluginFolder.DEFAULT_ALLOW_LIST,
            allowed = "path of a file")
    @WithDefault(PluginFolder.DEFAULT_ALLOW_LIST)
    Path allowList();

    @Setting(doc = "Each plugin's own settings, by its id and their names.", allowed = "ID.NAME=text")
    Map<String, Map<String, String>> settings();
}
