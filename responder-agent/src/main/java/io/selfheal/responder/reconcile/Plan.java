package io.selfheal.responder.reconcile;

import io.selfheal.responder.firewall.Change;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The difference between what is to hold and what the firewall holds. */
final class Plan {
    private final Instant now;
    private final Map<Cidr, Duration> add = new HashMap<>();
    private final Map<Cidr, Duration> refresh = new HashMap<>();
    private final Set<Cidr> remove = new HashSet<>();
    private @Nullable Map<Cidr, Instant> networks;

    Plan(Instant now) {
        this.now = now;
    }

    /** Sees to it that the address is held until the end. */
    void hold(Cidr address, Instant end, Mirror mirror) {
        Instant held = mirror.addresses().get(address);
        if (held == null) {
            add.put(address, Duration.between(now, end));
        } else if (!Mirror.near(held, end)) {
            refresh.put(address, Duration.between(now, end));
        }
    }

    void release(Cidr address) {
        remove.add(address);
    }

    /** Sees to it that exactly these networks are held, rewritten so that none overlaps another. */
    void holdNetworks(Map<Cidr, Instant> wanted, Mirror mirror, boolean rewrite) {
        Map<Cidr, Instant> pieces = NetworkCover.disjoint(wanted);
        boolean same = pieces.keySet().equals(mirror.networks().keySet())
                && pieces.entrySet().stream()
                        .allMatch(piece -> Mirror.near(mirror.networks().get(piece.getKey()), piece.getValue()));
        if (!same || rewrite) {
            networks = pieces;
        }
    }

    Change change(boolean install) {
        Map<Cidr, Instant> pieces = networks;
        Map<Cidr, Duration> left = null;
        if (pieces != null) {
            left = new HashMap<>();
            for (Map.Entry<Cidr, Instant> piece : pieces.entrySet()) {
                left.put(piece.getKey(), Duration.between(now, piece.getValue()));
            }
        }
        return new Change(install, add, refresh, remove, left);
    }

    /** Writes into the mirror what came into force. */
    void done(Mirror mirror, Map<Cidr, String> failed) {
        for (Map<Cidr, Duration> part : List.of(add, refresh)) {
            part.forEach((target, left) -> {
                if (!failed.containsKey(target)) {
                    mirror.addresses().put(target, now.plus(left));
                }
            });
        }
        remove.stream().filter(target -> !failed.containsKey(target)).forEach(mirror.addresses()::remove);
        Map<Cidr, Instant> pieces = networks;
        if (pieces != null && pieces.keySet().stream().noneMatch(failed::containsKey)) {
            mirror.setNetworks(pieces);
        }
    }

    boolean touches(Cidr target) {
        return target.isSingleAddress() ? add.containsKey(target) || refresh.containsKey(target) : networks != null;
    }

    Collection<Cidr> removed() {
        return remove;
    }

    Collection<Cidr> added() {
        return add.keySet();
    }

    /** Pieces that are to hold after this plan and did not before. */
    Set<Cidr> newPieces(Mirror before) {
        Map<Cidr, Instant> pieces = networks;
        if (pieces == null) {
            return Set.of();
        }
        Set<Cidr> fresh = new HashSet<>(pieces.keySet());
        fresh.removeAll(before.networks().keySet());
        return fresh;
    }

    /** The message of a network's failure: its pieces fail together. */
    @Nullable
    String failureOf(Cidr target, Map<Cidr, String> failed) {
        String direct = failed.get(target);
        Map<Cidr, Instant> pieces = networks;
        if (direct != null || target.isSingleAddress() || pieces == null) {
            return direct;
        }
        return pieces.keySet().stream()
                .filter(failed::containsKey)
                .map(failed::get)
                .findFirst()
                .orElse(null);
    }
}
