package io.selfheal.agent.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML text to nodes, within bounds: no tags, at most 32 levels (the composer recurses, so deep nesting would end in a
 * stack overflow), at most 16 aliases to collections (each may double what is bound), at most 1 MiB.
 */
final class YamlNodes {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ALIASES = 16;

    private YamlNodes() {}

    /** The document's root, empty for an empty document or after a problem. */
    static Optional<Node> compose(String yaml, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setCodePointLimit(YamlConfig.MAX_BYTES)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            checkBounds(yaml, settings, problems);
            return problems.isEmpty() ? new Compose(settings).composeString(yaml) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            String what = e.getProblem() == null ? "unreadable" : e.getProblem();
            problems.add(line(e.getProblemMark()), "", "not YAML: " + what);
        } catch (YamlEngineException e) {
            problems.add(0, "", "not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static void checkBounds(String yaml, LoadSettings settings, Problems problems) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(yaml)) {
            boolean tagged =
                    switch (event) {
                        case CollectionStartEvent start -> start.getTag().isPresent();
                        case ScalarEvent scalar -> scalar.getTag().isPresent();
                        default -> false;
                    };
            if (tagged) {
                problems.add(line(event.getStartMark()), "", "YAML tags (!…) are not allowed; write the plain value");
            }
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                problems.add(line(event.getStartMark()), "", "nested too deep; allowed: 32 levels");
                return;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    /** The line of a mark, counted from 1; 0 when unknown. */
    static int line(Optional<Mark> mark) {
        return mark.map(at -> at.getLine() + 1).orElse(0);
    }

    static int line(Node node) {
        return line(node.getStartMark());
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** What a node is, in a reader's words. */
    static String kind(Node node) {
        return switch (node.getNodeType()) {
            case SCALAR -> isNull(node) ? "key without a value" : "single value";
            case SEQUENCE -> "list";
            case MAPPING -> "mapping";
            case ANCHOR -> "anchor";
        };
    }
}
