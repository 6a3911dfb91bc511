package io.selfheal.collector.parse.rule;

/** A rule file is wrong; the message names file, line, column, the value and what is allowed. */
public final class RuleFileException extends RuntimeException {
    RuleFileException(String file, int line, int column, String what) {
        super(file + ":" + line + ":" + column + ": " + what);
    }
}
