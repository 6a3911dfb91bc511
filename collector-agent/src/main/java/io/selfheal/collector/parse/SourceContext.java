package io.selfheal.collector.parse;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a source of lines before reading it.
 *
 * @param host the node's name, for lines that carry none
 * @param path the file's absolute path, or {@code journal}
 * @param type which formats to expect
 * @param zone the zone of stamps that carry none (RFC 3164, error logs)
 * @param keepMessage whether events carry the line's text; it makes them 40 to 50 % larger
 * @param proxies whose {@code X-Forwarded-For} counts
 * @param container whose output it is; null where it is no container's
 */
public record SourceContext(
        String host,
        String path,
        SourceType type,
        ZoneId zone,
        boolean keepMessage,
        TrustedProxies proxies,
        @Nullable String container) {
    /** A source that is no container's. */
    public SourceContext(
            String host, String path, SourceType type, ZoneId zone, boolean keepMessage, TrustedProxies proxies) {
        this(host, path, type, zone, keepMessage, proxies, null);
    }

    /** A source without trusted proxies. */
    public SourceContext(String host, String path, SourceType type, ZoneId zone, boolean keepMessage) {
        this(host, path, type, zone, keepMessage, TrustedProxies.NONE);
    }

    public SourceContext {
        if (host.isEmpty() || path.isEmpty()) {
            throw new IllegalArgumentException("host and path of a source must not be empty");
        }
    }
}
