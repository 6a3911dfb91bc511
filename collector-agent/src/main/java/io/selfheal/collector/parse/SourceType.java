package io.selfheal.collector.parse;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a source holds, by name. Three names are the collector's own; all others are given by the rule files, each of
 * which lists under {@code sources} how its lines may be called. Which names there are says {@link ParserSet}.
 * Detection is per line whatever the name: files mix formats, and the name's own formats are tried first.
 *
 * @param wireName the name in configuration and on the command line, in lower case
 */
public record SourceType(String wireName) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");

    /** Any format, told apart line by line. */
    public static final SourceType AUTO = new SourceType("auto");
    /** Lines with a syslog header (RFC 3164, RFC 5424, rsyslog's RFC 3339 form), of any program. */
    public static final SourceType SYSLOG = new SourceType("syslog");
    /** {@code journalctl -o json}: one object a line. */
    public static final SourceType JOURNAL = new SourceType("journal");

    /** Other names of these; what container engines write is unwrapped whatever the name. */
    private static final Map<String, SourceType> ALIASES = Map.ofEntries(
            Map.entry("auth", SYSLOG),
            Map.entry("auth.log", SYSLOG),
            Map.entry("journald", JOURNAL),
            Map.entry("journalctl", JOURNAL),
            Map.entry("systemd-journal", JOURNAL),
            Map.entry("docker", AUTO),
            Map.entry("containerd", AUTO),
            Map.entry("cri", AUTO),
            Map.entry("kubernetes", AUTO));

    public SourceType {
        if (!NAME.matcher(wireName).matches()) {
            throw new IllegalArgumentException("'" + wireName
                    + "' is no source type; allowed: up to 40 letters, digits, dots, underscores and dashes");
        }
    }

    /**
     * The type of this name, letter case ignored.
     *
     * @throws IllegalArgumentException if it cannot be a name; whether any parser knows it says {@link ParserSet#knows}
     */
    public static SourceType parse(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        SourceType own = ALIASES.get(wanted);
        return own == null ? new SourceType(wanted) : own;
    }

    /** Whether the collector itself knows the type, without any rule file. */
    public boolean isBuiltIn() {
        return equals(AUTO) || equals(SYSLOG) || equals(JOURNAL);
    }

    @Override
    public String toString() {
        return wireName;
    }
}
