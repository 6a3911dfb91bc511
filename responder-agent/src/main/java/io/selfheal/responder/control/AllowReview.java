package io.selfheal.responder.control;

import io.selfheal.responder.enforce.Mailbox;
import io.selfheal.responder.guard.AllowEntries;
import io.selfheal.responder.guard.AllowFile;
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.state.LastHits;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.text.Excerpt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Who is never blocked here because people said so, until when, and when that last kept a block away: what was of no use
 * for long can go (SAF-04). Passes all other requests on.
 */
public final class AllowReview {
    private static final long PATIENCE_SECONDS = 40;
    private static final int MOST = 10_000;

    private final Mailbox mailbox;
    private final Guard guard;
    private final AllowEntries fleet;
    private final AllowEntries local;
    private final LastHits hits;
    private final BiFunction<Map<String, Object>, String, Map<String, Object>> others;

    public AllowReview(
            Mailbox mailbox,
            Guard guard,
            AllowEntries fleet,
            AllowEntries local,
            LastHits hits,
            BiFunction<Map<String, Object>, String, Map<String, Object>> others) {
        this.mailbox = mailbox;
        this.guard = guard;
        this.fleet = fleet;
        this.local = local;
        this.hits = hits;
        this.others = others;
    }

    public Map<String, Object> handle(Map<String, Object> request, String user) {
        if (!"allowed".equals(request.get("command"))) {
            return others.apply(request, user);
        }
        try {
            return mailbox.ask(() -> {}, this::list).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Reply.refused("the responder is busy");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.refused("the responder is stopping");
        }
    }

    /** Those that were never of use first, then those of which it is longest ago; on the enforcer's thread. */
    private Map<String, Object> list() {
        List<Map<String, Object>> rows = new ArrayList<>();
        guard.protectedBy(AllowFile.class)
                .forEach(entry -> rows.add(row(entry.network().toString(), "file", entry.label(), "", "")));
        fleet.entries().forEach(entry -> rows.add(row("fleet", entry)));
        local.entries().forEach(entry -> rows.add(row("node", entry)));
        rows.sort(Comparator.comparing(row -> String.valueOf(row.get("lastHit"))));
        Map<String, Object> reply = Reply.start();
        reply.put("total", rows.size());
        reply.put("allowed", rows.subList(0, Math.min(rows.size(), MOST)));
        return reply;
    }

    private Map<String, Object> row(String where, AllowEntry entry) {
        Instant expires = entry.expires();
        return row(
                entry.network().toString(),
                where,
                entry.label(),
                entry.addedBy(),
                expires == null ? "" : expires.toString());
    }

    private Map<String, Object> row(String network, String where, String label, String by, String expires) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("network", network);
        row.put("where", where);
        row.put("label", Excerpt.of(label, 200));
        row.put("by", by);
        row.put("expires", expires);
        row.put("lastHit", hits.of(network).map(Instant::toString).orElse(""));
        return row;
    }
}
