package io.selfheal.collector.parse;

import io.selfheal.collector.parse.scan.AddressScan;
import io.selfheal.collector.parse.scan.ByteScan;
import io.selfheal.schemas.net.CidrSet;
import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose word on their clients counts (COL-07). Each proxy appends whom it spoke with to
 * {@code X-Forwarded-For}, and passes on whatever its client had written there; so the list is read from the right,
 * past trusted proxies, and the first address that is none of them is the client. What stands to its left is the
 * client's own text and is never looked at.
 *
 * @param networks empty: nobody is trusted, and the peer of the connection is the source
 */
public record TrustedProxies(CidrSet networks) {
    public static final TrustedProxies NONE = new TrustedProxies(CidrSet.EMPTY);

    /**
     * Who sent the request.
     *
     * @param peer who the connection came from; null stays null
     * @param list addresses separated by commas, as a log quotes the header; a dash or nothing: there was none
     * @return the client; null if a trusted proxy names what is no address: it is not to blame for its client
     */
    public @Nullable IpAddress client(@Nullable IpAddress peer, byte[] list, int from, int to) {
        IpAddress client = peer;
        int end = to;
        while (client != null && networks.contains(client) && end > from) {
            int comma = ByteScan.lastIndexOf(list, from, end, ',');
            int start = comma < 0 ? from : comma + 1;
            if (!isBlankOrDash(list, start, end)) {
                client = address(list, start, end);
            }
            end = comma < 0 ? from : comma;
        }
        return client;
    }

    private static boolean isBlankOrDash(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] != ' ' && b[i] != '-') {
                return false;
            }
        }
        return true;
    }

    /** An address, maybe in brackets, maybe with a port behind it, as some proxies append it. */
    private static @Nullable IpAddress address(byte[] b, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && b[start] == ' ') {
            start++;
        }
        while (end > start && b[end - 1] == ' ') {
            end--;
        }
        if (start < end && b[start] == '[') {
            int close = ByteScan.indexOf(b, start, end, ']');
            return close < 0 ? null : AddressScan.read(b, start + 1, close);
        }
        int colon = ByteScan.indexOf(b, start, end, ':');
        boolean port = colon > 0 && ByteScan.indexOf(b, colon + 1, end, ':') < 0;
        return AddressScan.read(b, start, port ? colon : end);
    }
}
