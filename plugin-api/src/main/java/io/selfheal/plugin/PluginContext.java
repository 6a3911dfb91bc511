package io.selfheal.plugin;

import java.util.function.Consumer;

/**
 * What a plugin is given when it starts.
 *
 * @param id the name that it gave itself
 * @param settings its section of the configuration
 * @param log writes a line to the log of the process it runs in, at most 500 characters and ten a minute
 */
public record PluginContext(String id, PluginSettings settings, Consumer<String> log) {}
