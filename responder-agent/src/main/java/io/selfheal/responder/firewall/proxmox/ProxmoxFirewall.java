package io.selfheal.responder.firewall.proxmox;

import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.Held;
import io.selfheal.responder.proxmox.ProxmoxApi;
import io.selfheal.responder.proxmox.ProxmoxException;
import io.selfheal.responder.proxmox.ProxmoxServer;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IP set of a Proxmox VE cluster (pve-docs, chapter Firewall). What stands in the set {@code blacklist} is dropped
 * by every host and guest whose firewall is on; for a set of another name the administrator writes the rule. One
 * request a block, at a bounded pace; Proxmox brings them into force within ten seconds. What has ended is listed with
 * no time left, for the reconciler to take out.
 */
public final class ProxmoxFirewall implements Firewall {
    /** Each change rewrites the cluster's firewall file, which Proxmox bounds at half a megabyte. */
    public static final int MAX_BLOCKS = 5000;

    private static final Pattern FIREWALL_ON = Pattern.compile("\"enable\"\\s*:\\s*\"?1\"?");
    private static final String SETS = "cluster/firewall/ipset";

    private final ProxmoxServer server;
    private final String set;
    private final InstantSource clock;
    /** Blocks that somebody else's entry already enforces: neither ours to change nor to take away. */
    private final Map<Cidr, Instant> borrowed = new HashMap<>();

    private @Nullable ProxmoxApi api;

    /** @param set its name, {@code blacklist} as a rule */
    public ProxmoxFirewall(ProxmoxServer server, String set, InstantSource clock) {
        this.server = server;
        this.set = set;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "proxmox";
    }

    @Override
    public int maxEntries() {
        return MAX_BLOCKS;
    }

    @Override
    public List<String> weaknesses() {
        return List.of(
                "Proxmox lets connections that are already open go on",
                "Proxmox knows no time limits: blocks end when this agent takes them out, within"
                        + " firewall.reconcile-every",
                "Proxmox brings a change into force within ten seconds, and counts no packets",
                "only hosts and guests whose own firewall is on are covered",
                "Proxmox holds at most " + MAX_BLOCKS + " blocks here, and takes them one by one");
    }

    @Override
    public void probe() throws FirewallException {
        if (!FIREWALL_ON
                .matcher(request("GET", "cluster/firewall/options", Map.of()))
                .find()) {
            throw new FirewallException(
                    "the datacenter's firewall is off, so that nothing would be blocked; see Datacenter > Firewall");
        }
    }

    @Override
    public Held held() throws FirewallException {
        probe();
        if (!exists()) {
            return Held.NOTHING;
        }
        IpSetEntries entries = entries();
        Instant now = clock.instant();
        Map<Cidr, Duration> remaining = new HashMap<>();
        borrowed.keySet().retainAll(entries.others());
        for (Map<Cidr, Instant> part : List.of(entries.ours(), borrowed)) {
            part.forEach((target, end) ->
                    remaining.put(target, end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO));
        }
        return new Held(true, remaining, Map.of(), 0, -1);
    }

    @Override
    public void apply(Change change) throws FirewallException {
        if (change.isEmpty()) {
            return;
        }
        if (change.install() && !exists()) {
            request("POST", SETS, Map.of("name", set, "comment", "sources blocked by SelfHeal"));
        }
        IpSetEntries entries = entries();
        Map<Cidr, Duration> wanted = new HashMap<>(change.add());
        wanted.putAll(change.refresh());
        Set<Cidr> unwanted = new HashSet<>(change.remove());
        Map<Cidr, Duration> networks = change.networks();
        if (networks != null) {
            wanted.putAll(networks);
            entries.ours().keySet().stream()
                    .filter(target -> !target.isSingleAddress() && !networks.containsKey(target))
                    .forEach(unwanted::add);
        }
        Set<Cidr> all = new HashSet<>(entries.ours().keySet());
        all.addAll(wanted.keySet());
        if (all.size() > MAX_BLOCKS) {
            throw new FirewallException("Proxmox holds at most " + MAX_BLOCKS + " blocks of ours");
        }
        Instant now = clock.instant();
        for (Map.Entry<Cidr, Duration> entry : wanted.entrySet()) {
            put(entry.getKey(), now.plus(entry.getValue()), entries);
        }
        for (Cidr target : unwanted) {
            remove(target, entries);
        }
    }

    private void put(Cidr target, Instant end, IpSetEntries entries) throws FirewallException {
        if (entries.others().contains(target)) {
            borrowed.put(target, end);
            return;
        }
        Instant held = entries.ours().get(target);
        String comment = IpSetEntries.comment(end);
        if (held == null) {
            request("POST", SETS + "/" + set, Map.of("cidr", target.toString(), "comment", comment));
        } else if (!held.equals(Instant.ofEpochSecond(end.getEpochSecond()))) {
            request("PUT", entry(target), Map.of("comment", comment));
        }
    }

    private void remove(Cidr target, IpSetEntries entries) throws FirewallException {
        borrowed.remove(target);
        if (entries.ours().containsKey(target)) {
            request("DELETE", entry(target), Map.of());
        }
    }

    /** The set itself stays: it may hold others' entries, and rules may name it. */
    @Override
    public void removeAll() throws FirewallException {
        if (exists()) {
            IpSetEntries entries = entries();
            for (Cidr target : entries.ours().keySet()) {
                remove(target, entries);
            }
        }
        borrowed.clear();
    }

    private boolean exists() throws FirewallException {
        return Pattern.compile("\"name\"\\s*:\\s*\"" + Pattern.quote(set) + "\"")
                .matcher(request("GET", SETS, Map.of()))
                .find();
    }

    private String request(String method, String path, Map<String, String> form) throws FirewallException {
        try {
            return api().request(method, path, form);
        } catch (ProxmoxException e) {
            throw new FirewallException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Made when it is first needed: a token file that is missing is a problem of the firewall, not of the agent. */
    private ProxmoxApi api() throws ProxmoxException {
        ProxmoxApi known = api;
        if (known == null) {
            known = server.api();
            api = known;
        }
        return known;
    }

    private IpSetEntries entries() throws FirewallException {
        return IpSetEntries.parse(request("GET", SETS + "/" + set, Map.of()));
    }

    private String entry(Cidr target) {
        return SETS + "/" + set + "/" + ProxmoxApi.encode(target.toString());
    }
}
