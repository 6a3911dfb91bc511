package io.selfheal.schemas.rules;

/**
 * Something about a rule that works and yet is no good.
 *
 * @param check which check found it: {@code slow}, {@code overlap}, {@code unreachable}, …
 * @param rule the rule's id
 * @param message what is wrong, and what to do
 */
public record RuleWarning(String check, String rule, RulePlace place, String message) {}
