package io.selfheal.plugin;

import io.selfheal.schemas.net.IpAddress;

/**
 * Asks somebody about an address. Runs in the enrichment service as one more provider, with the same queue, cache,
 * circuit breaker and verdicts. Budget: 5 s. Only addresses of the public internet are asked about.
 */
public interface EnricherPlugin extends Plugin {
    /** What is known about the address. */
    Opinion lookUp(IpAddress address) throws Exception;

    /**
     * An answer.
     *
     * @param malicious whether it is one to be wary of
     * @param points what it adds to a score: 0 to 20, above 0 only when malicious
     * @param summary one plain sentence
     */
    record Opinion(boolean malicious, int points, String summary) {
        public Opinion {
            if (points < 0 || points > 20 || (points > 0 && !malicious)) {
                throw new IllegalArgumentException(
                        "points " + points + " are out of range; allowed: 0 to 20, above 0 only when malicious");
            }
            if (summary.isBlank() || summary.length() > 300) {
                throw new IllegalArgumentException("a summary is needed; allowed: 1 to 300 characters");
            }
        }
    }
}
