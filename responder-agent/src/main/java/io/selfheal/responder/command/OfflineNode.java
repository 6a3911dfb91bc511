package io.selfheal.responder.command;

import io.selfheal.responder.control.Lengths;
import io.selfheal.responder.control.Reply;
import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.Held;
import io.selfheal.responder.isolate.IsolationTable;
import io.selfheal.responder.reconcile.Overrides;
import io.selfheal.responder.reconcile.Wanted;
import io.selfheal.responder.state.IsolationFile;
import io.selfheal.responder.state.NodeStore;
import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A node whose responder does not run (SAF-15): its kernel and its state files, for root. What is lifted here is also
 * written down, so that the responder does not put it back when it starts.
 */
final class OfflineNode {
    private final Firewall kernel;
    private final IsolationTable isolation;
    private final Path state;
    private final InstantSource clock;

    OfflineNode(Firewall kernel, IsolationTable isolation, Path state, InstantSource clock) {
        this.kernel = kernel;
        this.isolation = isolation;
        this.state = state;
        this.clock = clock;
    }

    Map<String, Object> status() throws IOException {
        Held held = held();
        Map<String, Object> firewall = new LinkedHashMap<>();
        firewall.put("backend", kernel.name());
        firewall.put("inPlace", held.inPlace());
        firewall.put("enforced", held.remaining().size());
        if (held.dropped() >= 0) {
            firewall.put("packetsDropped", held.dropped());
        }
        Map<String, Object> status = Reply.start();
        status.put("running", false);
        status.put("firewall", firewall);
        status.put("complaints", List.of("the responder does not run; blocks in force stay until they end"));
        return status;
    }

    Map<String, Object> decisions(@Nullable Cidr only) throws IOException {
        Instant now = clock.instant();
        List<Map<String, Object>> rows = new ArrayList<>();
        Held held = held();
        held.remaining().forEach((target, left) -> {
            if (only != null && !target.contains(only)) {
                return;
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("target", target);
            row.put("status", "IN KERNEL");
            row.put("until", now.plus(left));
            row.put("left", Lengths.print(left));
            row.put("packets", held.packets().getOrDefault(target, 0L));
            rows.add(row);
        });
        Map<String, Object> reply = Reply.start();
        reply.put("total", rows.size());
        reply.put("decisions", rows);
        return reply;
    }

    Map<String, Object> unblock(Cidr target) throws IOException {
        Held held = held();
        boolean known = held.remaining().containsKey(target);
        try {
            kernel.apply(without(target, held));
        } catch (FirewallException e) {
            throw new IOException(e.getMessage(), e);
        }
        note(overrides -> overrides.withUnblocked(target, upTo(Optional.of(target))));
        return Reply.done(known ? target + " is no longer blocked here" : target + " was not blocked here");
    }

    Map<String, Object> unblockAll() throws IOException {
        Map<String, Object> reply = liftAll();
        note(overrides -> overrides.withAllUnblocked(upTo(Optional.empty())));
        return reply;
    }

    /** Takes everything of ours out of the firewall and notes nothing: for a node that is left without a responder. */
    Map<String, Object> liftAll() throws IOException {
        String released = release() ? "; this host is no longer cut off" : "";
        String ended = ended();
        try {
            kernel.removeAll();
        } catch (FirewallException e) {
            throw new IOException(e.getMessage(), e);
        }
        return Reply.done("nothing is blocked here any more (" + ended + ")" + released);
    }

    /** Ends an isolation that was ordered, and its note: that nobody puts it back is noted in any case. */
    private boolean release() throws IOException {
        IsolationFile note = new IsolationFile(state);
        boolean noted = note.read().isPresent();
        if (!noted && !(IsolationTable.worksBeside(kernel.name()) && isolation.isClosed())) {
            return false;
        }
        isolation.open();
        if (noted) {
            note.clear();
        }
        return true;
    }

    /** How many blocks there were; a firewall that cannot say, an inactive ufw for one, still holds rules of ours. */
    private String ended() {
        try {
            return kernel.held().remaining().size() + " blocks ended";
        } catch (FirewallException e) {
            return kernel.name() + ": " + e.getMessage();
        }
    }

    private static Change without(Cidr target, Held held) {
        if (!held.inPlace()) {
            return new Change(false, Map.of(), Map.of(), Set.of(), null);
        }
        if (target.isSingleAddress()) {
            return new Change(false, Map.of(), Map.of(), Set.of(target), null);
        }
        Map<Cidr, Duration> networks = new HashMap<>();
        held.remaining().forEach((network, left) -> {
            if (!network.isSingleAddress() && !target.contains(network)) {
                networks.put(network, left);
            }
        });
        return new Change(false, Map.of(), Map.of(), Set.of(), networks);
    }

    private Held held() throws IOException {
        try {
            return kernel.held();
        } catch (FirewallException e) {
            throw new IOException(e.getMessage() + " (are you root?)", e);
        }
    }

    /** Now, or the latest decision known here, whose clock may have been ahead. */
    private Instant upTo(Optional<Cidr> target) {
        Instant now = clock.instant();
        try {
            return new NodeStore(state)
                    .loadDesired().wanted().stream()
                            .filter(wanted ->
                                    target.isEmpty() || wanted.target().equals(target.get()))
                            .map(Wanted::issued)
                            .filter(issued -> issued.isAfter(now))
                            .max(Instant::compareTo)
                            .orElse(now);
        } catch (IOException e) {
            return now;
        }
    }

    private void note(UnaryOperator<Overrides> change) throws IOException {
        NodeStore store = new NodeStore(state);
        store.saveOverrides(change.apply(store.loadOverrides()));
    }
}
