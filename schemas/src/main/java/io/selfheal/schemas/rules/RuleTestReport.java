package io.selfheal.schemas.rules;

import java.util.List;

/**
 * What the examples of one file's rules of one kind came to.
 *
 * @param rules how many rules of this kind the file has
 * @param examples how many examples that must match or fire
 * @param nearMisses how many that must not
 */
public record RuleTestReport(
        RuleKind kind, String file, int rules, int examples, int nearMisses, List<RuleFailure> failures) {
    public RuleTestReport {
        failures = List.copyOf(failures);
    }

    public boolean passed() {
        return failures.isEmpty();
    }
}
