package io.selfheal.collector.tail;

import java.nio.charset.StandardCharsets;

/** Which lines of a log go on with the one before. */
public enum Continuation {
    /** None: every line stands for itself. */
    NONE,
    /** Those that begin with a tab, as PostgreSQL writes. */
    TAB,
    /** Those that begin with a tab or a blank. */
    INDENTED,
    /** Those of Java's stack traces: indented ones, and {@code Caused by:}. */
    JAVA;

    private static final byte[] CAUSE = "Caused by:".getBytes(StandardCharsets.US_ASCII);

    boolean goesOn(byte[] bytes, int from, int to) {
        boolean tab = from < to && bytes[from] == '\t';
        boolean blank = from < to && bytes[from] == ' ';
        return switch (this) {
            case NONE -> false;
            case TAB -> tab;
            case INDENTED -> tab || blank;
            case JAVA -> tab || blank || isCause(bytes, from, to);
        };
    }

    private static boolean isCause(byte[] bytes, int from, int to) {
        int at = 0;
        while (at < CAUSE.length && from + at < to && bytes[from + at] == CAUSE[at]) {
            at++;
        }
        return at == CAUSE.length;
    }
}
