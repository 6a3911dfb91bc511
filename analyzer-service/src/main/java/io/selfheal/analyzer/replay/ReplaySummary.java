package io.selfheal.analyzer.replay;

/**
 * What a replay came to.
 *
 * @param events events that were judged
 * @param sources distinct subjects
 * @param assessments assessments that crossed a band or rose
 * @param blocks blocks that would have been made
 * @param lifts blocks that would have ended
 * @param flagged subjects that reached 60 points
 */
public record ReplaySummary(long events, long sources, long assessments, long blocks, long lifts, long flagged) {}
