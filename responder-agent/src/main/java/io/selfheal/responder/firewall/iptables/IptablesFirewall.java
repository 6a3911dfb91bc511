package io.selfheal.responder.firewall.iptables;

import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.Held;
import io.selfheal.responder.firewall.ProgramFolder;
import io.selfheal.responder.firewall.Refusal;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.responder.program.ExternalProgram.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * iptables and ip6tables with ipset: a chain of our own, led to by the first rule of PREROUTING in the table raw (in
 * mangle where the kernel has no raw), which drops what four sets of our own name. The chain is made in one commit of
 * iptables-restore, elements come and go through one run of ipset restore with the kernel's own timers.
 */
public final class IptablesFirewall implements Firewall {
    private static final List<String> TABLES = List.of("raw", "mangle");
    /** Seconds to wait for others that hold the lock. */
    private static final List<String> WAIT = List.of("-w", "10");

    private final ProgramFolder programs;
    private final Map<Family, String> tables = new EnumMap<>(Family.class);

    public IptablesFirewall(ProgramFolder programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "iptables";
    }

    @Override
    public List<String> weaknesses() {
        return List.of(
                "ipset takes a change element by element: when one is refused, those before it are in force",
                "blocks run for at most 24 days at a time, and are renewed while this agent runs");
    }

    @Override
    public void probe() throws FirewallException {
        programs.must("ipset", List.of("--version"));
        for (Family family : Family.values()) {
            requireMatch(family);
        }
    }

    /** Rules that ask a set need a raw socket to be written, unlike all else here; tried with one that is not committed. */
    private void requireMatch(Family family) throws FirewallException {
        String rule = "-A PREROUTING -m set --match-set " + family.addresses() + " src -j DROP\n";
        Run<String> run = restore(family, rule, List.of("--test"));
        if (!run.succeeded() && run.errors().contains("socket")) {
            throw new FirewallException("iptables cannot ask ipset, for which it needs CAP_NET_RAW; see: systemctl edit"
                    + " selfheal-responder, [Service], CapabilityBoundingSet=CAP_NET_RAW and"
                    + " AmbientCapabilities=CAP_NET_RAW");
        }
    }

    @Override
    public Held held() throws FirewallException {
        boolean inPlace = true;
        long dropped = 0;
        IpsetListing listing = new IpsetListing();
        for (Family family : Family.values()) {
            ChainState state = state(family);
            dropped += state.dropped();
            inPlace &= state.isInPlace(family);
            for (String set : family.sets()) {
                inPlace &= read(set, listing);
            }
        }
        return new Held(inPlace, listing.remaining(), listing.packets(), listing.foreign(), dropped);
    }

    /** Whether the set is there. */
    private boolean read(String set, IpsetListing listing) throws FirewallException {
        Run<Integer> run = programs.run("ipset", List.of("save", set), Input.NONE, listing::read);
        if (!run.succeeded() && !run.errors().contains("does not exist")) {
            throw Refusal.of("ipset refused to list " + set, run);
        }
        return run.succeeded();
    }

    @Override
    public void apply(Change change) throws FirewallException {
        if (change.isEmpty()) {
            return;
        }
        Run<String> run = programs.run("ipset", List.of("-exist", "restore"), out -> IpsetScript.write(change, out));
        if (!run.succeeded()) {
            throw Refusal.of("ipset refused to change the firewall", run);
        }
        if (change.install()) {
            for (Family family : Family.values()) {
                ChainState state = state(family);
                if (!state.isInPlace(family)) {
                    install(family, state);
                }
            }
        }
    }

    private void install(Family family, ChainState state) throws FirewallException {
        StringBuilder rules = new StringBuilder(":" + ChainState.CHAIN + " - [0:0]\n");
        for (String set : family.sets()) {
            rules.append("-A " + ChainState.CHAIN + " -m set --match-set " + set + " src -j DROP\n");
        }
        rules.append(("-D PREROUTING -j " + ChainState.CHAIN + "\n").repeat(state.jumps()));
        rules.append("-I PREROUTING 1 -j " + ChainState.CHAIN + "\n");
        restore(family, rules.toString());
    }

    @Override
    public void removeAll() throws FirewallException {
        List<String> sets = new ArrayList<>();
        for (Family family : Family.values()) {
            ChainState state = state(family);
            StringBuilder rules = new StringBuilder();
            rules.append(("-D PREROUTING -j " + ChainState.CHAIN + "\n").repeat(state.jumps()));
            if (state.exists()) {
                rules.append("-F " + ChainState.CHAIN + "\n-X " + ChainState.CHAIN + "\n");
            }
            if (!rules.isEmpty()) {
                restore(family, rules.toString());
            }
            sets.addAll(family.sets());
            sets.add(family.nextNetworks());
        }
        for (String set : sets) {
            Run<String> run = programs.run("ipset", List.of("destroy", set), Input.NONE);
            if (!run.succeeded() && !run.errors().contains("does not exist")) {
                throw Refusal.of("ipset refused to remove " + set, run);
            }
        }
    }

    /** One commit of the table, which leaves everything else in it as it is. */
    private void restore(Family family, String rules) throws FirewallException {
        Run<String> run = restore(family, rules, List.of());
        if (!run.succeeded()) {
            throw Refusal.of(family.program() + "-restore refused our chain", run);
        }
    }

    private Run<String> restore(Family family, String rules, List<String> more) throws FirewallException {
        String script = "*" + table(family) + "\n" + rules + "COMMIT\n";
        List<String> arguments = new ArrayList<>(List.of("--noflush"));
        arguments.addAll(WAIT);
        arguments.addAll(more);
        return programs.run(
                family.program() + "-restore", arguments, out -> out.write(script.getBytes(StandardCharsets.US_ASCII)));
    }

    private ChainState state(Family family) throws FirewallException {
        return ChainState.parse(programs.must(family.program(), rulesOf(table(family))));
    }

    private String table(Family family) throws FirewallException {
        String known = tables.get(family);
        if (known != null) {
            return known;
        }
        FirewallException last = null;
        for (String table : TABLES) {
            Run<String> run = programs.run(family.program(), rulesOf(table), Input.NONE);
            if (run.succeeded()) {
                tables.put(family, table);
                return table;
            }
            last = Refusal.of(family.program() + " cannot use the table " + table, run);
        }
        throw last == null ? new FirewallException("no table") : last;
    }

    private static List<String> rulesOf(String table) {
        List<String> arguments = new ArrayList<>(WAIT);
        arguments.addAll(List.of("-t", table, "-v", "-S"));
        return arguments;
    }
}
