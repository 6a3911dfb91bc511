package io.selfheal.analyzer.profile;

/** What a profile counts over its windows. The slot is the place in the stored form: never reuse one. */
public enum Tally {
    FAILED_LOGINS(0),
    SUCCESSFUL_LOGINS(1),
    /** Everything with a base score: the n of the frequency factor. */
    THREATS(2),
    REQUESTS(3),
    /** Requests that ended with status 400 to 499. */
    CLIENT_ERRORS(4),
    DROPPED_PACKETS(5);

    static final int SLOTS = 6;

    final int slot;

    Tally(int slot) {
        this.slot = slot;
    }
}
