package io.selfheal.responder.plugin;

import io.selfheal.plugin.ActionPlugin.Request;
import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.Held;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A firewall whose changes plugins are told of, after they came into force: so a plugin is never asked for what the
 * guard refused, what nobody approved, or what the kernel did not take.
 */
public final class FollowedFirewall implements Firewall {
    private final Firewall firewall;
    private final List<ActionLane> followers;
    private final InstantSource time;
    private Map<Cidr, Duration> networks = Map.of();

    public FollowedFirewall(Firewall firewall, List<ActionLane> followers, InstantSource time) {
        this.firewall = firewall;
        this.followers = List.copyOf(followers);
        this.time = time;
    }

    @Override
    public String name() {
        return firewall.name();
    }

    @Override
    public Held held() throws FirewallException {
        return firewall.held();
    }

    @Override
    public void apply(Change change) throws FirewallException {
        firewall.apply(change);
        Instant now = time.instant();
        change.add().forEach((target, left) -> block(target, now.plus(left)));
        change.refresh().forEach((target, left) -> block(target, now.plus(left)));
        change.remove().forEach(this::lift);
        Map<Cidr, Duration> all = change.networks();
        if (all != null) {
            Set<Cidr> gone = new HashSet<>(networks.keySet());
            gone.removeAll(all.keySet());
            gone.forEach(this::lift);
            Map<Cidr, Duration> fresh = new HashMap<>(all);
            fresh.keySet().removeAll(networks.keySet());
            fresh.forEach((target, left) -> block(target, now.plus(left)));
            networks = Map.copyOf(all);
        }
    }

    private void block(Cidr target, Instant until) {
        followers.forEach(lane -> lane.want(new Request.Block(target, until)));
    }

    private void lift(Cidr target) {
        followers.forEach(lane -> lane.want(new Request.Lift(target)));
    }

    @Override
    public void probe() throws FirewallException {
        firewall.probe();
    }

    @Override
    public OptionalLong droppedIfUntouched() throws FirewallException {
        return firewall.droppedIfUntouched();
    }

    @Override
    public @Nullable String objection(Cidr target) {
        return firewall.objection(target);
    }

    @Override
    public int maxEntries() {
        return firewall.maxEntries();
    }

    @Override
    public List<String> weaknesses() {
        return firewall.weaknesses();
    }

    @Override
    public void removeAll() throws FirewallException {
        firewall.removeAll();
    }
}
