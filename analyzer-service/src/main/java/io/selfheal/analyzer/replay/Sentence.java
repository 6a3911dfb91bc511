package io.selfheal.analyzer.replay;

import io.selfheal.schemas.decide.Block;
import java.time.Duration;
import java.time.Instant;

/**
 * What a policy makes of one target over a whole history.
 *
 * @param blocks how often it was blocked
 * @param score the highest score of these blocks
 * @param from when the first began
 * @param until when the last ends
 * @param length of all of them together
 * @param reason of the one with the highest score
 */
public record Sentence(int blocks, int score, Instant from, Instant until, Duration length, String reason) {
    static Sentence of(Block block) {
        return new Sentence(
                1,
                block.score(),
                block.issued(),
                block.expires(),
                Duration.between(block.issued(), block.expires()),
                block.reason());
    }

    Sentence and(Sentence later) {
        return new Sentence(
                blocks + later.blocks,
                Math.max(score, later.score),
                from.isBefore(later.from) ? from : later.from,
                until.isAfter(later.until) ? until : later.until,
                length.plus(later.length),
                later.score > score ? later.reason : reason);
    }
}
