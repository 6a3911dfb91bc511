package io.selfheal.schemas.rules;

/**
 * A place in a rule file; as a text {@code file:line:column}.
 *
 * @param file the file's name as the reader was told
 * @param line from 1
 * @param column from 1
 */
public record RulePlace(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
