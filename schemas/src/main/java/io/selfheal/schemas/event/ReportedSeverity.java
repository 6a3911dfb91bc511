package io.selfheal.schemas.event;

/** DET-04: what a reporter thought of his event. */
public enum ReportedSeverity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
