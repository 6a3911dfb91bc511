package io.selfheal.analyzer.signature;

import org.jspecify.annotations.Nullable;

/**
 * A request in a rule file.
 *
 * @param url path and query as sent
 * @param agent user agent; null for none
 * @param referrer referrer; null for none
 */
public record SampleRequest(
        String url, @Nullable String agent, @Nullable String referrer) {
    static SampleRequest ofUrl(String url) {
        return new SampleRequest(url, null, null);
    }
}
