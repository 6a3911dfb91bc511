package io.selfheal.schemas.vitals;

/**
 * What an agent says is wrong with itself, while it goes on without it.
 *
 * @param about what it is about, the same as long as it lasts: {@code plugin/ID}, {@code plugins} for those that were
 *     refused, or the path of a rule file
 * @param text one sentence, without text of attackers
 */
public record Trouble(String about, String text) {}
