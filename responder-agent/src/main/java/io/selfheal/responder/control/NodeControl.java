package io.selfheal.responder.control;

import io.selfheal.responder.enforce.Enforcement;
import io.selfheal.responder.enforce.Mailbox;
import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.reconcile.Overrides;
import io.selfheal.responder.reconcile.Reports.Report;
import io.selfheal.responder.reconcile.Wanted;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Carries out what the administrator of this node asks for; works with everything else down. */
public final class NodeControl {
    private static final Duration DEFAULT_BLOCK = Duration.ofHours(4);
    private static final Duration LONGEST_BLOCK = Duration.ofDays(365);
    private static final long PATIENCE_SECONDS = 40;
    private static final int MAX_TEXT = 200;

    private final Mailbox mailbox;
    private final Enforcement enforcement;
    private final Healer healer;
    private final Supplier<Map<String, Object>> status;
    private final InstantSource clock;

    /**
     * @param status makes the status, on the enforcer's thread
     */
    public NodeControl(
            Mailbox mailbox,
            Enforcement enforcement,
            Healer healer,
            Supplier<Map<String, Object>> status,
            InstantSource clock) {
        this.mailbox = mailbox;
        this.enforcement = enforcement;
        this.healer = healer;
        this.status = status;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException if the request is none, saying what is allowed */
    public Map<String, Object> handle(Map<String, Object> request, String user) {
        return switch (text(request, "command")) {
            case "status" -> ask(() -> {}, status);
            case "decisions" ->
                ask(
                        () -> {},
                        new DecisionList(enforcement, clock, request.containsKey("target") ? target(request) : null));
            case "block" -> block(request, user);
            case "unblock" -> request.containsKey("all") ? unblockAll() : unblock(target(request));
            case "allow" -> allow(request, user);
            case "disallow" -> disallow(target(request));
            case "approve" -> approve(text(request, "id"));
            default ->
                throw new IllegalArgumentException(
                        "command is unknown; allowed: status, decisions, block, unblock, allow, allowed, disallow,"
                                + " approve, heal, scan, cancel-scan, check-file, report");
        };
    }

    private Map<String, Object> block(Map<String, Object> request, String user) {
        Cidr target = target(request);
        Duration length = request.containsKey("for") ? Lengths.parse(text(request, "for")) : DEFAULT_BLOCK;
        if (length.compareTo(LONGEST_BLOCK) > 0) {
            throw new IllegalArgumentException("for is too long; allowed: up to 365d");
        }
        Instant now = clock.instant();
        String reason = request.containsKey("reason") ? text(request, "reason") : "blocked by hand";
        Wanted wanted = new Wanted(
                target,
                "local-" + UUID.randomUUID(),
                now,
                now.plus(length),
                now,
                100,
                user,
                reason,
                Wanted.Origin.LOCAL,
                false);
        return ask(() -> enforcement.override(overrides -> overrides.withBlock(wanted)), () -> {
            Report report = enforcement.reports().of(target);
            if (report == null) {
                return Reply.refused("the block was taken in, but nothing is known of it");
            }
            if (report.status() == Status.REFUSED || report.status() == Status.FAILED) {
                enforcement.override(overrides -> withoutBlock(overrides, target));
                return Reply.refused(target + " " + report.reason());
            }
            boolean simulated = report.status() == Status.SIMULATED;
            Map<String, Object> reply = Reply.done(target
                    + (simulated ? " would be blocked for " : " is blocked for ")
                    + Lengths.print(length)
                    + (simulated ? "; this node only simulates (modes.block)" : ""));
            reply.put("target", target);
            reply.put("status", report.status());
            reply.put("until", wanted.expires());
            return reply;
        });
    }

    private static Overrides withoutBlock(Overrides overrides, Cidr target) {
        return new Overrides(
                overrides.blocks().stream()
                        .filter(block -> !block.target().equals(target))
                        .toList(),
                overrides.allows(),
                overrides.unblocked(),
                overrides.allUnblockedUpTo(),
                overrides.approved());
    }

    private Map<String, Object> unblock(Cidr target) {
        boolean[] held = new boolean[1];
        return ask(
                () -> {
                    Instant now = clock.instant();
                    Wanted wanted = enforcement.desired().wanted(target, now);
                    held[0] = wanted != null
                            || enforcement.reconciler().isHeld(target)
                            || enforcement.leftovers().holds(target);
                    override(overrides -> overrides.withUnblocked(target, upTo(wanted, now)));
                    enforcement.reconciler().releaseAtOnce(target);
                    if (wanted != null) {
                        enforcement.reconciler().noteLift(target, wanted.id());
                    }
                },
                () -> {
                    String problem = enforcement.leftovers().release(target, clock.instant());
                    if (problem == null) {
                        problem = enforcement.reconciler().problem();
                    }
                    if (problem != null) {
                        return Reply.refused(target + " cannot be taken out of the firewall: " + problem);
                    }
                    Map<String, Object> reply = Reply.done(
                            held[0] ? target + " is no longer blocked here" : target + " was not blocked here");
                    around(target)
                            .forEach(wide -> reply.put("still", target + " lies in " + wide + ", which is blocked"));
                    reply.put("target", target);
                    return reply;
                });
    }

    /** A decision's time may be a little ahead of this host's clock. */
    private static Instant upTo(@Nullable Wanted wanted, Instant now) {
        return wanted != null && wanted.issued().isAfter(now) ? wanted.issued() : now;
    }

    private List<Cidr> around(Cidr target) {
        return enforcement.desired().all(clock.instant()).stream()
                .map(Wanted::target)
                .filter(wide -> !wide.equals(target) && wide.contains(target))
                .toList();
    }

    /** SAF-16: takes away our own table, nothing else; decisions made up to now no longer hold here. */
    private Map<String, Object> unblockAll() {
        int[] count = new int[1];
        return ask(
                () -> {
                    Instant now = clock.instant();
                    List<Wanted> all = enforcement.desired().all(now);
                    count[0] = all.size();
                    Instant upTo = all.stream()
                            .map(w -> upTo(w, now))
                            .max(Instant::compareTo)
                            .orElse(now);
                    override(overrides -> overrides.withAllUnblocked(upTo));
                    List.of("0.0.0.0/0", "::/0")
                            .forEach(every -> enforcement.reconciler().releaseAtOnce(Cidr.parse(every)));
                    all.forEach(wanted -> enforcement.reconciler().noteLift(wanted.target(), wanted.id()));
                },
                () -> {
                    String problem = enforcement.leftovers().releaseAll();
                    if (problem == null) {
                        problem = enforcement.reconciler().problem();
                    }
                    if (problem != null) {
                        return Reply.refused("the firewall cannot be emptied: " + problem);
                    }
                    return Reply.done("nothing is blocked here any more (" + count[0]
                            + " blocks ended); new decisions come into force again");
                });
    }

    private Map<String, Object> allow(Map<String, Object> request, String user) {
        Cidr network = target(request);
        Instant now = clock.instant();
        Instant expires = request.containsKey("for") ? now.plus(Lengths.parse(text(request, "for"))) : null;
        String label = request.containsKey("label") ? text(request, "label") : "";
        AllowEntry entry = new AllowEntry(network, label, user, expires);
        return ask(
                () -> override(overrides -> overrides.withAllow(entry)),
                () -> Reply.done(
                        network + " is never blocked on this node" + (expires == null ? "" : " until " + expires)));
    }

    private Map<String, Object> disallow(Cidr network) {
        boolean[] known = new boolean[1];
        return ask(
                () -> override(overrides -> {
                    known[0] = overrides.allows().stream()
                            .anyMatch(e -> e.network().equals(network));
                    return overrides.withoutAllow(network);
                }),
                () -> known[0]
                        ? Reply.done(network + " may be blocked again")
                        : Reply.refused(network + " is not on this node's allowlist"));
    }

    private Map<String, Object> approve(String id) {
        boolean unit = healer.approve(id);
        boolean[] known = new boolean[1];
        return ask(
                () -> {
                    known[0] = enforcement.desired().knownIds().contains(id);
                    if (known[0]) {
                        override(overrides -> overrides.withApproved(id));
                    }
                },
                () -> unit || known[0] ? Reply.done(id + " is approved") : Reply.refused("nothing waits for " + id));
    }

    private void override(UnaryOperator<Overrides> change) {
        enforcement.override(change);
    }

    private Map<String, Object> ask(Runnable change, Supplier<Map<String, Object>> answer) {
        try {
            return mailbox.ask(change, answer).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return Reply.refused(Excerpt.of(String.valueOf(e.getCause()), MAX_TEXT));
        } catch (TimeoutException e) {
            return Reply.refused("the responder is busy; the change is made as soon as it can");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.refused("the responder is stopping");
        }
    }

    private static Cidr target(Map<String, Object> request) {
        return Cidr.parse(text(request, "target"));
    }

    private static String text(Map<String, Object> request, String name) {
        if (request.get(name) instanceof String text && !text.isEmpty()) {
            return Excerpt.of(text, MAX_TEXT);
        }
        throw new IllegalArgumentException(name + " is missing; allowed: text");
    }
}
