package io.selfheal.responder.reconcile;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was said. */
public final class Recorder implements Sink {
    public final List<Outcome> outcomes = new ArrayList<>();
    public final List<Alert> alerts = new ArrayList<>();

    @Override
    public void outcome(Outcome outcome) {
        outcomes.add(outcome);
    }

    @Override
    public void alert(Alert alert) {
        alerts.add(alert);
    }

    /** {@code ACTION STATUS TARGET}, oldest first, and forgets them. */
    public List<String> drain() {
        List<String> said = outcomes.stream()
                .map(o -> o.action() + " " + o.status() + " " + o.target())
                .toList();
        outcomes.clear();
        return said;
    }
}
