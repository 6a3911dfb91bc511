package io.selfheal.analyzer.decide;

import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.order.NodeAct.Scan;
import io.selfheal.schemas.order.NodeAct.ScanProfile;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.policy.ScanPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Asks nodes for the scans that assessments plan, where the policy says so ({@code scanning.automatic}): the attacked
 * node looks at a source of our own networks, or at itself. Each node's configuration has the last word.
 *
 * <p>A target rests after it was ordered, and a node is asked {@value #HOURLY} times an hour at most: who can write
 * addresses into logs must not turn a fleet into a scanner. One object for all partitions of a process; safe for many
 * threads. A restart forgets both, the node's own limits hold.
 */
public final class ScanOrders {
    /** The node itself; every responder may scan that. */
    public static final String ITSELF = "127.0.0.1";

    static final int HOURLY = 20;
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration VALID = Duration.ofMinutes(15);
    /** Older events are history that is read late: a month of logs must not lead to a month of scans. */
    private static final Duration NEWS = Duration.ofMinutes(10);

    private final Supplier<ScanPolicy> policies;
    private final Map<String, Instant> rests = new Recent<>();
    private final Map<String, Hour> asked = new Recent<>();

    private record Hour(long hour, int orders) {}

    /** Forgets what was not written for the longest time. */
    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }

    /** @param policies what is in force now */
    public ScanOrders(Supplier<ScanPolicy> policies) {
        this.policies = policies;
    }

    /** The orders that follow from an assessment of a source; most lead to none. */
    public synchronized List<NodeOrder> of(Assessment assessment, Instant now) {
        ScanPolicy policy = policies.get();
        boolean isNews = assessment.time().isAfter(now.minus(NEWS));
        if (!policy.automatic()
                || !isNews
                || assessment.host().isBlank()
                || assessment.subject().kind() != Subject.Kind.SOURCE) {
            return List.of();
        }
        List<NodeOrder> orders = new ArrayList<>(1);
        if (assessment.plan().contains(PlannedAction.QUICK_SCAN)) {
            String target = assessment.subject().value();
            add(new Scan(ScanProfile.QUICK, target), target, assessment, policy, now, orders);
        }
        if (assessment.plan().contains(PlannedAction.VULNERABILITY_SCAN)) {
            String target = ITSELF + " of " + assessment.host();
            add(new Scan(ScanProfile.VULNERABILITY, ITSELF), target, assessment, policy, now, orders);
        }
        return orders;
    }

    private void add(
            Scan scan, String target, Assessment assessment, ScanPolicy policy, Instant now, List<NodeOrder> orders) {
        Instant last = rests.get(target);
        boolean rested = last == null || Duration.between(last, now).abs().compareTo(policy.rest()) >= 0;
        if (!rested || !tryTake(assessment.host(), now)) {
            return;
        }
        rests.remove(target);
        rests.put(target, now);
        orders.add(new NodeOrder(
                Ids.of("scan", scan.profile().name(), assessment.id()),
                now,
                now.plus(VALID),
                "policy",
                "score " + assessment.score() + " of " + assessment.subject().value() + ", assessment "
                        + assessment.id(),
                assessment.host(),
                scan));
    }

    private boolean tryTake(String host, Instant now) {
        long hour = Math.floorDiv(now.getEpochSecond(), 3600L);
        Hour before = asked.remove(host);
        int orders = before != null && before.hour() == hour ? before.orders() : 0;
        asked.put(host, new Hour(hour, Math.min(orders + 1, HOURLY)));
        return orders < HOURLY;
    }
}
