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
    private final List<Assessment> assessments = new ArrayList<>(1);
    private final List<Decision> decisions = new ArrayList<>(1);
    private final List<Alert> alerts = new ArrayList<>(1);

    private final List<Relay> relays = new ArrayList<>(1);
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
            decisions.add(first);
        }
    }

    void add(Assessment assessment) {
        assessments.add(assessment);
        if (sharing != null) {
            relays.addAll(sharing.of(assessment));
        }
    }

    void add(Decision decision) {
        decisions.add(decision);
    }

    void add(Alert alert) {
        alerts.add(alert);
    }

    void add(Relay relay) {
        relays.add(relay);
    }

    Findings findings() {
        return assessments.isEmpty() && decisions.isEmpty() && alerts.isEmpty() && relays.isEmpty()
                ? Findings.CHANGED
                : new Findings(true, assessments, decisions, alerts, relays);
    }
}
