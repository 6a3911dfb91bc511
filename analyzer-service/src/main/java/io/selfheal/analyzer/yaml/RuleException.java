package io.selfheal.analyzer.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** A rule or policy file is wrong; the message names file, line, column, what is wrong and what is allowed. */
public final class RuleException extends Exception {
    public RuleException(String file, Node where, String problem) {
        this(position(file, where), problem);
    }

    public RuleException(String position, String problem) {
        super(position + ": " + problem);
    }

    private static String position(String file, Node where) {
        return where.getStartMark().map(mark -> position(file, mark)).orElse(file);
    }

    static String position(String file, Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }
}
