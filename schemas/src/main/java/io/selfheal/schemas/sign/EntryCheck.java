package io.selfheal.schemas.sign;

/** What an {@link EntryGate} says of an entry, or of the end of one. */
public sealed interface EntryCheck {
    /** It holds. */
    record Holds() implements EntryCheck {}

    /** It held once: what is known to have replaced it stands behind it on the topic, or stood there. */
    record Replaced() implements EntryCheck {}

    /**
     * It is not believed; the one before it stays.
     *
     * @param reason fixed words, the name of a key and moments; free of the record's other text
     */
    record Refused(String reason) implements EntryCheck {}
}
