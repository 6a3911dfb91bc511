package io.selfheal.responder.firewall;

import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change of the firewall; all of it or nothing comes into force.
 *
 * @param install also make whatever of our table is missing
 * @param add single addresses that are not held, with the time they are to stay
 * @param refresh single addresses that are held with another time
 * @param remove single addresses that are to go; absent ones do no harm
 * @param networks all networks that are to be held from now on, none overlapping another; null leaves them as they are
 */
public record Change(
        boolean install,
        Map<Cidr, Duration> add,
        Map<Cidr, Duration> refresh,
        Set<Cidr> remove,
        @Nullable Map<Cidr, Duration> networks) {

    /** The same with all that was held before and that it does not speak of: for a table that is made anew. */
    public Change carrying(Held before) {
        Map<Cidr, Duration> all = new HashMap<>();
        Map<Cidr, Duration> nets = networks == null ? new HashMap<>() : networks;
        before.remaining().forEach((target, left) -> {
            if (target.isSingleAddress() && !remove.contains(target)) {
                all.put(target, left);
            } else if (!target.isSingleAddress() && networks == null) {
                nets.put(target, left);
            }
        });
        all.putAll(add);
        all.putAll(refresh);
        return new Change(install, all, Map.of(), Set.of(), nets);
    }

    public boolean isEmpty() {
        return !install && add.isEmpty() && refresh.isEmpty() && remove.isEmpty() && networks == null;
    }

    public int size() {
        return add.size() + refresh.size() + remove.size() + (networks == null ? 0 : networks.size());
    }
}
