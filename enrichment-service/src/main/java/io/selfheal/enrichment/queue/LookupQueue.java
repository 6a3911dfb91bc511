package io.selfheal.enrichment.queue;

import io.selfheal.schemas.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Lookups that wait for one provider: the highest score first, among equals the oldest; one entry for an address. When
 * full, the lowest leaves. O(log n); safe for many threads.
 */
public final class LookupQueue {
    /** What became of an offer. */
    public enum Offer {
        ADDED,
        /** It waits already; its score was raised or stayed. */
        ALREADY_WAITS,
        /** It came in and the lowest one fell out. */
        ADDED_LOWEST_DROPPED,
        /** Full of higher scores. */
        DROPPED
    }

    private static final Comparator<Lookup> FIRST =
            Comparator.comparingInt(Lookup::score).reversed().thenComparingLong(Lookup::sequence);

    private final int capacity;
    private final TreeSet<Lookup> order = new TreeSet<>(FIRST);
    private final Map<IpAddress, Lookup> byAddress = new HashMap<>();
    private long next;

    public LookupQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Wants an address looked up. */
    public synchronized Offer offer(IpAddress address, int score) {
        return add(new Lookup(address, score, next++, 0));
    }

    /** Puts back what was taken and could not be answered; it keeps its place among equals. */
    public synchronized Offer putBack(Lookup lookup) {
        return add(lookup);
    }

    /** Takes the most important ones. */
    public synchronized List<Lookup> take(int max) {
        List<Lookup> taken = new ArrayList<>(Math.min(max, order.size()));
        while (taken.size() < max && !order.isEmpty()) {
            Lookup first = order.removeFirst();
            byAddress.remove(first.address());
            taken.add(first);
        }
        return taken;
    }

    public synchronized int size() {
        return order.size();
    }

    public synchronized boolean contains(IpAddress address) {
        return byAddress.containsKey(address);
    }

    private Offer add(Lookup lookup) {
        Lookup waiting = byAddress.get(lookup.address());
        if (waiting != null) {
            if (lookup.score() > waiting.score()) {
                order.remove(waiting);
                insert(waiting.withScore(lookup.score()));
            }
            return Offer.ALREADY_WAITS;
        }
        if (order.size() < capacity) {
            insert(lookup);
            return Offer.ADDED;
        }
        Lookup lowest = order.last();
        if (FIRST.compare(lookup, lowest) > 0) {
            return Offer.DROPPED;
        }
        order.remove(lowest);
        byAddress.remove(lowest.address());
        insert(lookup);
        return Offer.ADDED_LOWEST_DROPPED;
    }

    private void insert(Lookup lookup) {
        order.add(lookup);
        byAddress.put(lookup.address(), lookup);
    }
}
