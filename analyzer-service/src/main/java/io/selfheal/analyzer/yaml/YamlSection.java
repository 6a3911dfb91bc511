package io.selfheal.analyzer.yaml;

import io.selfheal.schemas.rules.RulePlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of a YAML file, read key by key. Every wrong value is a {@link RuleException} with its line and column;
 * {@link #done()} refuses the keys that nobody asked for.
 */
public final class YamlSection {
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(s|m|h|d)");
    private static final Pattern MILLIS = Pattern.compile("([1-9][0-9]{0,6})ms");

    private final String file;
    private final MappingNode node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final TreeSet<String> asked = new TreeSet<>();

    private YamlSection(String file, Node node) throws RuleException {
        this.file = file;
        if (!(node instanceof MappingNode mapping)) {
            throw new RuleException(file, node, "is no mapping; allowed: keys with values");
        }
        this.node = mapping;
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode());
            if (values.put(key, tuple.getValueNode()) != null) {
                throw new RuleException(file, tuple.getKeyNode(), "'" + key + "' stands twice; allowed: once");
            }
        }
    }

    /** Reads a whole file; an empty one is refused. */
    public static YamlSection read(String file, byte[] content) throws RuleException {
        return new YamlSection(file, YamlDocument.compose(file, content));
    }

    static RulePlace place(String file, Node node) {
        return node.getStartMark()
                .map(mark -> RuleException.place(file, mark))
                .orElseGet(() -> new RulePlace(file, 1, 1));
    }

    /** Where this section begins. */
    public RulePlace place() {
        return place(file, node);
    }

    /** Whether the key stands there, to tell kinds of files apart: it counts as asked for by nobody yet. */
    public boolean holds(String key) {
        return values.containsKey(key);
    }

    public boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    /** The keys, in their order; a section that is read by them is one whose names are the writer's. */
    public List<String> keys() {
        return List.copyOf(values.keySet());
    }

    public String text(String key) throws RuleException {
        return scalar(required(key));
    }

    public @Nullable String textOrNull(String key) throws RuleException {
        return has(key) ? text(key) : null;
    }

    public String text(String key, String standard) throws RuleException {
        return has(key) ? text(key) : standard;
    }

    public int integer(String key, int min, int max) throws RuleException {
        Node value = required(key);
        String text = scalar(value);
        if (text.matches("-?[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new RuleException(file, value, key + " '" + text + "' is out of range; allowed: " + min + " to " + max);
    }

    public double decimal(String key) throws RuleException {
        Node value = required(key);
        String text = scalar(value);
        if (text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
            return Double.parseDouble(text);
        }
        throw new RuleException(file, value, key + " '" + text + "' is no number; allowed: for example 0.2");
    }

    public boolean flag(String key) throws RuleException {
        return oneOf(key, Map.of("true", true, "false", false));
    }

    /** A length of time such as {@code 90s}, {@code 10m}, {@code 4h} or {@code 7d}. */
    public Duration duration(String key) throws RuleException {
        Node value = required(key);
        String text = scalar(value);
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new RuleException(
                    file, value, key + " '" + text + "' is no duration; allowed: a number with s, m, h or d, like 10m");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** A length of time that may also be in milliseconds, such as {@code 500ms}. */
    public Duration shortDuration(String key) throws RuleException {
        Matcher millis = MILLIS.matcher(scalar(required(key)));
        return millis.matches() ? Duration.ofMillis(Long.parseLong(millis.group(1))) : duration(key);
    }

    public <T> T oneOf(String key, Map<String, T> allowed) throws RuleException {
        return choose(key, required(key), allowed);
    }

    /** One of them or a list of them. */
    public <T> List<T> someOf(String key, Map<String, T> allowed) throws RuleException {
        List<T> chosen = new ArrayList<>();
        for (Node item : items(required(key))) {
            chosen.add(choose(key, item, allowed));
        }
        return chosen;
    }

    /** One text or a list of texts. */
    public List<String> texts(String key) throws RuleException {
        List<String> texts = new ArrayList<>();
        for (Node item : items(required(key))) {
            texts.add(scalar(item));
        }
        return texts;
    }

    /** Whether the value of this key is a mapping. */
    public boolean isSection(String key) {
        return has(key) && values.get(key) instanceof MappingNode;
    }

    public YamlSection section(String key) throws RuleException {
        return new YamlSection(file, required(key));
    }

    public List<YamlSection> sections(String key) throws RuleException {
        List<YamlSection> sections = new ArrayList<>();
        for (Node item : items(required(key))) {
            sections.add(new YamlSection(file, item));
        }
        return sections;
    }

    /** A list whose items are either one text or a mapping. */
    public <T> List<T> items(String key, Function<String, T> ofText, SectionReader<T> ofSection) throws RuleException {
        List<T> read = new ArrayList<>();
        for (Node item : items(required(key))) {
            read.add(
                    item instanceof ScalarNode
                            ? ofText.apply(scalar(item))
                            : ofSection.read(new YamlSection(file, item)));
        }
        return read;
    }

    /** Reads one section. */
    @FunctionalInterface
    public interface SectionReader<T> {
        T read(YamlSection section) throws RuleException;
    }

    /** What the section says, but for these keys, as one line; the same for the same content however it is laid out. */
    public String written(Set<String> without) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(values).forEach((key, value) -> {
            if (!without.contains(key)) {
                write(value, text.append(key).append('='));
            }
        });
        return text.toString();
    }

    private static void write(Node node, StringBuilder text) {
        switch (node) {
            case ScalarNode scalar ->
                text.append('\'').append(scalar.getValue().replace("'", "''")).append('\'');
            case SequenceNode list -> {
                text.append('[');
                list.getValue().forEach(item -> write(item, text));
                text.append(']');
            }
            case MappingNode mapping -> {
                text.append('{');
                for (NodeTuple entry : mapping.getValue()) {
                    write(entry.getKeyNode(), text);
                    write(entry.getValueNode(), text.append(':'));
                }
                text.append('}');
            }
            default -> text.append('?');
        }
        text.append(' ');
    }

    /** Runs a constructor that checks ranges, and gives its complaint this section's position. */
    public <T> T checked(java.util.function.Supplier<T> maker) throws RuleException {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new RuleException(file, node, String.valueOf(e.getMessage()));
        }
    }

    /** A complaint about the value of this key. */
    public RuleException wrong(String key, String problem) {
        return new RuleException(file, values.getOrDefault(key, node), key + " " + problem);
    }

    /**
     * A complaint about a place within the text of this key.
     *
     * @param line of the text, from 1
     * @param column of that line, from 1
     */
    public RuleException wrongWithin(String key, int line, int column, String problem) {
        RulePlace begin = place(file, values.getOrDefault(key, node));
        boolean block = values.get(key) instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED);
        boolean quoted = values.get(key) instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
                        || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED);
        RulePlace within = block
                ? new RulePlace(file, begin.line() + line, column)
                : new RulePlace(file, begin.line(), begin.column() + column - (quoted ? 0 : 1));
        return new RuleException(within, key + " " + problem);
    }

    /** Refuses keys that were not asked for. */
    public void done() throws RuleException {
        for (NodeTuple tuple : node.getValue()) {
            String key = scalar(tuple.getKeyNode());
            if (!asked.contains(key)) {
                throw new RuleException(
                        file, tuple.getKeyNode(), "'" + key + "' is unknown; allowed: " + String.join(", ", asked));
            }
        }
    }

    private Node required(String key) throws RuleException {
        asked.add(key);
        Node value = values.get(key);
        if (value == null) {
            throw new RuleException(file, node, "'" + key + "' is missing");
        }
        return value;
    }

    private <T> T choose(String key, Node value, Map<String, T> allowed) throws RuleException {
        String text = scalar(value).toLowerCase(Locale.ROOT);
        T chosen = allowed.get(text);
        if (chosen == null) {
            throw new RuleException(
                    file,
                    value,
                    key + " '" + text + "' is unknown; allowed: " + String.join(", ", new TreeSet<>(allowed.keySet())));
        }
        return chosen;
    }

    private String scalar(Node value) throws RuleException {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new RuleException(file, value, "is no single value; allowed: a text or number");
    }

    private static List<Node> items(Node value) {
        return value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
    }
}
