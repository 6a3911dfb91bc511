package io.selfheal.plugin.host;

import io.selfheal.plugin.Plugin;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.StringReader;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * What a plugin says about itself, in {@code META-INF/selfheal-plugin.properties}.
 *
 * @param id its name in configuration, metrics, threads and signals
 * @param version its own version, for people
 * @param classes the class of each kind that it has
 */
public record PluginDescription(String id, String version, Map<PluginKind, String> classes) {
    static final String FILE = "META-INF/selfheal-plugin.properties";
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._+-]{1,40}");
    private static final Pattern CLASS =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

    public PluginDescription {
        classes = Map.copyOf(classes);
    }

    static PluginDescription read(String file, String text) throws PluginException {
        Properties in = new Properties();
        try {
            in.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new PluginException(file + ": " + FILE + " cannot be read: " + e.getMessage(), e);
        }
        String id = required(file, in, "id", ID, "a letter, then up to 31 of a-z 0-9 -");
        String version = required(file, in, "version", VERSION, "up to 40 of letters, digits and ._+-");
        String api = required(file, in, "api-version", Pattern.compile("[0-9]{1,4}"), "a whole number");
        if (Integer.parseInt(api) != Plugin.API_VERSION) {
            throw new PluginException(
                    file + " is built for version " + api + " of the plugin interface; allowed: " + Plugin.API_VERSION);
        }
        Map<PluginKind, String> classes = new EnumMap<>(PluginKind.class);
        for (PluginKind kind : PluginKind.values()) {
            if (in.getProperty(kind.key()) != null) {
                classes.put(kind, required(file, in, kind.key(), CLASS, "the name of a class"));
            }
        }
        if (classes.isEmpty()) {
            throw new PluginException(file + ": " + FILE
                    + " names no class; allowed: source, parser, detector, enricher, action, notifier");
        }
        return new PluginDescription(id, version, classes);
    }

    private static String required(String file, Properties in, String key, Pattern form, String allowed)
            throws PluginException {
        String value = in.getProperty(key);
        if (value == null || !form.matcher(value).matches()) {
            throw new PluginException(file + ": " + FILE + ": " + key + " "
                    + (value == null ? "is missing" : "'" + Excerpt.of(value, 80) + "' is wrong") + "; allowed: "
                    + allowed);
        }
        return value;
    }
}
