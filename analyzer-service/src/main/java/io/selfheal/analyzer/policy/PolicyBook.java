package io.selfheal.analyzer.policy;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.CidrSet;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.policy.DenyEntry;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.policy.ScanPolicy;
import io.selfheal.schemas.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the policy topic (or of a file), and the snapshot that follows from them. Safe for many threads: one
 * writes, all read the snapshot, which is replaced as a whole.
 *
 * <p>Loopback is always allowed, whatever the entries say: a machine that drops its own loopback is broken.
 */
public final class PolicyBook {
    private static final List<Cidr> ALWAYS_ALLOWED = List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1"));

    private final boolean useAllowlist;
    private final Map<String, Policy> entries = new TreeMap<>();
    private FleetModes fleet = FleetModes.UNKNOWN;
    /** Made when it is asked for: a feed of thousands of entries is read before anybody asks. */
    private volatile @Nullable PolicySnapshot current;

    private PolicyBook(boolean useAllowlist) {
        this.useAllowlist = useAllowlist;
    }

    /** Defaults everywhere and an allowlist of loopback. */
    public static PolicyBook defaults() {
        return new PolicyBook(true);
    }

    /** For {@code replay --no-allowlist}: nobody is allowed, not even loopback, whatever entries come. */
    public static PolicyBook withoutAllowlist() {
        return new PolicyBook(false);
    }

    /** Sets an entry; it replaces the one of its name. */
    public synchronized void apply(Policy entry) {
        entries.put(entry.name(), entry);
        current = null;
    }

    /** Takes an entry back to its default (a tombstone on the topic); unknown names change nothing. */
    public synchronized void remove(String name) {
        if (entries.remove(name) != null) {
            current = null;
        }
    }

    /** Says which nodes enforce blocks, from now on. */
    public synchronized void apply(FleetModes modes) {
        if (!modes.equals(fleet)) {
            fleet = modes;
            current = null;
        }
    }

    public PolicySnapshot current() {
        PolicySnapshot known = current;
        return known == null ? fresh() : known;
    }

    private synchronized PolicySnapshot fresh() {
        PolicySnapshot known = current;
        if (known == null) {
            known = build();
            current = known;
        }
        return known;
    }

    private PolicySnapshot build() {
        ScoringPolicy scoring = ScoringPolicy.DEFAULT;
        BlockingPolicy blocking = BlockingPolicy.DEFAULT;
        ScanPolicy scanning = ScanPolicy.DEFAULT;
        List<Cidr> allowed = new ArrayList<>(useAllowlist ? ALWAYS_ALLOWED : List.of());
        List<AllowEntry> expiring = new ArrayList<>();
        List<DenyEntry> denied = new ArrayList<>();
        for (Policy entry : entries.values()) {
            switch (entry) {
                case ScoringPolicy s -> scoring = s;
                case BlockingPolicy b -> blocking = b;
                case ScanPolicy s -> scanning = s;
                case DenyEntry d -> denied.add(d);
                case AllowEntry a when !useAllowlist -> {}
                case AllowEntry a when a.expires() == null -> allowed.add(a.network());
                case AllowEntry a -> expiring.add(a);
            }
        }
        return new PolicySnapshot(scoring, blocking, CidrSet.of(allowed), expiring, Denied.of(denied), scanning, fleet);
    }
}
