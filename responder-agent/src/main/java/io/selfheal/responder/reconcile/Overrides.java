package io.selfheal.responder.reconcile;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.policy.AllowEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the administrator of this node said here; it stands above what the fleet decided.
 *
 * @param blocks local blocks
 * @param allows networks that are never blocked on this node
 * @param unblocked targets whose decisions issued up to then do not hold here; a newer decision does
 * @param allUnblockedUpTo decisions on any target issued up to then do not hold here; null when none
 * @param approved ids of decisions that may be carried out in mode ask
 */
public record Overrides(
        List<Wanted> blocks,
        List<AllowEntry> allows,
        Map<Cidr, Instant> unblocked,
        @Nullable Instant allUnblockedUpTo,
        Set<String> approved) {
    public static final Overrides NONE = new Overrides(List.of(), List.of(), Map.of(), null, Set.of());

    public Overrides {
        blocks = List.copyOf(blocks);
        allows = List.copyOf(allows);
        unblocked = Map.copyOf(unblocked);
        approved = Set.copyOf(approved);
    }

    /** Whether the administrator took this decision back here. */
    public boolean liftsHere(Wanted wanted) {
        Instant upTo = unblocked.get(wanted.target());
        return (upTo != null && !wanted.issued().isAfter(upTo))
                || (allUnblockedUpTo != null && !wanted.issued().isAfter(allUnblockedUpTo));
    }

    /** With a local block, which ends an earlier unblock of the same target. */
    public Overrides withBlock(Wanted block) {
        Map<Cidr, Instant> stillUnblocked = new HashMap<>(unblocked);
        stillUnblocked.remove(block.target());
        return new Overrides(
                plus(without(blocks, block.target()), block), allows, stillUnblocked, allUnblockedUpTo, approved);
    }

    /** Without local blocks of the target, and with decisions on it up to the moment taken back. */
    public Overrides withUnblocked(Cidr target, Instant upTo) {
        Map<Cidr, Instant> more = new HashMap<>(unblocked);
        more.merge(target, upTo, (a, b) -> a.isAfter(b) ? a : b);
        return new Overrides(without(blocks, target), allows, more, allUnblockedUpTo, approved);
    }

    public Overrides withAllUnblocked(Instant upTo) {
        return new Overrides(List.of(), allows, Map.of(), upTo, approved);
    }

    public Overrides withAllow(AllowEntry entry) {
        List<AllowEntry> others = withoutAllow(entry.network()).allows();
        return new Overrides(blocks, plus(others, entry), unblocked, allUnblockedUpTo, approved);
    }

    public Overrides withoutAllow(Cidr network) {
        List<AllowEntry> others =
                allows.stream().filter(e -> !e.network().equals(network)).toList();
        return new Overrides(blocks, others, unblocked, allUnblockedUpTo, approved);
    }

    public Overrides withApproved(String id) {
        Set<String> more = new HashSet<>(approved);
        more.add(id);
        return new Overrides(blocks, allows, unblocked, allUnblockedUpTo, more);
    }

    /** Without what no longer matters: ended local blocks, and approvals of decisions that are gone. */
    public Overrides tidied(Instant now, Set<String> knownIds) {
        List<Wanted> live = blocks.stream().filter(b -> b.holdsAt(now)).toList();
        List<AllowEntry> liveAllows =
                allows.stream().filter(e -> e.holdsAt(now)).toList();
        Set<String> known = new HashSet<>(approved);
        known.retainAll(knownIds);
        return new Overrides(live, liveAllows, unblocked, allUnblockedUpTo, known);
    }

    private static List<Wanted> without(List<Wanted> blocks, Cidr target) {
        return blocks.stream().filter(b -> !b.target().equals(target)).toList();
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }
}
