package io.selfheal.analyzer.profile;

import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Everything remembered of one subject: mutable, bounded, touched by one thread. The state store holds
 * {@link #toBytes()} under the topic's key.
 */
public final class SourceProfile {
    private final String key;
    private final Subject.Kind kind;
    private long lastSeen;

    private SourceProfile(String key) {
        this.key = key;
        this.kind = IpAddress.tryParse(key) != null
                ? Subject.Kind.SOURCE
                : Cidr.tryParse(key) != null ? Subject.Kind.NETWORK : Subject.Kind.HOST;
    }

    /** An empty profile for the key of an event, verdict or order: an address, a network or a host. */
    public static SourceProfile create(String key) {
        return new SourceProfile(key);
    }

    /**
     * Reads what {@link #toBytes()} wrote, of this or an older version.
     *
     * @throws IllegalArgumentException if the bytes are no profile
     */
    public static SourceProfile fromBytes(String key, byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("an empty profile of '" + key + "'");
        }
        return new SourceProfile(key);
    }

    public byte[] toBytes() {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    public String key() {
        return key;
    }

    public Subject subject() {
        return new Subject(kind, key);
    }

    /** Whether a block is in force, so that {@code sweep} has something to do for it later. */
    public boolean isBlocked() {
        return false;
    }

    /** Newest event time seen. */
    public Instant lastSeen() {
        return Instant.ofEpochMilli(lastSeen);
    }

    /** Whether nothing in it matters any more at this moment: the store may drop it. */
    public boolean isForgettable(Instant now) {
        return now.toEpochMilli() - lastSeen > 48 * 3_600_000L;
    }
}
