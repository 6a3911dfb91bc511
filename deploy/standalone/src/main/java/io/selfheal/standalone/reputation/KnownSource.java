package io.selfheal.standalone.reputation;

import io.selfheal.analyzer.profile.Reputation;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.verdict.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka holds of one address at one moment.
 *
 * @param source the address
 * @param reputation from the analyzer's profile; null when it remembers nothing
 * @param blocks in force for it or for a network that holds it, real ones and those of the dry run
 * @param allowlisted whether it is never blocked
 * @param allowedBy the entry of the policy that says so; null when none does, or when it is so by default
 * @param verdict what threat intelligence says; null when it was not asked
 * @param history assessments, newest first
 * @param place by a database of this machine; null without one
 */
record KnownSource(
        IpAddress source,
        @Nullable Reputation reputation,
        List<Block> blocks,
        boolean allowlisted,
        @Nullable AllowEntry allowedBy,
        @Nullable Verdict verdict,
        List<Assessment> history,
        @Nullable Place place) {
    KnownSource {
        blocks = List.copyOf(blocks);
        history = List.copyOf(history);
    }

    /** The real block that ends last. A block of the dry run is none. */
    Optional<Block> blocked() {
        return longest(false);
    }

    /** The block of the dry run that ends last. */
    Optional<Block> wouldBeBlocked() {
        return longest(true);
    }

    private Optional<Block> longest(boolean simulated) {
        return blocks.stream()
                .filter(block -> block.simulated() == simulated)
                .max(Comparator.comparing(Block::expires));
    }

    /** Where it is: by this machine's database, else as the analyzer saw it. */
    Optional<Place> where() {
        return Stream.concat(
                        Stream.ofNullable(place), history.stream().flatMap(seen -> Stream.ofNullable(seen.place())))
                .findFirst();
    }

    /** Whether anything is known of it. */
    boolean isKnown() {
        return reputation != null || !blocks.isEmpty() || verdict != null || !history.isEmpty();
    }
}
