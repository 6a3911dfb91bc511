package io.selfheal.analyzer.yaml;

import io.selfheal.schemas.rules.RulePlace;
import io.selfheal.schemas.rules.RuleRefusal;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** A rule or policy file is wrong; the message names file, line, column, what is wrong and what is allowed. */
public final class RuleException extends Exception {
    private final String file;

    public RuleException(String file, Node where, String problem) {
        this(YamlSection.place(file, where), problem);
    }

    public RuleException(RulePlace place, String problem) {
        super(place + ": " + problem);
        this.file = place.file();
    }

    /** About a file as a whole. */
    public RuleException(String file, String problem) {
        super(file + ": " + problem);
        this.file = file;
    }

    /** What a rule file was refused for before anybody looked at what it says. */
    public RuleException(RuleRefusal refusal) {
        super(refusal.message());
        this.file = refusal.file();
    }

    /** The file that is wrong. */
    public String file() {
        return file;
    }

    static RulePlace place(String file, Mark mark) {
        return new RulePlace(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
