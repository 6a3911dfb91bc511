package io.selfheal.collector.explain;

/**
 * An attack that detection recognises in one event by itself, whatever its source did before.
 *
 * @param signature which, by its id
 * @param score its base score, 0 to 100
 * @param reason one plain sentence
 * @param where the part of the request, for example {@code query}
 * @param excerpt the decoded words around it; hostile text
 */
public record Recognised(String signature, int score, String reason, String where, String excerpt) {}
