package io.selfheal.responder.guard;

import io.selfheal.agent.time.Due;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hosts that we speak to, by name or address: the Kafka brokers. Names are resolved anew every ten minutes, since a
 * lookup may take seconds when the resolver is away; a name that does not resolve keeps its last addresses, and is tried
 * every minute as long as it has none.
 */
public final class NamedHosts implements ProtectedSource {
    private static final Duration RESOLVE_EVERY = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofMinutes(1);

    /** Resolves one name. */
    @FunctionalInterface
    public interface Lookup {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final String label;
    private final Lookup lookup;
    private final InstantSource clock;
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, List<IpAddress>> known = new ConcurrentHashMap<>();
    private final Due lookingUp = new Due();
    private final Due retrying = new Due();

    public NamedHosts(String label, Set<String> hosts, Lookup lookup, InstantSource clock) {
        this.label = label;
        this.lookup = lookup;
        this.clock = clock;
        this.hosts.addAll(hosts);
    }

    /** Brokers that the cluster named by itself; safe from any thread. */
    public void add(Set<String> more) {
        hosts.addAll(more);
    }

    @Override
    public String name() {
        return label + "s";
    }

    @Override
    public List<Protected> read() throws IOException {
        Instant now = clock.instant();
        boolean all = lookingUp.is(now);
        boolean unknown = all || retrying.is(now);
        if (all) {
            lookingUp.in(RESOLVE_EVERY, now);
        }
        if (unknown) {
            retrying.in(RETRY, now);
        }
        List<Protected> networks = new ArrayList<>();
        for (String host : new TreeSet<>(hosts)) {
            List<IpAddress> before = known.get(host);
            if (all || before == null || (unknown && before.isEmpty())) {
                resolve(host);
            }
            for (IpAddress ip : known.getOrDefault(host, List.of())) {
                networks.add(new Protected(Cidr.of(ip), "the " + label + " " + host));
            }
        }
        return networks;
    }

    private void resolve(String host) {
        try {
            List<IpAddress> addresses = new ArrayList<>();
            for (InetAddress address : lookup.resolve(host)) {
                addresses.add(IpAddress.parse(OwnAddresses.withoutZone(address.getHostAddress())));
            }
            known.put(host, List.copyOf(addresses));
        } catch (UnknownHostException e) {
            known.putIfAbsent(host, List.of());
        }
    }
}
