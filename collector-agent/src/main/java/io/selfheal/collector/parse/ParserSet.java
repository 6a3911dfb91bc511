package io.selfheal.collector.parse;

/** The parsers that lines are tried against: immutable, compiled once, shared by all sources. */
public final class ParserSet {
    private ParserSet() {}

    /** The parsers that ship with the collector. */
    public static ParserSet builtIn() {
        return new ParserSet();
    }
}
