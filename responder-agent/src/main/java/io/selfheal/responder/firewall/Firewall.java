package io.selfheal.responder.firewall;

/**
 * A place where packets of blocked sources are dropped. It touches only what is its own, and keeps everything in
 * force when this program stops. Not safe for several threads.
 */
public interface Firewall {
    /** {@code nftables} or {@code simulate}; goes into vitals. */
    String name();

    /** Reads back what is really held, never what we believe. */
    Held held() throws FirewallException;

    /** Applies the change in one transaction. */
    void apply(Change change) throws FirewallException;

    /** Takes away all that is ours, and nothing else. */
    void removeAll() throws FirewallException;
}
