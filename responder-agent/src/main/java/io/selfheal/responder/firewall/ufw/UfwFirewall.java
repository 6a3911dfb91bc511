package io.selfheal.responder.firewall.ufw;

import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.Held;
import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ufw: two rules a block, put before all others, one for what comes to this machine and one for what is passed on, with
 * a comment that makes them ours. Two runs of a program a block, each a fifth of a second. What has ended is listed
 * with no time left, for the reconciler to take out.
 */
public final class UfwFirewall implements Firewall {
    /** As many blocks as ufw can bear: each change rewrites its files. */
    public static final int MAX_BLOCKS = 200;

    /** Where ufw is told whether IPv6 is its business. */
    public static final Path DEFAULTS = Path.of("/etc/default/ufw");

    /** As ufw reads it: nothing but yes is yes. */
    private static final Pattern NO_IPV6 = Pattern.compile("(?m)^IPV6=(?![\"']?(?i:yes)[\"']?\\s*$)");

    private final Ufw ufw;
    private final Path defaults;
    private final InstantSource clock;
    private boolean takesIpv6 = true;
    /** Blocks that somebody else's rule already enforces: neither ours to change nor to take away. */
    private final Map<Cidr, Instant> borrowed = new HashMap<>();

    /** @param defaults {@link #DEFAULTS}, where it is not somewhere else */
    public UfwFirewall(Ufw ufw, Path defaults, InstantSource clock) {
        this.ufw = ufw;
        this.defaults = defaults;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "ufw";
    }

    @Override
    public int maxEntries() {
        return MAX_BLOCKS;
    }

    @Override
    public @Nullable String objection(Cidr target) {
        return target.isIpv4() || takesIpv6 ? null : "ufw leaves IPv6 alone here (IPV6 in " + defaults + ")";
    }

    @Override
    public List<String> weaknesses() {
        List<String> weaknesses = new ArrayList<>(List.of(
                "ufw lets connections that are already open go on, and answers pings, before it comes to our rules",
                "ufw knows no time limits: blocks end when this agent takes them out, within firewall.reconcile-every",
                "Docker accepts packets to published ports before ufw is asked",
                "ufw holds at most " + MAX_BLOCKS + " blocks here, and takes them one by one"));
        if (!takesIpv6) {
            weaknesses.add("ufw leaves IPv6 alone here, so that no IPv6 address is blocked: IPV6 in " + defaults);
        }
        return weaknesses;
    }

    @Override
    public void probe() throws FirewallException {
        if (!ufw.must(List.of("status")).startsWith("Status: active")) {
            throw new FirewallException("ufw is not active, so that nothing would be blocked; see: ufw enable");
        }
        takesIpv6 = takesIpv6();
    }

    /** Where its file cannot be read, ufw itself says what it thinks of an address. */
    private boolean takesIpv6() {
        try {
            return !NO_IPV6.matcher(Files.readString(defaults, StandardCharsets.ISO_8859_1))
                    .find();
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public Held held() throws FirewallException {
        probe();
        UfwRules rules = rules();
        UfwChains chains = chains();
        Instant now = clock.instant();
        Map<Cidr, Duration> remaining = new HashMap<>();
        Map<Cidr, Long> packets = new HashMap<>();
        long dropped = 0;
        for (Map.Entry<Cidr, Instant> rule : rules.inputs().entrySet()) {
            Cidr target = rule.getKey();
            if (rules.routes().containsKey(target)) {
                put(remaining, target, rule.getValue(), now);
                dropped += chains.packets(target);
                if (chains.packets(target) > 0) {
                    packets.put(target, chains.packets(target));
                }
            }
        }
        borrowed.keySet().retainAll(rules.others());
        borrowed.forEach((target, end) -> put(remaining, target, end, now));
        return new Held(inPlace(rules, chains), remaining, packets, 0, dropped);
    }

    /** Whether the kernel has what ufw's files have of ours. */
    private static boolean inPlace(UfwRules rules, UfwChains chains) {
        return rules.inputs().keySet().stream()
                .filter(rules.routes()::containsKey)
                .allMatch(chains::drops);
    }

    private static void put(Map<Cidr, Duration> remaining, Cidr target, Instant end, Instant now) {
        remaining.put(target, end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO);
    }

    @Override
    public void apply(Change change) throws FirewallException {
        if (change.isEmpty()) {
            return;
        }
        probe();
        UfwRules rules = rules();
        Map<Cidr, Duration> wanted = new HashMap<>(change.add());
        wanted.putAll(change.refresh());
        Set<Cidr> unwanted = new HashSet<>(change.remove());
        Map<Cidr, Duration> networks = change.networks();
        if (networks != null) {
            wanted.putAll(networks);
            known(rules).stream()
                    .filter(target -> !target.isSingleAddress() && !networks.containsKey(target))
                    .forEach(unwanted::add);
        }
        requireRoom(rules, wanted.keySet());
        for (Cidr target : unwanted) {
            remove(target, rules);
        }
        Instant now = clock.instant();
        for (Map.Entry<Cidr, Duration> entry : wanted.entrySet()) {
            add(entry.getKey(), now.plus(entry.getValue()), rules);
        }
        // Reloading takes the administrator's rules out for a moment as well.
        if (change.install() && !inPlace(rules(), chains())) {
            ufw.must(List.of("reload"));
        }
    }

    private static Set<Cidr> known(UfwRules rules) {
        Set<Cidr> known = new HashSet<>(rules.inputs().keySet());
        known.addAll(rules.routes().keySet());
        return known;
    }

    private static void requireRoom(UfwRules rules, Set<Cidr> wanted) throws FirewallException {
        Set<Cidr> all = known(rules);
        all.addAll(wanted);
        if (all.size() > MAX_BLOCKS) {
            throw new FirewallException("ufw holds at most " + MAX_BLOCKS + " blocks, and this would be the "
                    + all.size() + "th; firewall.backend: netlink has no such bound");
        }
    }

    /** Before all other rules; where ours is already there, only its comment changes. */
    private void add(Cidr target, Instant end, UfwRules rules) throws FirewallException {
        String comment = UfwRules.comment(end);
        if (rules.others().contains(target)) {
            borrowed.put(target, end);
            return;
        }
        rule(rules.inputs().containsKey(target), List.of(), target, comment);
        rule(rules.routes().containsKey(target), List.of("route"), target, comment);
    }

    private void rule(boolean there, List<String> kind, Cidr target, String comment) throws FirewallException {
        List<String> arguments = new ArrayList<>(kind);
        if (!there) {
            arguments.add("prepend");
        }
        arguments.addAll(List.of("deny", "from", target.toString(), "comment", comment));
        ufw.must(arguments);
    }

    private void remove(Cidr target, UfwRules rules) throws FirewallException {
        borrowed.remove(target);
        if (rules.inputs().containsKey(target)) {
            ufw.must(List.of("delete", "deny", "from", target.toString()));
        }
        if (rules.routes().containsKey(target)) {
            ufw.must(List.of("route", "delete", "deny", "from", target.toString()));
        }
    }

    @Override
    public void removeAll() throws FirewallException {
        UfwRules rules = rules();
        for (Cidr target : known(rules)) {
            remove(target, rules);
        }
        borrowed.clear();
    }

    private UfwChains chains() throws FirewallException {
        return UfwChains.parse(ufw.must(List.of("show", "user-rules")));
    }

    private UfwRules rules() throws FirewallException {
        return UfwRules.parse(ufw.must(List.of("show", "added")));
    }
}
