package io.selfheal.analyzer.yaml;

import io.selfheal.schemas.rules.RulePlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds where something stands in a file that was read before: what is in force carries no lines with it, who reports
 * on it looks them up.
 */
public final class RulePositions {
    private final String file;
    private final Node root;

    private RulePositions(String file, Node root) {
        this.file = file;
        this.root = root;
    }

    /** The positions of a file's text. */
    public static RulePositions of(String file, String text) throws RuleException {
        return new RulePositions(file, YamlDocument.compose(file, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The place of a value in the rule with this id.
     *
     * @param list the key of the list that holds the rule
     * @param path keys of mappings as texts, places in lists as numbers; what is not there stands where its parent does
     */
    public RulePlace ofId(String list, String id, Object... path) {
        Node node = rule(list, id);
        for (Object step : path) {
            Node next = step instanceof Integer index ? item(node, index) : value(node, step.toString());
            if (next == null) {
                break;
            }
            node = next;
        }
        return YamlSection.place(file, node);
    }

    private Node rule(String list, String id) {
        Node rules = value(root, list);
        if (rules != null) {
            for (Node rule : items(rules)) {
                if (value(rule, "id") instanceof ScalarNode scalar
                        && scalar.getValue().equals(id)) {
                    return rule;
                }
            }
        }
        return root;
    }

    private static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    }

    private static @Nullable Node item(Node node, int index) {
        List<Node> items = items(node);
        return index < items.size() ? items.get(index) : null;
    }

    private static @Nullable Node value(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key)) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }
}
