package io.selfheal.plugin;

/**
 * What every kind of plugin has. An implementation has a public constructor without parameters. All its methods are
 * called on one thread that belongs to it, one at a time, each within a time budget: a call that takes longer is
 * interrupted, its answer is dropped, and it counts as a failure. Whatever a method throws counts as a failure too and
 * reaches nobody else. Five failures in a row put the plugin into quarantine.
 */
public interface Plugin {
    /** The version of this interface; a plugin names the one that it was built for. */
    int API_VERSION = 1;

    /** Called once before all else; the settings are complete then. Throw to refuse them. */
    default void start(PluginContext context) throws Exception {}

    /** Called once at the end, unless a call before never came back. */
    default void stop() throws Exception {}
}
