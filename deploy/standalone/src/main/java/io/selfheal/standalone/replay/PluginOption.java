package io.selfheal.standalone.replay;

import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.plugin.host.PluginHost;
import io.selfheal.plugin.host.PluginKind;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether plugins take part in a replay: parsers for lines that nobody understood, detectors. */
final class PluginOption {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--plugins",
            arity = "0..1",
            paramLabel = "FOLDER",
            fallbackValue = PluginFolder.DEFAULT_FOLDER,
            description = "Ask the allowed plugins of this folder too (default: ${FALLBACK-VALUE}): their parsers about"
                    + " lines that nobody understood, their detectors about events. Runs their code.")
    private @Nullable Path folder;

    @Option(
            names = "--plugins-allow-list",
            paramLabel = "FILE",
            description = "Which of them are allowed (default: ${DEFAULT-VALUE}).")
    private Path allowList = Path.of(PluginFolder.DEFAULT_ALLOW_LIST);

    @Option(
            names = "--plugin-setting",
            paramLabel = "ID.NAME=TEXT",
            description = "A setting of a plugin; may be given several times.")
    private Map<String, String> settings = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    PluginOption() {
        // options have their defaults
    }

    /**
     * Loads them; the caller closes the host, which is empty without the option.
     *
     * @param time of budgets and quarantines
     * @throws ParameterException if one is refused: an answer without it would not be the one that was asked for
     */
    PluginHost open(InstantSource time) {
        if (folder == null) {
            if (!settings.isEmpty()) {
                throw wrong("--plugin-setting is only for plugins that take part; allowed: beside --plugins");
            }
            return PluginHost.none(time);
        }
        PluginHost host = new PluginHost(
                new PluginFolder(folder, allowList),
                Set.of(PluginKind.PARSER, PluginKind.DETECTOR),
                byPlugin(),
                time,
                new PluginHost.Talk(
                        line -> {},
                        line -> {}, // problems() says it
                        status -> spec.commandLine().getErr().println("selfheal replay: " + status.sentence())));
        if (!host.problems().isEmpty()) {
            host.close();
            throw wrong("--plugins: " + String.join("; ", host.problems()));
        }
        if (host.status().isEmpty()) {
            host.close();
            throw wrong(
                    "--plugins: '" + folder + "' holds no parser and no detector; allowed: a folder with jars of them");
        }
        return host;
    }

    /** Whether one of them did not take part to the end; that was said when it happened. */
    static boolean isAnyMissing(PluginHost host) {
        return !host.troubles().isEmpty();
    }

    private Map<String, Map<String, String>> byPlugin() {
        Map<String, Map<String, String>> byPlugin = new HashMap<>();
        settings.forEach((name, text) -> {
            int dot = name.indexOf('.');
            if (dot < 1 || dot == name.length() - 1) {
                throw wrong("--plugin-setting: '" + name + "' is no name; allowed: ID.NAME=TEXT");
            }
            byPlugin.computeIfAbsent(name.substring(0, dot), id -> new HashMap<>())
                    .put(name.substring(dot + 1), text);
        });
        return byPlugin;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
