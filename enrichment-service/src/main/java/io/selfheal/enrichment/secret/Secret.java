package io.selfheal.enrichment.secret;

/**
 * A key. Prints as stars, so that no log line or exception can give it away.
 *
 * @param text the key itself: only for the request's header
 */
public record Secret(String text) {
    @Override
    public String toString() {
        return "***";
    }
}
