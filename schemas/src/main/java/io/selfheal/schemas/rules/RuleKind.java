package io.selfheal.schemas.rules;

import java.util.Locale;

/** The three kinds of rules. */
public enum RuleKind {
    /** What a log line means. */
    PARSER,
    /** A pattern over time. */
    SCENARIO,
    /** An attack in one request. */
    SIGNATURE;

    /** {@code parser}, {@code scenario}, {@code signature}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
