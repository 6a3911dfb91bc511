package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.scan.ByteScan;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one rule with the defaults of its file. */
record RuleReader(
        String dataset,
        EventKind kind,
        Map<Field, String> defaults,
        StampForm stamp,
        Fragments fragments,
        int longest) {
    static final Set<String> KEYS = Set.of(
            "name",
            "starts",
            "contains",
            "pattern",
            "json",
            "where",
            "read",
            "event",
            "action",
            "outcome",
            "set",
            "time",
            "ignore",
            "examples",
            "near_miss",
            "disabled");
    static final Set<String> EXAMPLE_KEYS = Set.of("message", "line", "after", "expect");

    Rule read(YamlPlace place, int number) {
        Map<String, YamlPlace> entries = place.mapping(KEYS);
        String name = place.required(entries, "name").text();
        RulePattern pattern = entries.containsKey("pattern") ? pattern(entries.get("pattern")) : null;
        JsonMapping json = json(entries);
        if (pattern == null && json.fields().isEmpty() && !entries.containsKey("ignore")) {
            throw place.wrong("the rule '" + name + "' needs 'pattern' or 'json'");
        }
        boolean inner = pattern != null && pattern.readsFields();
        boolean twoTexts = inner && (json.isEmpty() || !json.read().isEmpty());
        boolean noText =
                !inner && !json.isEmpty() && (pattern == null) != json.read().isEmpty();
        if (noText || twoTexts || (pattern == null && json.isEmpty())) {
            throw place.wrong("the rule '" + name + "' reads JSON: its 'pattern' needs 'read', the key of the text that"
                    + " it matches, or a group (?<" + RulePattern.FIELDS + ">…), the JSON in the text that it matches");
        }
        YamlPlace starts = entries.get("starts");
        YamlPlace contains = entries.get("contains");
        if (pattern != null && starts == null && contains == null) {
            throw place.wrong(
                    "the rule '" + name + "' needs 'starts' or 'contains', so that few lines reach its pattern");
        }
        Rule.Samples samples = new Rule.Samples(examples(entries.get("examples")), examples(entries.get("near_miss")));
        YamlPlace ignore = entries.get("ignore");
        EventAction action = ignore != null ? EventAction.REPORTED : action(place.required(entries, "action"));
        Map<Field, String> constants = new EnumMap<>(Field.class);
        constants.putAll(defaults);
        constants.putAll(constants(entries.get("set")));
        return new Rule(
                number,
                place.at(),
                dataset,
                name,
                literals(starts),
                literals(contains),
                longest,
                pattern,
                json,
                entries.containsKey("event") ? entries.get("event").constant(EventKind.class) : kind,
                action,
                entries.containsKey("outcome") ? entries.get("outcome").constant(EventOutcome.class) : null,
                constants,
                entries.containsKey("time") ? entries.get("time").constant(StampForm.class) : stamp,
                ignore == null ? null : ignore.text(),
                () -> samples);
    }

    /** The name of a rule that is turned off, whatever else is said of it; null for one that holds. */
    static @Nullable String disabled(YamlPlace place) {
        Map<String, YamlPlace> entries = place.mapping(KEYS);
        YamlPlace off = entries.get("disabled");
        return off != null && off.flag() ? place.required(entries, "name").text() : null;
    }

    private static List<byte[]> literals(@Nullable YamlPlace place) {
        List<byte[]> literals = new ArrayList<>();
        if (place != null) {
            for (YamlPlace item : place.items()) {
                if (item.text().isEmpty()) {
                    throw item.wrong("an empty literal; give at least one character");
                }
                literals.add(ByteScan.ascii(item.text()));
            }
        }
        return List.copyOf(literals);
    }

    private RulePattern pattern(YamlPlace place) {
        String text = place.text();
        if (!text.startsWith("^") || !text.endsWith("$")) {
            throw place.wrong("the pattern must be anchored: it begins with ^ and ends with $");
        }
        RulePattern pattern = new RulePattern(fragments.expand(place, text));
        try {
            checkGroups(place, Pattern.compile(pattern.text()));
            return pattern;
        } catch (PatternSyntaxException e) {
            throw place.wrong("the pattern is wrong: " + e.getDescription() + " near index " + e.getIndex());
        }
    }

    private static void checkGroups(YamlPlace place, Pattern pattern) {
        for (String name : pattern.namedGroups().keySet()) {
            if (!name.equals(RulePattern.FIELDS)) {
                field(place, name);
            }
        }
    }

    private static Field field(YamlPlace place, String name) {
        Field field = Field.ofName(name);
        if (field == null) {
            throw place.wrong("unknown field '" + name + "'; allowed: " + Field.allowedNames());
        }
        return field;
    }

    private static JsonMapping json(Map<String, YamlPlace> entries) {
        Map<Field, List<String>> fields = new EnumMap<>(Field.class);
        YamlPlace json = entries.get("json");
        if (json != null) {
            json.mapping(Set.of()).forEach((name, keys) -> fields.put(field(json, name), keys.texts()));
        }
        Map<String, Set<String>> where = new LinkedHashMap<>();
        YamlPlace conditions = entries.get("where");
        if (conditions != null) {
            conditions.mapping(Set.of()).forEach((key, values) -> where.put(key, new HashSet<>(values.texts())));
        }
        YamlPlace read = entries.get("read");
        return new JsonMapping(fields, where, read == null ? List.of() : read.texts());
    }

    static Map<Field, String> constants(@Nullable YamlPlace place) {
        Map<Field, String> constants = new EnumMap<>(Field.class);
        if (place != null) {
            place.mapping(Set.of()).forEach((name, value) -> constants.put(field(place, name), value.text()));
        }
        return constants;
    }

    private static EventAction action(YamlPlace place) {
        EventAction action = EventAction.ofWireName(place.text());
        if (action == null) {
            throw place.wrong("unknown action '" + place.text() + "'; allowed: "
                    + Arrays.stream(EventAction.values())
                            .map(EventAction::wireName)
                            .collect(Collectors.joining(", ")));
        }
        return action;
    }

    /** A plain text is a message without expectations. */
    private static List<Rule.Example> examples(@Nullable YamlPlace place) {
        List<Rule.Example> examples = new ArrayList<>();
        if (place != null) {
            place.items().forEach(item -> examples.add(example(item)));
        }
        return List.copyOf(examples);
    }

    private static Rule.Example example(YamlPlace item) {
        if (item.isText()) {
            return new Rule.Example(item.at(), item.text(), false, List.of(), Map.of());
        }
        Map<String, YamlPlace> entries = item.mapping(EXAMPLE_KEYS);
        boolean wholeLine = entries.containsKey("line");
        if (wholeLine == entries.containsKey("message")) {
            throw item.wrong("an example needs either 'message' or 'line'");
        }
        Map<String, String> expect = new TreeMap<>();
        if (entries.containsKey("expect")) {
            entries.get("expect").mapping(Set.of()).forEach((name, value) -> expect.put(name, value.text()));
        }
        return new Rule.Example(
                item.at(),
                item.required(entries, wholeLine ? "line" : "message").text(),
                wholeLine,
                entries.containsKey("after") ? entries.get("after").texts() : List.of(),
                expect);
    }
}
