package io.selfheal.agent.config;

import io.selfheal.schemas.text.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Binds nodes to values of a {@link Shape}. After a problem it goes on with the neighbours, so that one run reports
 * everything; a record is only constructed when all of its components are sound.
 */
final class RecordBinder {

    private static final int MAX_KEY = 80;

    private final Problems problems;

    RecordBinder(Problems problems) {
        this.problems = problems;
    }

    /** What a place in the file was bound to. */
    private sealed interface Bound {}

    private record Value(@Nullable Object value) implements Bound {}

    /** Not usable; the problem is already noted. */
    private enum Broken implements Bound {
        BROKEN
    }

    /**
     * Where we are.
     *
     * @param line of the node, or of what should have contained it
     * @param allowed the setting's own words for what is allowed, empty for the type's
     */
    private record Place(String path, int line, String allowed) {
        Place child(String key, int childLine, String childAllowed) {
            return new Place(path.isEmpty() ? key : path + "." + key, childLine, childAllowed);
        }

        Place element(int index, int elementLine) {
            return new Place(path + "[" + index + "]", elementLine, allowed);
        }
    }

    /** The record, null after a problem. */
    @Nullable
    Object bindRoot(Optional<Node> root, Shape.Nested shape) {
        Place place = new Place("", root.map(YamlNodes::line).orElse(0), "");
        Bound bound = root.filter(node -> !YamlNodes.isNull(node))
                .map(node -> bind(node, shape, place))
                .orElseGet(() -> bindFields(shape, Map.of(), place));
        return switch (bound) {
            case Value(Object value) -> value;
            case Broken broken -> null;
        };
    }

    private Bound bind(Node node, Shape shape, Place place) {
        return switch (shape) {
            case Shape.One(ScalarType type) -> bindScalar(node, type, place);
            case Shape.Maybe(Shape inner) -> bindMaybe(node, inner, place);
            case Shape.ListOf(Shape element) -> bindList(node, element, place);
            case Shape.MapOf(Shape value) -> bindMap(node, value, place);
            case Shape.Nested nested -> bindNested(node, nested, place);
        };
    }

    private Bound bindScalar(Node node, ScalarType type, Place place) {
        String allowed = place.allowed().isEmpty() ? type.allowed() : place.allowed();
        if (!(node instanceof ScalarNode scalar)) {
            return broken(place, "is a " + YamlNodes.kind(node) + "; allowed: " + allowed);
        }
        if (YamlNodes.isNull(node)) {
            return broken(place, "has no value; leave the key out for its default; allowed: " + allowed);
        }
        try {
            return new Value(type.parse().apply(scalar.getValue()));
        } catch (IllegalArgumentException e) {
            return broken(place, refusal(scalar.getValue(), e, allowed));
        }
    }

    private static String refusal(String text, IllegalArgumentException refused, String allowed) {
        String message = String.valueOf(refused.getMessage());
        String whole = message.startsWith("'") ? message : Problems.quote(text) + " " + message;
        return whole.contains("allowed: ") ? whole : whole + "; allowed: " + allowed;
    }

    private Bound bindMaybe(Node node, Shape inner, Place place) {
        if (YamlNodes.isNull(node)) {
            return new Value(Optional.empty());
        }
        return switch (bind(node, inner, place)) {
            case Value(Object value) -> new Value(Optional.ofNullable(value));
            case Broken broken -> broken;
        };
    }

    private Bound bindList(Node node, Shape shape, Place place) {
        if (!(node instanceof SequenceNode sequence)) {
            return broken(place, "is a " + YamlNodes.kind(node) + "; allowed: a list");
        }
        List<Object> values = new ArrayList<>();
        boolean sound = true;
        int index = 0;
        for (Node element : sequence.getValue()) {
            if (bind(element, shape, place.element(index++, YamlNodes.line(element))) instanceof Value(Object value)) {
                values.add(value);
            } else {
                sound = false;
            }
        }
        return sound ? new Value(List.copyOf(values)) : Broken.BROKEN;
    }

    private Bound bindMap(Node node, Shape shape, Place place) {
        Optional<Map<String, Entry>> entries = entries(node, place);
        if (entries.isEmpty()) {
            return Broken.BROKEN;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        boolean sound = true;
        for (Map.Entry<String, Entry> entry : entries.get().entrySet()) {
            Place at = place.child(entry.getKey(), entry.getValue().line(), place.allowed());
            if (bind(entry.getValue().node(), shape, at) instanceof Value(Object value)) {
                values.put(entry.getKey(), value);
            } else {
                sound = false;
            }
        }
        return sound ? new Value(Collections.unmodifiableMap(values)) : Broken.BROKEN;
    }

    private Bound bindNested(Node node, Shape.Nested shape, Place place) {
        return entries(node, place)
                .map(entries -> bindFields(shape, entries, place))
                .orElse(Broken.BROKEN);
    }

    private Bound bindFields(Shape.Nested shape, Map<String, Entry> entries, Place place) {
        List<String> keys = shape.fields().stream().map(Shape.Field::key).toList();
        boolean sound = true;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (shape.field(entry.getKey()).isEmpty()) {
                Place at = place.child(shown(entry.getKey()), entry.getValue().line(), "");
                broken(
                        at,
                        "is not a known key" + Spelling.suggestion(entry.getKey(), keys) + "; allowed: "
                                + String.join(", ", keys));
                sound = false;
            }
        }
        Map<String, Object> values = new HashMap<>();
        for (Shape.Field field : shape.fields()) {
            Entry entry = entries.get(field.key());
            int line = entry == null ? place.line() : entry.line();
            Place at = place.child(field.key(), line, field.allowed());
            if (bindField(field, entry, at) instanceof Value(Object value)) {
                values.put(field.name(), value);
            } else {
                sound = false;
            }
        }
        return sound ? construct(shape, values, entries, place) : Broken.BROKEN;
    }

