package io.selfheal.responder.firewall;

import io.selfheal.schemas.net.Cidr;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A place where packets of blocked sources are dropped. It touches only what is its own, and keeps everything in
 * force when this program stops. Not safe for several threads.
 */
public interface Firewall {
    /** As in {@code firewall.backend}, or {@code simulate}; goes into vitals. */
    String name();

    /** Reads back what is really held, never what we believe. */
    Held held() throws FirewallException;

    /** Applies the change in one transaction, where {@link #weaknesses()} says nothing else. */
    void apply(Change change) throws FirewallException;

    /** Takes away all that is ours, and nothing else. */
    void removeAll() throws FirewallException;

    /**
     * Whether this firewall can be used here, cheaply and without changing anything.
     *
     * @throws FirewallException naming what is missing
     */
    default void probe() throws FirewallException {
        held();
    }

    /**
     * Packets dropped so far, if nobody but us has changed the firewall since {@link #held()} was read last; what has
     * ended since then is gone all the same. Empty if somebody did, or if that cannot be told cheaply.
     */
    default OptionalLong droppedIfUntouched() throws FirewallException {
        return OptionalLong.empty();
    }

    /** How many blocks it can hold; the guard permits no more. */
    default int maxEntries() {
        return Integer.MAX_VALUE;
    }

    /** Why it can never block this target, whatever else it holds; null if it can. Cheap. */
    default @Nullable String objection(Cidr target) {
        return null;
    }

    /** In what it does less than nftables does, a sentence each. */
    default List<String> weaknesses() {
        return List.of();
    }
}
