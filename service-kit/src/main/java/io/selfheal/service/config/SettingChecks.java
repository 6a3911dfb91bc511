package io.selfheal.service.config;

import io.selfheal.schemas.net.Loopback;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Bounds of a service's settings. Each check throws an {@link IllegalArgumentException} that names the setting, the
 * value and what is allowed; the values of secrets are never in it.
 */
public final class SettingChecks {
    /** Stands for a secret in an error. */
    public static final String HIDDEN = "(not shown)";

    private static final String SAFE = "an https address without query and user; http only to this machine";

    private final String prefix;

    /** Checks of settings whose names begin with this, such as {@code selfheal.notifier.}. */
    public SettingChecks(String prefix) {
        this.prefix = prefix;
    }

    /** Both ends are allowed. */
    public void number(String name, int value, int from, int to) {
        if (value < from || value > to) {
            throw refused(name, String.valueOf(value), from + " to " + to);
        }
    }

    /** Both ends are allowed. */
    public void time(String name, Duration value, Duration from, Duration to) {
        if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
            throw refused(name, value.toString(), from + " to " + to);
        }
    }

    /** Where a secret goes over the wire, see {@link #isSafe}. */
    public void address(String name, URI url) {
        if (!isSafe(url.toString())) {
            throw refused(name, url.toString(), SAFE);
        }
    }

    /** A secret that is itself an address, so that it is not shown. */
    public void secretAddress(String name, Optional<String> value) {
        if (value.isPresent() && !isSafe(value.get())) {
            throw refused(name, HIDDEN, SAFE);
        }
    }

    /** A secret stands in the configuration or in a file, not in both. */
    public void secret(String name, Optional<String> value, Optional<Path> file) {
        if (value.isPresent() && file.isPresent()) {
            throw refused(name + "-file", file.get().toString(), "either " + name + " or " + name + "-file, not both");
        }
        if (file.isPresent() && !file.get().isAbsolute()) {
            throw refused(name + "-file", file.get().toString(), "an absolute path");
        }
        if (value.isPresent() && value.get().chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw refused(name, HIDDEN, "ASCII text without white space");
        }
    }

    /** What a check throws, for one that only the service has. */
    public IllegalArgumentException refused(String name, String value, String allowed) {
        return new IllegalArgumentException(prefix + name + ": '" + value + "' is not allowed; allowed: " + allowed);
    }

    /** Whether a secret may go there: plain http is for a stand-in on this machine only. */
    public static boolean isSafe(String text) {
        try {
            URI url = URI.create(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            String host = url.getHost();
            return host != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null
                    && ("https".equals(scheme) || ("http".equals(scheme) && Loopback.isHost(host)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
