package io.selfheal.schemas.vitals;

/**
 * What an agent says is wrong with itself, while it goes on without it.
 *
 * @param about what it is about, the same as long as it lasts: {@code plugin/ID}, {@code plugins} for those that were
 *     refused, the path of a rule file, or a glob of the collector's sources
 * @param text one sentence, without text of attackers
 */
public record Trouble(String about, String text) {}
