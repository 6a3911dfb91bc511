package io.selfheal.responder.guard;

import io.selfheal.schemas.policy.AllowEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Allow entries that arrive one by one: of the policy topic, or of {@code selfheal allow} on this node. */
public final class AllowEntries implements ProtectedSource {
    private static final int MAX_LABEL = 100;

    private final String name;
    private final InstantSource clock;
    private final Map<String, AllowEntry> entries = new ConcurrentHashMap<>();

    /** @param name completes "on …", for example {@code the fleet's allowlist} */
    public AllowEntries(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    public void put(AllowEntry entry) {
        entries.put(entry.name(), entry);
    }

    /** @param key {@code allow/NETWORK} */
    public boolean remove(String key) {
        return entries.remove(key) != null;
    }

    public void replaceAll(Map<String, AllowEntry> all) {
        entries.keySet().retainAll(all.keySet());
        entries.putAll(all);
    }

    public List<AllowEntry> entries() {
        return List.copyOf(entries.values());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Protected> read() {
        Instant now = clock.instant();
        List<Protected> all = new ArrayList<>();
        for (AllowEntry entry : entries.values()) {
            if (entry.holdsAt(now)) {
                String label = entry.label().substring(0, Math.min(entry.label().length(), MAX_LABEL));
                all.add(new Protected(entry.network(), "on " + name + (label.isEmpty() ? "" : " (" + label + ")")));
            }
        }
        return all;
    }
}
