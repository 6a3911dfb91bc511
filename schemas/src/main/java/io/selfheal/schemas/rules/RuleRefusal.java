package io.selfheal.schemas.rules;

/**
 * A rule file, or a folder, that was not taken.
 *
 * @param message with file, line and column where there are any, what is wrong and what is allowed
 */
public record RuleRefusal(String file, String message) implements Comparable<RuleRefusal> {
    @Override
    public int compareTo(RuleRefusal other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : message.compareTo(other.message);
    }
}
