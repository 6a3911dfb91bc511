package io.selfheal.standalone.reputation;

import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.Reputation;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.stream.ProfileChangelog;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.verdict.Verdict;
import io.selfheal.standalone.fleet.WholeTopic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Gathers what the fleet's topics hold of one address. Only the decisions, which are compacted, are read whole. */
final class ReputationTopics {
    /** How many assessments are kept, the newest. */
    static final int MAX_HISTORY = 20;

    private final Map<String, Object> client;
    private final IpAddress source;
    private final Instant now;

    ReputationTopics(Map<String, Object> client, IpAddress source, Instant now) {
        this.client = Map.copyOf(client);
        this.source = source;
        this.now = now;
    }

    /**
     * Reads them.
     *
     * @param analyzer its application id
     * @param since how far the history reaches back
     * @param place where the address is, if this machine knows
     * @param warn is told what is missing
     * @throws IOException if a record about the address cannot be read; the message names its place
     */
    KnownSource read(String analyzer, Duration since, @Nullable Place place, Consumer<String> warn) throws IOException {
        Map<String, Policy> policy = WholeTopic.newest(Topics.POLICY, client);
        PolicyBook book = PolicyBook.defaults();
        policy.values().forEach(book::apply);
        return new KnownSource(
                source,
                reputation(analyzer, warn),
                blocks(),
                book.current().isAllowed(source, now),
                allowedBy(policy),
                verdict(),
                history(since),
                place);
    }

    private @Nullable Reputation reputation(String analyzer, Consumer<String> warn) throws IOException {
        AtomicReference<byte @Nullable []> newest = new AtomicReference<>();
        try {
            onlyOf(ProfileChangelog.topic(analyzer), Instant.EPOCH, entry -> newest.set(entry.value()));
        } catch (UnknownTopicOrPartitionException e) {
            warn.accept(e.getMessage() + ": no analyzer of the name " + analyzer + " has run yet");
            return null;
        }
        byte[] profile = newest.get();
        try {
            return profile == null ? null : Reputation.of(SourceProfile.fromBytes(source.toString(), profile), now);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the profile of " + source + " in " + ProfileChangelog.topic(analyzer) + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    private List<Block> blocks() throws IOException {
        return WholeTopic.newest(Topics.DECISIONS, client).values().stream()
                .flatMap(decision -> decision instanceof Block block ? Stream.of(block) : Stream.empty())
                .filter(block -> block.target().contains(source) && now.isBefore(block.expires()))
                .toList();
    }

    private @Nullable AllowEntry allowedBy(Map<String, Policy> policy) {
        return policy.values().stream()
                .flatMap(entry -> entry instanceof AllowEntry allow ? Stream.of(allow) : Stream.empty())
                .filter(allow -> allow.holdsAt(now) && allow.network().contains(source))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Verdict verdict() throws IOException {
        List<Verdict> all = new ArrayList<>();
        onlyOf(Topics.VERDICTS.name(), Instant.EPOCH, entry -> {
            all.clear();
            Verdict verdict = WholeTopic.decoded(Topics.VERDICTS, entry);
            if (verdict != null) {
                all.add(verdict);
            }
        });
        return all.isEmpty() ? null : all.getFirst();
    }

    private List<Assessment> history(Duration since) throws IOException {
        Deque<Assessment> newest = new ArrayDeque<>();
        onlyOf(Topics.ASSESSMENTS.name(), now.minus(since), entry -> {
            Assessment assessment = WholeTopic.decoded(Topics.ASSESSMENTS, entry);
            if (assessment != null) {
                newest.addFirst(assessment);
                if (newest.size() > MAX_HISTORY) {
                    newest.removeLast();
                }
            }
        });
        return List.copyOf(newest);
    }

    /** The records whose key is the address: of one partition. */
    private void onlyOf(String topic, Instant from, WholeTopic.Taker taker) throws IOException {
        String key = source.toString();
        WholeTopic.readPartition(topic, count -> ProfileChangelog.partition(key, count), from, client, entry -> {
            if (key.equals(entry.key())) {
                taker.take(entry);
            }
        });
    }
}
