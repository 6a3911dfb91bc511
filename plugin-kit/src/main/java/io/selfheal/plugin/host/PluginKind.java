package io.selfheal.plugin.host;

import io.selfheal.plugin.ActionPlugin;
import io.selfheal.plugin.DetectorPlugin;
import io.selfheal.plugin.EnricherPlugin;
import io.selfheal.plugin.NotifierPlugin;
import io.selfheal.plugin.ParserPlugin;
import io.selfheal.plugin.Plugin;
import io.selfheal.plugin.SourcePlugin;
import java.time.Duration;
import java.util.Locale;

/** The kinds of plugins, with the time that one call of each may take. */
public enum PluginKind {
    SOURCE(SourcePlugin.class, Duration.ofSeconds(5)),
    PARSER(ParserPlugin.class, Duration.ofMillis(20)),
    DETECTOR(DetectorPlugin.class, Duration.ofMillis(20)),
    ENRICHER(EnricherPlugin.class, Duration.ofSeconds(5)),
    ACTION(ActionPlugin.class, Duration.ofSeconds(10)),
    NOTIFIER(NotifierPlugin.class, Duration.ofSeconds(10));

    private final Class<? extends Plugin> type;
    private final Duration budget;

    PluginKind(Class<? extends Plugin> type, Duration budget) {
        this.type = type;
        this.budget = budget;
    }

    /** The interface that such a plugin implements. */
    public Class<? extends Plugin> type() {
        return type;
    }

    public Duration budget() {
        return budget;
    }

    /** As a key of a plugin's description. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
