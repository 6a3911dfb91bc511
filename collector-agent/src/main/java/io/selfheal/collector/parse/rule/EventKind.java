package io.selfheal.collector.parse.rule;

/** Which record a rule makes. */
enum EventKind {
    AUTHENTICATION,
    HTTP,
    ERROR,
    FLOW,
    SERVICE,
    /** Another program's own finding, of one of the named threats. */
    REPORT
}
