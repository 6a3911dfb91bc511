package io.selfheal.plugin;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin's own section of the configuration, asked by name and type. Every error names the setting, its value and
 * what is allowed.
 */
public final class PluginSettings {
    private final String plugin;
    private final Map<String, String> values;

    public PluginSettings(String plugin, Map<String, String> values) {
        this.plugin = plugin;
        this.values = Map.copyOf(values);
    }

    /** All settings as they stand there. */
    public Map<String, String> all() {
        return values;
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** @throws IllegalArgumentException if it is missing */
    public String required(String name) {
        return text(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "plugin " + plugin + ": setting '" + name + "' is missing; allowed: a text"));
    }

    /** @throws IllegalArgumentException if it is no whole number within the bounds */
    public long integer(String name, long standard, long min, long max) {
        String text = values.get(name);
        if (text == null) {
            return standard;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, text, min + " to " + max, e);
        }
        throw wrong(name, text, min + " to " + max, null);
    }

    /** @throws IllegalArgumentException if it is neither true nor false */
    public boolean flag(String name, boolean standard) {
        String text = values.get(name);
        if (text == null) {
            return standard;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, text, "true or false", null);
        };
    }

    /** @throws IllegalArgumentException if it is no duration like {@code PT30S} */
    public Duration duration(String name, Duration standard) {
        String text = values.get(name);
        try {
            return text == null ? standard : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(name, text, "an ISO 8601 duration like PT30S", e);
        }
    }

    private IllegalArgumentException wrong(
            String name, String value, String allowed, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalArgumentException(
                "plugin " + plugin + ": setting '" + name + "' '" + value + "' is wrong; allowed: " + allowed, cause);
    }
}
