package io.selfheal.enrichment.file;

import io.selfheal.schemas.outcome.Detail.FileReport;
import java.time.Instant;

/**
 * A file that should be asked about.
 *
 * @param host where it lies
 * @param time when it was checked there
 * @param report what the node says of it
 */
public record FileQuestion(String host, Instant time, FileReport report) {
    String sha256() {
        return report.sha256();
    }
}
