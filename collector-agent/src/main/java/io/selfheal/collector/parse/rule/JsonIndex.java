package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.frame.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules for lines of fields, by the first field that each asks for, so that a line costs one look for each such
 * field and not one for each rule. Rules that ask for nothing come last. Immutable.
 */
final class JsonIndex {
    private final List<Group> groups;
    private final List<Rule> others = new ArrayList<>();

    /** Rules that ask for the same field first: those that want a certain value of it, and those that want any. */
    private record Group(String path, Map<String, List<Rule>> byValue, List<Rule> ofAny) {}

    JsonIndex(List<Rule> rules) {
        Map<String, Group> byPath = new LinkedHashMap<>();
        for (Rule rule : rules) {
            add(rule, byPath);
        }
        groups = List.copyOf(byPath.values());
    }

    private void add(Rule rule, Map<String, Group> byPath) {
        Map<String, Set<String>> where = rule.json().where();
        if (where.isEmpty() && rule.json().read().isEmpty()) {
            others.add(rule);
            return;
        }
        if (where.isEmpty()) {
            rule.json().read().forEach(path -> group(byPath, path).ofAny().add(rule));
            return;
        }
        Map.Entry<String, Set<String>> first = where.entrySet().iterator().next();
        Group group = group(byPath, first.getKey());
        if (first.getValue().contains(JsonMapping.ANY)) {
            group.ofAny().add(rule);
        } else {
            first.getValue()
                    .forEach(value -> group.byValue()
                            .computeIfAbsent(value, v -> new ArrayList<>())
                            .add(rule));
        }
    }

    private static Group group(Map<String, Group> byPath, String path) {
        return byPath.computeIfAbsent(path, p -> new Group(p, new LinkedHashMap<>(), new ArrayList<>()));
    }

    /** What the first rule that knows the line makes of it; null if none does. */
    <T> @Nullable T first(JsonFields line, Function<Rule, @Nullable T> rule) {
        for (Group group : groups) {
            String value = line.get(group.path());
            if (value == null) {
                continue;
            }
            T result = first(group.byValue().getOrDefault(value, List.of()), rule);
            if (result == null) {
                result = first(group.ofAny(), rule);
            }
            if (result != null) {
                return result;
            }
        }
        return first(others, rule);
    }

    private static <T> @Nullable T first(List<Rule> rules, Function<Rule, @Nullable T> apply) {
        for (Rule rule : rules) {
            T result = apply.apply(rule);
            if (result != null) {
                return result;
            }
        }
        return null;
    }
}
