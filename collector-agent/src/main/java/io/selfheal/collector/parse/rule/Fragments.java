package io.selfheal.collector.parse.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of patterns that rules call by name, as {@code %{ADDR}}: a file's own, which may call those above them and
 * the common ones.
 */
final class Fragments {
    /** An address is checked digit by digit afterwards. */
    private static final Map<String, String> COMMON = Map.of(
            "%{ADDR}", "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{1,43})(?:%[\\w.-]{1,16})?",
            "%{HOST}", "[^ ]{1,255}",
            "%{PORT}", "\\d{1,5}",
            "%{STAMP}",
                    "\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?: ?(?:Z|[+-]\\d\\d:?\\d\\d|UTC|GMT))?",
            "%{QUOTED}", "[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+");

    /** The last first, as it may call the others. */
    private final Map<String, String> own;

    private Fragments(Map<String, String> own) {
        this.own = own;
    }

    /** The fragments of a file; null: it has none. */
    static Fragments of(@Nullable YamlPlace place) {
        LinkedHashMap<String, String> own = new LinkedHashMap<>();
        if (place != null) {
            place.mapping(Set.of()).forEach((name, text) -> own.put("%{" + name + "}", text.text()));
        }
        return new Fragments(own.reversed());
    }

    /** The pattern written out. */
    String expand(YamlPlace place, String pattern) {
        String text = replace(replace(pattern, own), COMMON);
        int unknown = text.indexOf("%{");
        if (unknown >= 0) {
            throw place.wrong("unknown fragment at '" + text.substring(unknown, Math.min(text.length(), unknown + 12))
                    + "'; allowed: " + String.join(", ", COMMON.keySet()) + ", and the file's 'fragments'");
        }
        return text;
    }

    private static String replace(String pattern, Map<String, String> fragments) {
        String text = pattern;
        for (Map.Entry<String, String> fragment : fragments.entrySet()) {
            text = text.replace(fragment.getKey(), fragment.getValue());
        }
        return text;
    }
}
