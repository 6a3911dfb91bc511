package io.selfheal.analyzer.yaml;

import io.selfheal.schemas.rules.RulePlace;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A file's bytes as YAML nodes, within bounds. */
final class YamlDocument {
    private static final int MAX_FILE = 1 << 20;
    private static final int MAX_ALIASES = 1000;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_NODES = 100_000;

    private YamlDocument() {}

    /** A file whose aliases are written out must still be of a size that can be read: a few lines of them can mean billions. */
    static Node compose(String file, byte[] content) throws RuleException {
        if (content.length > MAX_FILE) {
            throw new RuleException(file, "has " + content.length + " bytes; allowed: up to " + MAX_FILE);
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            Node root = new Compose(settings)
                    .composeInputStream(new ByteArrayInputStream(content))
                    .orElseThrow(() -> new RuleException(
                            new RulePlace(file, 1, 1), "is empty; allowed: a mapping of keys to values"));
            requireReadable(file, root);
            return root;
        } catch (MarkedYamlEngineException e) {
            RulePlace place = e.getProblemMark()
                    .map(mark -> RuleException.place(file, mark))
                    .orElseGet(() -> new RulePlace(file, 1, 1));
            throw new RuleException(place, "is no valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new RuleException(file, "is no valid YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new RuleException(file, "is nested too deep; allowed: lists and mappings a few levels deep");
        }
    }

    private static void requireReadable(String file, Node root) throws RuleException {
        record Level(Node node, int depth) {}
        ArrayDeque<Level> ahead = new ArrayDeque<>(List.of(new Level(root, 0)));
        for (int seen = 0; !ahead.isEmpty(); seen++) {
            Level level = ahead.removeLast();
            if (level.depth > MAX_DEPTH || seen > MAX_NODES) {
                throw new RuleException(
                        file,
                        level.node,
                        "is nested too deep or, its aliases written out, too long; allowed: " + MAX_DEPTH
                                + " levels and " + MAX_NODES + " values");
            }
            switch (level.node) {
                case SequenceNode list -> list.getValue().forEach(item -> ahead.add(new Level(item, level.depth + 1)));
                case MappingNode mapping ->
                    mapping.getValue().forEach(entry -> ahead.add(new Level(entry.getValueNode(), level.depth + 1)));
                default -> {}
            }
        }
    }
}
