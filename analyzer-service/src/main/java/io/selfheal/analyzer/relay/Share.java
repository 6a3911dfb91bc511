package io.selfheal.analyzer.relay;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.scenario.Occurrence;

/**
 * From a source to a group: how a login ended, what a service did, that the source was flagged. The event in it has
 * only what scenarios of groups ask for (see {@link ShareCodec}), so that a replay judges what Kafka would carry.
 *
 * @param key of the group's profile
 * @param occurrence what happened; the id of its event makes the share known again when it comes twice
 */
public record Share(String key, Occurrence occurrence) implements Relay {
    /** Equal for the same event told to the same group again. */
    public long idHash() {
        return Hashes.ofId(occurrence.event().id()) * 31
                + Hashes.of(key)
                + Hashes.of(occurrence.kind().name());
    }
}
