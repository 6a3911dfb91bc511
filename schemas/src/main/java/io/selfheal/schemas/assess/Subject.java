package io.selfheal.schemas.assess;

/**
 * Whom an assessment is about.
 *
 * @param kind what sort of subject
 * @param value its canonical text: an address, a network, a user name, a host, or {@code fleet}
 */
public record Subject(Kind kind, String value) {
    /** The sorts of subjects that have profiles. */
    public enum Kind {
        SOURCE,
        USER,
        NETWORK,
        HOST,
        FLEET
    }
}
