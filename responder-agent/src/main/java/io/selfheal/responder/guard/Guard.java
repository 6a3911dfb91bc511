package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last line of defence against blocking whom we need (SAF-03): every block passes here, whoever asks for it, and
 * passes again whenever the firewall is reconciled. Used by one thread.
 */
public final class Guard {
    /** RFC 1918, RFC 6598, RFC 4193. */
    private static final List<Cidr> PRIVATE = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
            .map(Cidr::parse)
            .toList();

    private final GuardLimits limits;
    private final List<ProtectedSource> sources;
    private final Consumer<Cidr> stopping;
    private final Map<ProtectedSource, List<Protected>> lastRead = new LinkedHashMap<>();
    private final Map<ProtectedSource, String> unreadable = new LinkedHashMap<>();
    private NetworkIndex index = new NetworkIndex(List.of());

    public Guard(GuardLimits limits, List<ProtectedSource> sources) {
        this(limits, sources, network -> {});
    }

    /** @param stopping takes each protected network that has kept a block away */
    public Guard(GuardLimits limits, List<ProtectedSource> sources, Consumer<Cidr> stopping) {
        this.limits = limits;
        this.stopping = stopping;
        this.sources = List.copyOf(sources);
        refresh();
    }

    /**
     * Reads every source anew. A source that cannot be read keeps what it said last.
     *
     * @return whether anything that is protected changed
     */
    public boolean refresh() {
        for (ProtectedSource source : sources) {
            try {
                lastRead.put(source, source.read());
                unreadable.remove(source);
            } catch (IOException e) {
                unreadable.put(source, source.name() + ": " + e.getMessage());
            }
        }
        List<Protected> all = new ArrayList<>();
        lastRead.values().forEach(all::addAll);
        if (all.equals(index.all())) {
            return false;
        }
        index = new NetworkIndex(all);
        return true;
    }

    /** May this target be blocked here? */
    public Judgement judge(Cidr target) {
        int widest = target.isIpv4() ? limits.widestIpv4() : limits.widestIpv6();
        if (target.prefix() < widest) {
            return new Judgement.Refused("wider than allowed here: /" + target.prefix() + "; allowed: /" + widest
                    + " or narrower (guard." + (target.isIpv4() ? "widest-ipv4" : "widest-ipv6") + ")");
        }
        Protected found = index.overlapping(target);
        if (found != null) {
            stopping.accept(found.network());
            boolean same = found.network().contains(target);
            return new Judgement.Refused((same ? "is " : "contains ") + found.label());
        }
        if (!limits.blockPrivate() && isPrivate(target)) {
            return new Judgement.Refused("is a private address; guard.block-private allows to block such");
        }
        return Judgement.PERMITTED;
    }

    public int maxEntries() {
        return limits.maxEntries();
    }

    public int protectedCount() {
        return index.size();
    }

    /** Whether the address itself is protected, and why; for people. */
    public @Nullable String protection(Cidr target) {
        Protected found = index.overlapping(target);
        return found == null ? null : found.label();
    }

    /** What sources of one kind protect. */
    public List<Protected> protectedBy(Class<? extends ProtectedSource> kind) {
        return lastRead.entrySet().stream()
                .filter(entry -> kind.isInstance(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** What is wrong with the sources, for the status: unreadable ones, and lines that are not understood. */
    public List<String> complaints() {
        List<String> all = new ArrayList<>(unreadable.values());
        sources.forEach(source -> all.addAll(source.complaints()));
        return all;
    }

    private static boolean isPrivate(Cidr target) {
        return PRIVATE.stream().anyMatch(network -> network.overlaps(target));
    }
}
