package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.frame.JsonFields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a rule reads a line that is one JSON object, or one of logfmt's pairs. Immutable.
 *
 * @param fields the keys of each field, best first
 * @param where keys that must have one of these values; {@code *} stands for any that is not empty
 * @param read the keys, best first, whose text the rule's pattern reads; empty: it has none
 */
record JsonMapping(Map<Field, List<String>> fields, Map<String, Set<String>> where, List<String> read) {
    /** The rule reads text. */
    static final JsonMapping NONE = new JsonMapping(Map.of(), Map.of(), List.of());

    static final String ANY = "*";

    boolean isEmpty() {
        return fields.isEmpty() && where.isEmpty() && read.isEmpty();
    }

    /** Whether the object is one that the rule is for. */
    boolean fits(JsonFields json) {
        for (Map.Entry<String, Set<String>> condition : where.entrySet()) {
            String value = json.get(condition.getKey());
            Set<String> wanted = condition.getValue();
            if (value == null || !(wanted.contains(value) || (wanted.contains(ANY) && !value.isEmpty()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a key that the rule relies on stands twice: one of them may be the client's own. */
    boolean ambiguous(JsonFields json) {
        return where.keySet().stream().anyMatch(json::ambiguous)
                || read.stream().anyMatch(json::ambiguous)
                || fields.values().stream().anyMatch(keys -> ambiguous(json, keys));
    }

    /** The first of the keys that has a value; null if none has. */
    static @Nullable String keyOf(JsonFields json, List<String> keys) {
        for (String key : keys) {
            String value = json.get(key);
            if (value != null && !value.isEmpty()) {
                return key;
            }
        }
        return null;
    }

    private static boolean ambiguous(JsonFields json, List<String> keys) {
        String key = keyOf(json, keys);
        return key != null && json.ambiguous(key);
    }
}
