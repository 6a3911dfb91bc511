package io.selfheal.enrichment.queue;

import io.selfheal.schemas.net.IpAddress;

/**
 * A question that waits.
 *
 * @param address about whom
 * @param score the highest score that asked for it
 * @param sequence when it came, for first come first served among equals
 * @param attempts questions that failed so far
 */
public record Lookup(IpAddress address, int score, long sequence, int attempts) {
    public Lookup withScore(int higher) {
        return new Lookup(address, higher, sequence, attempts);
    }

    public Lookup failedOnce() {
        return new Lookup(address, score, sequence, attempts + 1);
    }
}
