package io.selfheal.analyzer.policy;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.CidrSet;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.policy.ScanPolicy;
import io.selfheal.schemas.policy.ScoringPolicy;
import java.time.Instant;
import java.util.List;

/**
 * The policy at one moment; immutable, so that one event is judged by one policy.
 *
 * @param scoring how scores are made
 * @param blocking when and how long to block
 * @param allowed networks that are allowed for good
 * @param expiring entries that hold only until their expiry
 * @param denied networks that are known to be bad
 * @param scanning which scans are planned
 * @param fleet which nodes enforce
 */
public record PolicySnapshot(
        ScoringPolicy scoring,
        BlockingPolicy blocking,
        CidrSet allowed,
        List<AllowEntry> expiring,
        Denied denied,
        ScanPolicy scanning,
        FleetModes fleet) {
    public PolicySnapshot {
        expiring = List.copyOf(expiring);
    }

    /** Whether a block that is decided now is one of the dry run: by policy, or because nobody would enforce it. */
    public boolean simulates() {
        return switch (blocking.mode()) {
            case SIMULATE -> true;
            case NODES -> fleet.nobodyEnforces();
            case OFF, ASK, ACT -> false;
        };
    }

    /** Whether the address must not be acted on at this moment. */
    public boolean isAllowed(IpAddress address, Instant at) {
        if (allowed.contains(address)) {
            return true;
        }
        for (AllowEntry entry : expiring) {
            if (entry.network().contains(address) && entry.holdsAt(at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether blocking the network would hit an address that must not be acted on. */
    public boolean touchesAllowed(Cidr network, Instant at) {
        return allowed.overlaps(network)
                || expiring.stream().anyMatch(e -> e.holdsAt(at) && e.network().overlaps(network));
    }
}
