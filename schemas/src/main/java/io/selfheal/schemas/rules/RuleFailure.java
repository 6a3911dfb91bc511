package io.selfheal.schemas.rules;

/**
 * An example that came out otherwise than its rule says.
 *
 * @param rule the rule's id
 * @param place where the example stands
 * @param example its text, or its name
 * @param expected what the rule file promises
 * @param actual what came out; may hold text of the example
 */
public record RuleFailure(String rule, RulePlace place, String example, String expected, String actual) {}
