package io.selfheal.responder.firewall;

import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A ledger that behaves like the kernel's sets and drops nothing: what the responder would do if it were armed. */
public final class SimulatedFirewall implements Firewall {
    private final InstantSource clock;
    private final Map<Cidr, Instant> ends = new HashMap<>();
    private boolean installed;

    public SimulatedFirewall(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public Held held() {
        Instant now = clock.instant();
        ends.values().removeIf(end -> !end.isAfter(now));
        Map<Cidr, Duration> remaining = LinkedHashMap.newLinkedHashMap(ends.size());
        ends.forEach((target, end) -> remaining.put(target, Duration.between(now, end)));
        return new Held(installed, remaining, Map.of(), 0, -1);
    }

    @Override
    public void apply(Change change) throws FirewallException {
        if (!installed && !change.install()) {
            throw new FirewallException("the simulated table is not in place");
        }
        installed = true;
        Instant now = clock.instant();
        change.remove().forEach(ends::remove);
        change.add().forEach((target, left) -> ends.put(target, now.plus(left)));
        change.refresh().forEach((target, left) -> ends.put(target, now.plus(left)));
        Map<Cidr, Duration> networks = change.networks();
        if (networks != null) {
            ends.keySet().removeIf(target -> !target.isSingleAddress());
            networks.forEach((target, left) -> ends.put(target, now.plus(left)));
        }
    }

    @Override
    public void removeAll() {
        ends.clear();
        installed = false;
    }
}
