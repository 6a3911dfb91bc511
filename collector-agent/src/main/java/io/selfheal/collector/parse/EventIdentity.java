package io.selfheal.collector.parse;

/** Names events: a function of host, file identity and offset, so that a line read twice has one id. */
@FunctionalInterface
public interface EventIdentity {
    /**
     * The id of the line at this offset.
     *
     * @param offset as given with the line
     * @return {@code event.id}, not empty
     */
    String idAt(long offset);
}
