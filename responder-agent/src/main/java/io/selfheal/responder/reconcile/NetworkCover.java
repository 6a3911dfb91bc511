package io.selfheal.responder.reconcile;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rewrites networks that lie in one another as networks that do not overlap, each with the latest end of all that
 * cover it: an interval set of the kernel takes no overlaps, and a narrow block that outlives the wide one around it
 * must not end with it, also when nothing of ours runs then. A network inside another costs at most one piece for each
 * bit between their lengths.
 */
final class NetworkCover {
    private NetworkCover() {}

    static Map<Cidr, Instant> disjoint(Map<Cidr, Instant> networks) {
        List<Map.Entry<Cidr, Instant>> sorted = new ArrayList<>(new TreeMap<>(networks).entrySet());
        Map<Cidr, Instant> pieces = new HashMap<>();
        int i = 0;
        while (i < sorted.size()) {
            Cidr outer = sorted.get(i).getKey();
            int end = i + 1;
            while (end < sorted.size() && outer.contains(sorted.get(end).getKey())) {
                end++;
            }
            cover(outer, sorted.get(i).getValue(), sorted.subList(i + 1, end), pieces);
            i = end;
        }
        return pieces;
    }

    private static void cover(
            Cidr space, Instant end, List<Map.Entry<Cidr, Instant>> inside, Map<Cidr, Instant> pieces) {
        Instant latest = end;
        List<Map.Entry<Cidr, Instant>> narrower = new ArrayList<>();
        for (Map.Entry<Cidr, Instant> entry : inside) {
            if (entry.getKey().equals(space)) {
                latest = entry.getValue().isAfter(latest) ? entry.getValue() : latest;
            } else {
                narrower.add(entry);
            }
        }
        Instant whole = latest;
        narrower.removeIf(entry -> !entry.getValue().isAfter(whole));
        if (narrower.isEmpty()) {
            pieces.put(space, whole);
            return;
        }
        for (Cidr half : halves(space)) {
            cover(
                    half,
                    whole,
                    narrower.stream().filter(e -> half.contains(e.getKey())).toList(),
                    pieces);
        }
    }

    private static List<Cidr> halves(Cidr space) {
        Cidr low = new Cidr(space.address(), space.prefix() + 1);
        int bit = (space.isIpv4() ? 96 : 0) + space.prefix();
        IpAddress first = space.address();
        IpAddress second = bit < 64
                ? new IpAddress(first.high() | (1L << (63 - bit)), first.low())
                : new IpAddress(first.high(), first.low() | (1L << (127 - bit)));
        return List.of(low, new Cidr(second, space.prefix() + 1));
    }
}
