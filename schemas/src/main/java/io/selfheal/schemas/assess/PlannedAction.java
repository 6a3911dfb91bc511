package io.selfheal.schemas.assess;

/** What the policy table of the requirements' section C plans for a score; guards and modes come after it. */
public enum PlannedAction {
    LOG,
    ENRICH,
    QUICK_SCAN,
    ALERT,
    VULNERABILITY_SCAN,
    BLOCK,
    /** From 95 with a user name: propose to kill his sessions and lock the account; needs approval. */
    PROPOSE_LOCK_ACCOUNT,
    /** From 98: a critical alert that proposes isolation; only ever by hand (ACT-32). */
    PROPOSE_ISOLATION
}
