package io.selfheal.responder.reconcile;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.outcome.Outcome;

/** Where outcomes and alerts go; must not block for long. */
public interface Sink {
    void outcome(Outcome outcome);

    void alert(Alert alert);
}
