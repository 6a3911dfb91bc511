package io.selfheal.analyzer.stream;

import io.selfheal.analyzer.profile.Worth;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which order profiles are forgotten: by their {@link Worth}, of the same worth the one first that did not change for
 * longest. What it takes for each is a part of {@link ProfileBudget}'s overhead.
 */
final class Ranks {
    private final Map<Worth, Set<String>> keys = new EnumMap<>(Worth.class);

    Ranks() {
        for (Worth worth : Worth.values()) {
            keys.put(worth, new LinkedHashSet<>());
        }
    }

    /** Takes up a profile that was written; it is the last of its worth to go. */
    void put(String key, Worth worth) {
        remove(key);
        Objects.requireNonNull(keys.get(worth)).add(key);
    }

    void remove(String key) {
        keys.values().forEach(some -> some.remove(key));
    }

    void clear() {
        keys.values().forEach(Set::clear);
    }

    /** Takes out the profile to forget first; null if all that are left are blocked. */
    @Nullable
    String takeLeast() {
        for (Map.Entry<Worth, Set<String>> some : keys.entrySet()) {
            Iterator<String> eldest = some.getValue().iterator();
            if (some.getKey() != Worth.BLOCKED && eldest.hasNext()) {
                String key = eldest.next();
                eldest.remove();
                return key;
            }
        }
        return null;
    }
}
