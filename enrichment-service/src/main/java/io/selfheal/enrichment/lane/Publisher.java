package io.selfheal.enrichment.lane;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Verdict;

/** Where a lane's results go. All wait until the record is acknowledged, however long that takes. */
public interface Publisher {
    void publish(Verdict verdict) throws InterruptedException;

    void publish(FileVerdict verdict) throws InterruptedException;

    void publish(Alert alert) throws InterruptedException;
}
