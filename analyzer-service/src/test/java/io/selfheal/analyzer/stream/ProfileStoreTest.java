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

    private final ProfileBudget budget = new ProfileBudget(1 << 20);
    private final ProfileStore<StringBuilder> store = ProfileStore.<StringBuilder>builder(
                    "profiles",
                    profile -> profile.toString().getBytes(StandardCharsets.UTF_8),
                    (key, bytes) -> new StringBuilder(new String(bytes, StandardCharsets.UTF_8)),
                    new ProfileStore.Bound<>(MAX_LIVE, budget, profile -> Worth.LITTLE))
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

    private void append(String key, char what, Map<String, String> plain) {
        StringBuilder known = store.get(key);
        StringBuilder profile = known == null || known.length() > 200 ? new StringBuilder() : known;
        profile.append(what);
        store.put(key, profile);
        plain.put(key, profile.toString());
    }
}
