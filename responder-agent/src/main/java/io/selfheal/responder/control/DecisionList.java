package io.selfheal.responder.control;

import io.selfheal.responder.enforce.Enforcement;
import io.selfheal.responder.reconcile.Reports.Report;
import io.selfheal.responder.reconcile.Wanted;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The blocks that are wanted here, and how they stand; made on the enforcer's thread. */
final class DecisionList implements Supplier<Map<String, Object>> {
    private static final int MAX_LISTED = 10_000;

    private final Enforcement enforcement;
    private final InstantSource clock;
    private final @Nullable Cidr only;

    /** @param only the target that is asked for, alone or as part of a network; null for all */
    DecisionList(Enforcement enforcement, InstantSource clock, @Nullable Cidr only) {
        this.enforcement = enforcement;
        this.clock = clock;
        this.only = only;
    }

    @Override
    public Map<String, Object> get() {
        Instant now = clock.instant();
        enforcement.reconciler().count(now);
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Wanted> all = wanted(now);
        for (Wanted wanted : all.subList(0, Math.min(all.size(), MAX_LISTED))) {
            Report report = enforcement.reports().of(wanted.target());
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("target", wanted.target());
            row.put("status", report == null ? "PENDING" : report.status());
            row.put("until", wanted.expires());
            row.put("left", Lengths.print(Duration.between(now, wanted.expires())));
            row.put("packets", enforcement.reconciler().packets(wanted.target()));
            row.put("score", wanted.score());
            row.put("origin", wanted.origin());
            row.put("simulated", wanted.simulated());
            row.put("by", wanted.by());
            row.put("reason", wanted.reason());
            if (enforcement.leftovers().holds(wanted.target())) {
                row.put("because", "is still in the kernel, from when this node acted");
            } else if (report != null && !report.reason().isEmpty()) {
                boolean former = report.status() == Status.WAITING
                        && enforcement.reconciler().isHeld(wanted.target());
                row.put("because", report.reason() + (former ? "; the former block holds to its end" : ""));
            }
            row.put("id", wanted.id());
            rows.add(row);
        }
        Map<String, Object> reply = Reply.start();
        reply.put("total", all.size());
        reply.put("decisions", rows);
        return reply;
    }

    private List<Wanted> wanted(Instant now) {
        List<Wanted> all = enforcement.desired().all(now);
        return only == null
                ? all
                : all.stream().filter(wanted -> wanted.target().contains(only)).toList();
    }
}
