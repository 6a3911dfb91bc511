package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.relay.Relay;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what one input leads to; made only when there is something. */
final class Outbox {
    private List<Assessment> assessments = List.of();
    private List<Decision> decisions = List.of();
    private List<Alert> alerts = List.of();
    private List<Relay> relays = List.of();
    private final @Nullable Sharing sharing;

    Outbox(@Nullable Decision first) {
        this(first, null);
    }

    /**
     * @param sharing tells groups of sources that are flagged; null where nobody is to be told
     */
    Outbox(@Nullable Decision first, @Nullable Sharing sharing) {
        this.sharing = sharing;
        if (first != null) {
            add(first);
        }
    }

    void add(Assessment assessment) {
        assessments = with(assessment, assessments);
        if (sharing != null) {
            sharing.of(assessment).forEach(this::add);
        }
    }

    void add(Decision decision) {
        decisions = with(decision, decisions);
    }

    void add(Alert alert) {
        alerts = with(alert, alerts);
    }

    void add(Relay relay) {
        relays = with(relay, relays);
    }

    /** Most boxes stay empty, and most lists of the others: each is made with its first item. */
    private static <T> List<T> with(T item, List<T> items) {
        List<T> all = items.isEmpty() ? new ArrayList<>(2) : items;
        all.add(item);
        return all;
    }

    Findings findings() {
        return assessments.isEmpty() && decisions.isEmpty() && alerts.isEmpty() && relays.isEmpty()
                ? Findings.CHANGED
                : new Findings(true, assessments, decisions, alerts, relays);
    }
}
