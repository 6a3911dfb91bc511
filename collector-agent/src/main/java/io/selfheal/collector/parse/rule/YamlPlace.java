package io.selfheal.collector.parse.rule;

import io.selfheal.schemas.rules.RulePlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A node of a YAML file that knows where it stands, so that each complaint names file, line and column. */
record YamlPlace(String file, Node node) {
    /** The document of a file. */
    static YamlPlace read(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            Node root = new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new RuleFileException(new RulePlace(file, 1, 1), "the file is empty"));
            return new YamlPlace(file, root);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            RulePlace place = new RulePlace(
                    file,
                    mark.map(m -> m.getLine() + 1).orElse(1),
                    mark.map(m -> m.getColumn() + 1).orElse(1));
            throw new RuleFileException(place, "this is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new RuleFileException(new RulePlace(file, 1, 1), "this is no YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new RuleFileException(
                    new RulePlace(file, 1, 1), "nested too deep; allowed: lists and mappings a few levels deep");
        }
    }

    RuleFileException wrong(String what) {
        return new RuleFileException(at(), what);
    }

    RulePlace at() {
        Optional<Mark> mark = node.getStartMark();
        return new RulePlace(
                file,
                mark.map(m -> m.getLine() + 1).orElse(1),
                mark.map(m -> m.getColumn() + 1).orElse(1));
    }

    /** The entries of a mapping, all of whose keys are among the allowed ones; an empty set allows every key. */
    Map<String, YamlPlace> mapping(Set<String> allowed) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("a mapping (key: value) is expected here");
        }
        Map<String, YamlPlace> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlPlace key = new YamlPlace(file, tuple.getKeyNode());
            String name = key.text();
            if (!allowed.isEmpty() && !allowed.contains(name)) {
                throw key.wrong("unknown key '" + name + "'; allowed: " + String.join(", ", new TreeSet<>(allowed)));
            }
            if (entries.put(name, new YamlPlace(file, tuple.getValueNode())) != null) {
                throw key.wrong("the key '" + name + "' stands twice");
            }
        }
        return entries;
    }

    /** The items of a list; a single value counts as a list of one. */
    List<YamlPlace> items() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<YamlPlace> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlPlace(file, item));
        }
        return items;
    }

    List<String> texts() {
        return items().stream().map(YamlPlace::text).toList();
    }

    boolean isText() {
        return node instanceof ScalarNode;
    }

    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong("a text is expected here");
        }
        return scalar.getValue();
    }

    boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("'" + text() + "' is neither yes nor no; allowed: true, false");
        };
    }

    /** The constant of an enum by its lower-case name. */
    <E extends Enum<E>> E constant(Class<E> type) {
        String wanted = text();
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            names.add(name);
            if (name.equals(wanted)) {
                return constant;
            }
        }
        throw wrong("unknown value '" + wanted + "'; allowed: " + String.join(", ", names));
    }

    /** The required entry of this mapping's entries. */
    YamlPlace required(Map<String, YamlPlace> entries, String key) {
        YamlPlace value = entries.get(key);
        if (value == null) {
            throw wrong("the key '" + key + "' is missing");
        }
        return value;
    }
}
