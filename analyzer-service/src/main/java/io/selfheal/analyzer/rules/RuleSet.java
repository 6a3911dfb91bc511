package io.selfheal.analyzer.rules;

/**
 * Scenarios and signatures that were read, checked and compiled together. Immutable and shared by all partitions; a
 * new set replaces the old one as a whole.
 *
 * @param version a hash of the files it was made from
 */
public record RuleSet(String version) {
    /** The rules that come with this version. */
    public static RuleSet shipped() {
        return new RuleSet("shipped");
    }
}
