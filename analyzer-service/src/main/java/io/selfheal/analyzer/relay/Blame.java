package io.selfheal.analyzer.relay;

import io.selfheal.analyzer.score.Claim;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From a group to one of its sources, or to the network that it is: a scenario of the group fired, and this one is
 * responsible. The claim becomes part of its score, its explanation and its block.
 *
 * @param key the source's address or the network
 * @param id deterministic: the same firing blames each source once
 * @param time event time
 * @param claim what is held against it
 * @param host where the last event of it happened
 * @param userName the user concerned; null when none
 * @param members how many different sources took part
 * @param lastLogin second of the last successful login from the group; 0 for none
 */
public record Blame(
        String key,
        String id,
        Instant time,
        Claim claim,
        String host,
        @Nullable String userName,
        int members,
        int lastLogin)
        implements Relay {}
