package io.selfheal.collector.parse.pattern;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that matches bytes from end to end, and means what {@link java.util.regex.Pattern} means with
 * {@code DOTALL} when each byte is a character. What it reads of Java's syntax is what rules need: classes without
 * classes in them, groups, alternatives, greedy, lazy and possessive repetition, looking ahead, looking behind over
 * bytes that are single, {@code \k}, {@code (?i:…)}. Immutable.
 */
public final class LinePattern {
    private final Follow begin;
    private final Map<String, Integer> names;
    private final int groups;
    private final int locals;

    private LinePattern(Follow begin, Map<String, Integer> names, int groups, int locals) {
        this.begin = begin;
        this.names = names;
        this.groups = groups;
        this.locals = locals;
    }

    /** The pattern; null if the text has something that is not read here, so that Java's own must be asked. */
    public static @Nullable LinePattern of(String text) {
        PieceReader reader = new PieceReader(text);
        try {
            Piece piece = reader.read();
            StepMaker maker = new StepMaker();
            Follow begin = maker.whole(piece);
            return new LinePattern(begin, Map.copyOf(reader.names()), reader.groups(), maker.locals());
        } catch (PieceReader.UnknownSyntax e) {
            return null;
        }
    }

    /** The named groups and their numbers. */
    public Map<String, Integer> namedGroups() {
        return names;
    }

    Follow begin() {
        return begin;
    }

    int groups() {
        return groups;
    }

    int locals() {
        return locals;
    }
}
