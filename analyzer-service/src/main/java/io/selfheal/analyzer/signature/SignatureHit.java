package io.selfheal.analyzer.signature;

/**
 * A signature that was found.
 *
 * @param signature which
 * @param target where
 * @param excerpt the decoded words around the match, bounded; hostile text
 */
public record SignatureHit(Signature signature, Target target, String excerpt) {}
