package io.selfheal.analyzer.stream;

import io.selfheal.analyzer.profile.Worth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * One profile for each source: live objects on the heap in front of a logged in-memory store of their bytes.
 *
 * <p>A busy source changes with every event; writing each change to the changelog would cost more than the analysis.
 * So only {@link #flushCache()} writes, and Kafka Streams calls that before it commits offsets: state and offsets
 * move together, and a crash repeats events but never loses a counted one. That contract is
 * {@link CachedStateStore}'s, an internal interface of Kafka Streams: a wall-clock flush would miss the commit that a
 * rebalance makes. See docs/decisions/0004-in-memory-profile-store.md.
 *
 * <p>Used by one stream thread at a time. Live objects are bounded, the least recently used are written out first.
 *
 * @param <P> the profile
 */
final class ProfileStore<P> implements StateStore, CachedStateStore<byte[], byte[]> {
    private final KeyValueStore<String, byte[]> bytes;
    private final Function<P, byte[]> writer;
    private final BiFunction<String, byte[], P> reader;
    private final Map<String, P> live;
    private final Set<String> dirty = new HashSet<>();
    private final ProfileBudget budget;
    private final Function<P, Worth> worth;
    /** What this store takes of the budget. */
    private long cost;

    private final Ranks ranks = new Ranks();
    private final UnreadableProfiles unreadable;

    private ProfileStore(
            KeyValueStore<String, byte[]> bytes,
            Function<P, byte[]> writer,
            BiFunction<String, byte[], P> reader,
            Bound<P> bound) {
        int maxLive = bound.maxLive();
        this.budget = bound.budget();
        this.worth = bound.worth();
        this.bytes = bytes;
        this.unreadable = new UnreadableProfiles(bytes.name());
        this.writer = writer;
        this.reader = reader;
        this.live = new LinkedHashMap<>(1024, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, P> eldest) {
                if (size() <= maxLive) {
                    return false;
                }
                writeIfDirty(eldest.getKey(), eldest.getValue());
                return true;
            }
        };
    }

    /**
     * How much a store may hold.
     *
     * @param maxLive most profiles kept as objects; the others stay as bytes
     * @param budget of all stores of this kind
     * @param worth tells which profiles go first when the budget is used up
     */
    record Bound<P>(int maxLive, ProfileBudget budget, Function<P, Worth> worth) {}

    /**
     * A builder for the topology.
     *
     * @param name of the store; its changelog is named after it
     */
    static <P> StoreBuilder<ProfileStore<P>> builder(
            String name, Function<P, byte[]> writer, BiFunction<String, byte[], P> reader, Bound<P> bound) {
        return new Builder<>(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray()),
                inner -> new ProfileStore<>(inner, writer, reader, bound));
    }

    /** The profile of the key; null if there is none. */
    @Nullable
    P get(String key) {
        P profile = live.get(key);
        if (profile == null) {
            byte[] stored = bytes.get(key);
            if (stored != null) {
                profile = read(key, stored);
                if (profile != null) {
                    live.put(key, profile);
                }
            }
        }
        return profile;
    }

    /** What the bytes say; null if nobody can read them, and then they are gone. */
    private @Nullable P read(String key, byte[] stored) {
        try {
            return reader.apply(key, stored);
        } catch (IllegalArgumentException e) {
            unreadable.found(key, e);
            remove(key);
            return null;
        }
    }

    /** Remembers a new or changed profile; the changelog gets it with the next commit. */
    void put(String key, P profile) {
        live.put(key, profile);
        dirty.add(key);
    }

    /** Forgets the profile. */
    void remove(String key) {
        live.remove(key);
        dirty.remove(key);
        ranks.remove(key);
        account(key, bytes.delete(key), null);
    }

    /** Visits every profile without keeping it live. Cost: reads every profile's bytes once. */
    void forEach(BiConsumer<String, P> visitor) {
        flushCache();
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = bytes.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        for (String key : keys) {
            byte[] stored = bytes.get(key);
            P profile = stored == null ? null : read(key, stored);
            if (profile != null) {
                visitor.accept(key, profile);
            }
        }
    }

    /** Number of profiles, live or not, as of the last commit. */
    long size() {
        return bytes.approximateNumEntries();
    }

    @Override
    public void flushCache() {
        for (String key : dirty) {
            P profile = live.get(key);
            if (profile != null) {
                write(key, profile);
            }
        }
        dirty.clear();
        if (budget.isOver()) {
            makeRoom();
        }
    }

    /**
     * Takes stock of what was restored from the changelog. Call it once, before the first record.
     *
     * @param visitor is shown every profile on the way, as by {@link #forEach}
     */
    void takeStock(BiConsumer<String, P> visitor) {
        budget.add(-cost);
        cost = 0;
        ranks.clear();
        try (KeyValueIterator<String, byte[]> all = bytes.all()) {
            all.forEachRemaining(entry -> {
                account(entry.key, null, entry.value);
                P profile = read(entry.key, entry.value);
                if (profile != null) {
                    ranks.put(entry.key, worth.apply(profile));
                    visitor.accept(entry.key, profile);
                }
            });
        }
    }

    /**
     * Forgets profiles of the least worth until there is room. One that is blocked is never forgotten: blocks are bounded
     * by themselves (SAF-14).
     */
    private void makeRoom() {
        while (!budget.hasRoom()) {
            String victim = ranks.takeLeast();
            if (victim == null) {
                return;
            }
            live.remove(victim);
            account(victim, bytes.delete(victim), null);
        }
    }

    private void write(String key, P profile) {
        byte[] value = writer.apply(profile);
        account(key, bytes.get(key), value);
        bytes.put(key, value);
        ranks.put(key, worth.apply(profile));
    }

    private void account(String key, byte @Nullable [] before, byte @Nullable [] after) {
        long change = (after == null ? 0 : ProfileBudget.costOf(key, after))
                - (before == null ? 0 : ProfileBudget.costOf(key, before));
        cost += change;
        budget.add(change);
    }

    @Override
    public void clearCache() {
        live.clear();
        dirty.clear();
    }

    /** No listeners downstream of this store; Kafka Streams takes false for "not cached as it means it". */
    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return bytes.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        bytes.init(context, root);
    }

    @Override
    public void flush() {
        bytes.flush();
    }

    @Override
    public void close() {
        clearCache();
        ranks.clear();
        budget.add(-cost);
        cost = 0;
        bytes.close();
    }

    @Override
    public boolean persistent() {
        return bytes.persistent();
    }

    @Override
    public boolean isOpen() {
        return bytes.isOpen();
    }

    private void writeIfDirty(String key, P profile) {
        if (dirty.remove(key)) {
            write(key, profile);
        }
    }

    /** Logging is the inner store's: its changelog carries the bytes. */
    private record Builder<P>(
            StoreBuilder<KeyValueStore<String, byte[]>> inner,
            Function<KeyValueStore<String, byte[]>, ProfileStore<P>> wrap)
            implements StoreBuilder<ProfileStore<P>> {
        @Override
        public StoreBuilder<ProfileStore<P>> withCachingEnabled() {
            throw new IllegalArgumentException("the profile store caches by itself");
        }

        @Override
        public StoreBuilder<ProfileStore<P>> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<ProfileStore<P>> withLoggingEnabled(Map<String, String> config) {
            return new Builder<>(inner.withLoggingEnabled(config), wrap);
        }

        @Override
        public StoreBuilder<ProfileStore<P>> withLoggingDisabled() {
            return new Builder<>(inner.withLoggingDisabled(), wrap);
        }

        @Override
        public ProfileStore<P> build() {
            return wrap.apply(inner.build());
        }

        @Override
        public Map<String, String> logConfig() {
            return inner.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return inner.loggingEnabled();
        }

        @Override
        public String name() {
            return inner.name();
        }
    }
}
