package io.selfheal.service.secret;

/**
 * A key, a token or an address that holds one. Prints as stars, so that no log line or exception can give it away.
 *
 * @param text the secret itself: only for the request
 */
public record Secret(String text) {
    @Override
    public String toString() {
        return "***";
    }
}