    private Bound bindField(Shape.Field field, @Nullable Entry entry, Place at) {
        if (entry != null) {
            return field.nullable() && YamlNodes.isNull(entry.node())
                    ? new Value(null)
                    : bind(entry.node(), field.shape(), at);
        }
        if (!field.defaultText().isEmpty()) {
            return bindDefault(field, at);
        }
        if (field.nullable()) {
            return new Value(null);
        }
        return switch (field.shape()) {
            case Shape.Maybe maybe -> new Value(Optional.empty());
            case Shape.ListOf list -> new Value(List.of());
            case Shape.MapOf map -> new Value(Map.of());
            case Shape.Nested nested -> bindFields(nested, Map.of(), at);
            case Shape.One(ScalarType type) ->
                broken(at, "is missing; allowed: " + (field.allowed().isEmpty() ? type.allowed() : field.allowed()));
        };
    }

    /** A default is written as in a file and bound like it; a wrong one is our mistake, not the reader's. */
    private static Bound bindDefault(Shape.Field field, Place at) {
        Problems ours = new Problems("default of " + at.path());
        Bound bound = YamlNodes.compose(field.defaultText(), ours)
                .map(node -> new RecordBinder(ours).bind(node, field.shape(), at))
                .orElse(Broken.BROKEN);
        try {
            ours.throwIfAny();
        } catch (ConfigException e) {
            throw new IllegalStateException("a setting's default is wrong: " + e.getMessage(), e);
        }
        return bound;
    }

    private Bound construct(Shape.Nested shape, Map<String, Object> values, Map<String, Entry> entries, Place place) {
        try {
            return new Value(RecordConstruction.of(shape.type(), values));
        } catch (IllegalArgumentException e) {
            return refusedByRecord(shape, String.valueOf(e.getMessage()), entries, place);
        }
    }

    /** A record's message that starts with one of its keys or component names is placed at that key. */
    private Bound refusedByRecord(Shape.Nested shape, String message, Map<String, Entry> entries, Place place) {
        for (Shape.Field field : shape.fields()) {
            for (String name : List.of(field.key(), field.name())) {
                if (!message.matches("(?s)" + name + "[: ].*")) {
                    continue;
                }
                Entry entry = entries.get(field.key());
                Place at = place.child(field.key(), entry == null ? place.line() : entry.line(), field.allowed());
                String rest = message.substring(name.length() + 1).strip();
                String value = entry != null && entry.node() instanceof ScalarNode scalar
                        ? Problems.quote(scalar.getValue()) + " "
                        : "";
                String text = rest.startsWith("'") ? rest : value + rest;
                boolean complete = field.allowed().isEmpty() || text.contains("allowed: ");
                return broken(at, complete ? text : text + "; allowed: " + field.allowed());
            }
        }
        return broken(place, message);
    }

    /**
     * A mapping's entry.
     *
     * @param line of the key
     */
    private record Entry(Node node, int line) {}

    private Optional<Map<String, Entry>> entries(Node node, Place place) {
        if (!(node instanceof MappingNode mapping)) {
            broken(place, "is a " + YamlNodes.kind(node) + "; allowed: keys with values");
            return Optional.empty();
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        boolean sound = true;
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                sound = false;
                broken(
                        new Place(place.path(), YamlNodes.line(key), ""),
                        "a key is a " + YamlNodes.kind(key) + "; allowed: a word");
            } else if (entries.putIfAbsent(scalar.getValue(), new Entry(tuple.getValueNode(), YamlNodes.line(key)))
                    != null) {
                sound = false;
                broken(place.child(shown(scalar.getValue()), YamlNodes.line(key), ""), "is given twice; allowed: once");
            }
        }
        return sound ? Optional.of(entries) : Optional.empty();
    }

    private Broken broken(Place place, String message) {
        problems.add(place.line(), place.path(), message);
        return Broken.BROKEN;
    }

    /** A key as a path may show it: an unknown key is whatever someone typed. */
    private static String shown(String key) {
        return Excerpt.of(key, MAX_KEY);
    }
}
