package io.selfheal.enrichment.provider;

import io.selfheal.schemas.net.IpAddress;
import java.util.List;

/** A source of threat intelligence. */
public interface Provider {
    /** The name in findings, metrics and threads: {@code virustotal}, {@code zscaler}. */
    String name();

    /** Whether it has what it needs to be asked. Without a key it is off, and decisions say "not consulted". */
    boolean isConfigured();

    /** Grows when the key changes. */
    int keyVersion();

    /** Addresses in one question, at most. */
    int batch();

    /** Asks and waits, within the provider's time limit. Never throws for anything that the provider may do. */
    Reply ask(List<IpAddress> addresses) throws InterruptedException;
}
