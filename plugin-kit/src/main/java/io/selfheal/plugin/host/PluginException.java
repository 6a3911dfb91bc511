package io.selfheal.plugin.host;

/** A plugin is refused; the message names the file, what is wrong and what is allowed. */
public final class PluginException extends Exception {
    public PluginException(String message) {
        super(message);
    }

    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
