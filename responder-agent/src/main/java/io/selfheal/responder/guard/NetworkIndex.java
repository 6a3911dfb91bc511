package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds a protected network that overlaps a target: one hash lookup for each prefix length in use. */
final class NetworkIndex {
    private final List<Protected> all;
    private final Map<Integer, Map<IpAddress, Protected>> ipv4 = new TreeMap<>();
    private final Map<Integer, Map<IpAddress, Protected>> ipv6 = new TreeMap<>();

    NetworkIndex(List<Protected> all) {
        this.all = List.copyOf(all);
        for (Protected entry : all) {
            Map<Integer, Map<IpAddress, Protected>> family = entry.network().isIpv4() ? ipv4 : ipv6;
            family.computeIfAbsent(entry.network().prefix(), length -> new HashMap<>())
                    .putIfAbsent(entry.network().address(), entry);
        }
    }

    @Nullable
    Protected overlapping(Cidr target) {
        for (var ofLength : (target.isIpv4() ? ipv4 : ipv6).entrySet()) {
            if (ofLength.getKey() > target.prefix()) {
                break;
            }
            Cidr around = Cidr.around(target.address(), ofLength.getKey());
            Protected found = ofLength.getValue().get(around.address());
            if (found != null) {
                return found;
            }
        }
        return target.isSingleAddress() ? null : inside(target);
    }

    /** Networks are rare among targets, so that going through the whole list is cheap enough. */
    private @Nullable Protected inside(Cidr target) {
        for (Protected entry : all) {
            if (target.contains(entry.network())) {
                return entry;
            }
        }
        return null;
    }

    int size() {
        return all.size();
    }

    List<Protected> all() {
        return all;
    }
}
