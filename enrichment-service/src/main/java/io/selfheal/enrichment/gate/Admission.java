package io.selfheal.enrichment.gate;

import io.selfheal.schemas.net.IpAddress;

/** What becomes of an assessment here. */
public sealed interface Admission {
    /** The address should be looked up. */
    record Wanted(IpAddress address, int score) implements Admission {}

    /** It is not looked up, and why. */
    record Skipped(Reason reason) implements Admission {}

    /** Why an assessment leads to no lookup. */
    enum Reason {
        /** About a user, a network, a host: nothing to ask for. */
        NOT_A_SOURCE,
        /** The score is low and the plan does not ask for it. */
        LOW_SCORE,
        /** Private, loopback, documentation …: never sent to third parties. */
        NOT_GLOBAL,
        /** The subject says it is a source, but its value is no address. */
        NOT_AN_ADDRESS
    }
}
