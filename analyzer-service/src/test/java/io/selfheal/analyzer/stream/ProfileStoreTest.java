package io.selfheal.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.profile.Worth;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfileStoreTest {
    private static final int MAX_LIVE = 20;
    private static final int KEYS = 60;

    private static final int MAX_BYTES = 1 << 20;
    /** What a profile holds whose bytes nobody can read. */
    private static final String UNREADABLE = "?";

    private final ProfileBudget budget = new ProfileBudget(MAX_BYTES);
    private final ProfileStore<StringBuilder> store = ProfileStore.<StringBuilder>builder(
                    "profiles",
                    profile -> profile.toString().getBytes(StandardCharsets.UTF_8),
                    (key, bytes) -> read(bytes),
                    new ProfileStore.Bound<>(MAX_LIVE, budget, ProfileStoreTest::worth))
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void open() {
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void holdsWhatAPlainMapHoldsThoughFewAreLiveAndCountsTheirBytes() {
        // given
        Random random = new Random(17);
        Map<String, String> plain = new HashMap<>();

        for (int step = 0; step < 20_000; step++) {
            // when
            String key = "source-" + random.nextInt(KEYS);
            switch (random.nextInt(12)) {
                case 0 -> {
                    store.remove(key);
                    plain.remove(key);
                }
                case 1 -> store.flushCache();
                default -> append(key, (char) ('a' + random.nextInt(26)), plain);
            }

            // then
            String asked = "source-" + random.nextInt(KEYS);
            StringBuilder found = store.get(asked);
            assertThat(found == null ? null : found.toString()).isEqualTo(plain.get(asked));
        }
        Map<String, String> all = new HashMap<>();
        store.forEach((key, profile) -> all.put(key, profile.toString()));
        assertThat(all).isEqualTo(plain);
        assertThat(budget.used())
                .isEqualTo(plain.entrySet().stream()
                        .mapToLong(entry -> ProfileBudget.costOf(
                                entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8)))
                        .sum());
    }

    @Test
    void whoDidLeastIsForgottenFirstAndABlockedOneNever() {
        // given: four that did more, among others that did little
        put("blocked", "B");
        put("flagged", "K");
        put("many", "M");
        put("some", "S");
        for (int i = 0; i < 100; i++) {
            put("little-" + i, "L");
        }
        store.flushCache();

        // when: whoever floods does as much as this one of them
        flood("S");

        // then
        assertThat(store.get("little-7")).isNull();
        assertThat(store.get("some")).as("untouched for longest among its like").isNull();
        assertThat(store.get("many")).isNotNull();
        assertThat(store.get("flagged")).isNotNull();

        // when
        flood("K");

        // then
        assertThat(store.get("many")).isNull();
        assertThat(store.get("flagged")).isNull();
        assertThat(store.get("blocked")).isNotNull();
        assertThat(budget.used()).isLessThanOrEqualTo(MAX_BYTES);
    }

    @Test
    void goesOnByWorthAfterARestart() {
        put("many", "M");
        flood("L");
        store.clearCache();

        store.takeStock((key, profile) -> {});
        flood("S");

        assertThat(store.get("many")).isNotNull();
    }

    @Test
    void aProfileThatNobodyCanReadBeginsAnewAndTheOthersStay() {
        // given
        put("good", "M");
        put("bad", UNREADABLE);
        put("worse", UNREADABLE);
        store.flushCache();
        store.clearCache();

        // when
        StringBuilder bad = store.get("bad");
        store.takeStock((key, profile) -> {});

        // then
        assertThat(bad).isNull();
        Map<String, String> all = new HashMap<>();
        store.forEach((key, profile) -> all.put(key, profile.toString()));
        assertThat(all).containsExactly(Map.entry("good", "M"));
        assertThat(budget.used()).isEqualTo(ProfileBudget.costOf("good", new byte[1]));
    }

    /** Five times as many as there is room for, in parts as they are committed. */
    private void flood(String what) {
        long room = MAX_BYTES / ProfileBudget.costOf("flood-S-00000", new byte[1]);
        for (int i = 0; i < 5 * room; i++) {
            put("flood-" + what + "-" + i, what);
            if (i % 100 == 0) {
                store.flushCache();
            }
        }
        store.flushCache();
    }

    private void put(String key, String what) {
        store.put(key, new StringBuilder(what));
    }

    private static StringBuilder read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.equals(UNREADABLE)) {
            throw new IllegalArgumentException("no profile");
        }
        return new StringBuilder(text);
    }

    /** By its first letter. */
    private static Worth worth(StringBuilder profile) {
        return switch (profile.charAt(0)) {
            case 'B' -> Worth.BLOCKED;
            case 'K' -> Worth.KNOWN;
            case 'M' -> Worth.MANY;
            case 'S' -> Worth.SOME;
            default -> Worth.LITTLE;
        };
    }

    private void append(String key, char what, Map<String, String> plain) {
        StringBuilder known = store.get(key);
        StringBuilder profile = known == null || known.length() > 200 ? new StringBuilder() : known;
        profile.append(what);
        store.put(key, profile);
        plain.put(key, profile.toString());
    }
}
