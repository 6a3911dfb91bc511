package io.selfheal.responder.reconcile;

import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies a change in one transaction. When the firewall refuses the whole, it is halved until the culprit stands
 * alone, so that one impossible element does not keep all others out; at most {@value #MAX_RUNS} runs.
 */
final class Applier {
    private static final int MAX_RUNS = 64;

    private final Firewall firewall;
    private int runs;

    Applier(Firewall firewall) {
        this.firewall = firewall;
    }

    /** What did not come into force, with the firewall's message; empty when all did. */
    Map<Cidr, String> apply(Change change) {
        runs = 0;
        Map<Cidr, String> failed = new HashMap<>();
        attempt(change, failed);
        return failed;
    }

    private void attempt(Change change, Map<Cidr, String> failed) {
        try {
            runs++;
            firewall.apply(change);
        } catch (FirewallException e) {
            List<Change> parts = change.install() || runs >= MAX_RUNS ? List.of() : halves(change);
            if (parts.isEmpty()) {
                targets(change).forEach(target -> failed.put(target, String.valueOf(e.getMessage())));
            }
            for (Change part : parts) {
                attempt(part, failed);
            }
        }
    }

    private static List<Cidr> targets(Change change) {
        List<Cidr> all = new ArrayList<>(change.add().keySet());
        all.addAll(change.refresh().keySet());
        all.addAll(change.remove());
        Map<Cidr, Duration> networks = change.networks();
        if (networks != null) {
            all.addAll(networks.keySet());
        }
        return all;
    }

    /** Networks first apart from addresses, since their set is replaced as a whole. */
    private static List<Change> halves(Change change) {
        Map<Cidr, Duration> networks = change.networks();
        int singles =
                change.add().size() + change.refresh().size() + change.remove().size();
        if (networks != null) {
            return singles == 0
                    ? List.of()
                    : List.of(
                            new Change(false, change.add(), change.refresh(), change.remove(), null),
                            new Change(false, Map.of(), Map.of(), Set.of(), networks));
        }
        if (singles <= 1) {
            return List.of();
        }
        List<Cidr> all = targets(change);
        Set<Cidr> first = Set.copyOf(all.subList(0, all.size() / 2));
        return List.of(part(change, first, true), part(change, first, false));
    }

    private static Change part(Change change, Set<Cidr> members, boolean in) {
        Map<Cidr, Duration> add = filtered(change.add(), members, in);
        Map<Cidr, Duration> refresh = filtered(change.refresh(), members, in);
        Set<Cidr> remove = Set.copyOf(change.remove().stream()
                .filter(target -> members.contains(target) == in)
                .toList());
        return new Change(false, add, refresh, remove, null);
    }

    private static Map<Cidr, Duration> filtered(Map<Cidr, Duration> all, Set<Cidr> members, boolean in) {
        Map<Cidr, Duration> some = new HashMap<>();
        all.forEach((target, left) -> {
            if (members.contains(target) == in) {
                some.put(target, left);
            }
        });
        return some;
    }
}
