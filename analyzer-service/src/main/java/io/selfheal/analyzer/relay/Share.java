package io.selfheal.analyzer.relay;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.scenario.Occurrence;

/**
 * From a source to a group: how a login ended, what a service did, that the source was flagged. The event in it has
 * only what scenarios of groups ask for (see {@link ShareCodec}), so that a replay judges what Kafka would carry.
 *
 * @param key of the group's profile
 * @param occurrence what happened; the id of its event makes the share known again when it comes twice
 * @param eventHash hash of that id, which is the same for all groups that are told
 */
public record Share(String key, Occurrence occurrence, long eventHash) implements Relay {
    public Share(String key, Occurrence occurrence) {
        this(key, occurrence, Hashes.ofId(occurrence.event().id()));
    }

    /** Equal for the same event told to the same group again. */
    public long idHash() {
        return eventHash * 31 + Hashes.of(key) + Hashes.of(occurrence.kind().name());
    }
}
