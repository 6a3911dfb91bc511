package io.selfheal.responder.reconcile;

import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What should be blocked on this node now: the fleet's decisions that concern it, with the administrator's overrides
 * above them. Not safe for several threads.
 */
public final class DesiredSet {
    /** By so much may the clock be ahead that a block's time is from: that of the host whose log it was. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final String host;
    private final Set<String> groups;
    private final Map<Cidr, Wanted> fleet = new LinkedHashMap<>();
    private final Map<Cidr, Wanted> local = new HashMap<>();
    private final EndedBlocks ended = new EndedBlocks();
    private Overrides overrides = Overrides.NONE;

    public DesiredSet(String host, Collection<String> groups) {
        this.host = host;
        this.groups = Set.copyOf(groups);
    }

    /**
     * Takes in the newest value of a target. What is older than the block that is wanted, or was lifted before its
     * time, changes nothing: a broker can show a signed decision again.
     *
     * @return whether anything about the target changed here
     */
    public boolean accept(Cidr target, Decision decision, Instant arrived) {
        Wanted before = fleet.get(target);
        return switch (decision) {
            case Lift lift -> lift(target, lift.issued(), arrived);
            case Block block when ended.contains(block.id()) || isReplaced(block, before) -> false;
            case Block block when !concernsUs(block.scope()) || !block.holdsAt(arrived) -> fleet.remove(target) != null;
            case Block block -> {
                boolean same = before != null
                        && before.id().equals(block.id())
                        && before.expires().equals(block.expires());
                if (!same) {
                    fleet.put(target, Wanted.of(block, arrived));
                }
                yield !same;
            }
        };
    }

    /** A block of the dry run may be followed by a real one for something that was done before. */
    private static boolean isReplaced(Block block, @Nullable Wanted by) {
        return by != null
                && !by.simulated()
                && !by.id().equals(block.id())
                && block.issued().isBefore(by.issued());
    }

    /**
     * The target's block was lifted.
     *
     * @param at when; before the block was made, it is an older one's lift
     * @return whether there was one
     */
    public boolean lift(Cidr target, Instant at, Instant now) {
        Wanted wanted = fleet.get(target);
        if (wanted == null || at.isBefore(wanted.issued().minus(SKEW))) {
            return false;
        }
        fleet.remove(target);
        ended.add(wanted, now);
        return true;
    }

    /** What was lifted before its time. */
    public EndedBlocks ended() {
        return ended;
    }

    /** Puts back what was kept on disk. */
    public void restore(Collection<Wanted> kept) {
        kept.forEach(wanted -> fleet.put(wanted.target(), wanted));
    }

    public void override(Overrides now) {
        overrides = now;
        local.clear();
        now.blocks().forEach(block -> local.put(block.target(), block));
    }

    public Overrides overrides() {
        return overrides;
    }

    public boolean concernsUs(Scope scope) {
        return switch (scope.kind()) {
            case FLEET -> true;
            case GROUP -> groups.contains(scope.name());
            case HOST -> scope.name().equals(host);
        };
    }

    /** The block that is wanted for exactly this target now, null if none. */
    public @Nullable Wanted wanted(Cidr target, Instant now) {
        Wanted here = local.get(target);
        if (here != null && here.holdsAt(now)) {
            return here;
        }
        Wanted there = fleet.get(target);
        return there != null && there.holdsAt(now) && !overrides.liftsHere(there) ? there : null;
    }

    /** The fleet's block of this target, whatever was said here; null if none. */
    public @Nullable Wanted ofFleet(Cidr target) {
        return fleet.get(target);
    }

    /** Every block that is wanted now. */
    public List<Wanted> all(Instant now) {
        Map<Cidr, Wanted> all = LinkedHashMap.newLinkedHashMap(fleet.size() + local.size());
        fleet.values().stream()
                .filter(wanted -> wanted.holdsAt(now) && !overrides.liftsHere(wanted))
                .forEach(wanted -> all.put(wanted.target(), wanted));
        local.values().stream()
                .filter(wanted -> wanted.holdsAt(now))
                .forEach(wanted -> all.put(wanted.target(), wanted));
        return List.copyOf(all.values());
    }

    /** The fleet's decisions as they are to be kept on disk. */
    public List<Wanted> fleet() {
        return List.copyOf(fleet.values());
    }

    public Set<String> knownIds() {
        Set<String> ids = new HashSet<>();
        fleet.values().forEach(wanted -> ids.add(wanted.id()));
        return ids;
    }

    /** Forgets decisions that have ended. */
    public boolean expire(Instant now) {
        return fleet.values().removeIf(wanted -> !wanted.holdsAt(now));
    }
}
