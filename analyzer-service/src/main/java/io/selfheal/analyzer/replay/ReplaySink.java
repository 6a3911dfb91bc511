package io.selfheal.analyzer.replay;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;

/** Where a replay puts what it found, in event time. */
public interface ReplaySink {
    void assessment(Assessment assessment);

    void decision(Decision decision);

    void alert(Alert alert);
}
