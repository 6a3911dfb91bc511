package io.selfheal.collector.parse.access;

import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.frame.Frame;
import io.selfheal.collector.parse.rule.Field;
import io.selfheal.collector.parse.rule.RequestLine;
import io.selfheal.collector.parse.scan.AddressScan;
import io.selfheal.collector.parse.scan.ByteScan;
import io.selfheal.collector.parse.scan.TextCache;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Access lines in common and combined form, with a virtual host in front or without. Servers escape quotes in what
 * clients send, so the first bare quote of a line opens the request, and the stamp stands right before it; a user
 * name with brackets in it changes nothing. Any line that is not exactly so is left to the rules. Not thread-safe.
 */
public final class AccessScanner {
    /** The rule file that it must agree with. */
    public static final String DATASET = "access";

    /** From the stamp's opening bracket to the request's opening quote. */
    private static final int BRACKET_TO_QUOTE = 29;

    private static final int LONGEST_WORD = 255;
    /** Behind a virtual host; a longer name is a matter for the rules. */
    private static final int LONGEST_USER = 64;

    private static final int LONGEST_EXTRA = 64;
    private static final int MOST_EXTRAS = 3;

    private final Frame frame;
    private final RequestLine request = new RequestLine();
    private int vhostTo;
    private int userFrom;
    private @Nullable IpAddress source;
    private int code;
    private long size;
    private int forwardedFrom;
    private int forwardedTo;

    public AccessScanner(Frame frame) {
        this.frame = frame;
    }

    /** What the frame's line means; null if the rules have to look. */
    public @Nullable ParseResult scan() {
        byte[] b = frame.bytes();
        int from = frame.from();
        int to = frame.to();
        int open = ByteScan.indexOf(b, from, to, '"');
        int bracket = open - BRACKET_TO_QUOTE;
        if (bracket <= from || b[bracket] != '[' || b[bracket - 1] != ' ' || b[open - 2] != ']' || b[open - 1] != ' ') {
            return null;
        }
        if (frame.stamps().clf(b, bracket + 1, open - 2) != open - 2 || !readPeer(b, from, bracket - 1)) {
            return null;
        }
        int close = closingQuote(b, open + 1, to);
        int status = close + 2;
        if (close < 0 || to - status < 5 || b[close + 1] != ' ') {
            return null;
        }
        boolean noStatus = b[status] == '-';
        int statusTo = noStatus ? status + 1 : status + 3;
        int sizeFrom = statusTo + 1;
        int blank = ByteScan.indexOf(b, sizeFrom, to, ' ');
        int sizeTo = blank < 0 ? to : blank;
        code = noStatus ? 0 : ByteScan.number(b, status, statusTo);
        size = ByteScan.longNumber(b, sizeFrom, sizeTo);
        boolean numbers = b[statusTo] == ' ' && code >= 0 && (size >= 0 || isDash(b, sizeFrom, sizeTo));
        return numbers ? rest(b, from, bracket, open, close, sizeTo, to) : null;
    }

    private @Nullable ParseResult rest(byte[] b, int from, int bracket, int open, int close, int sizeTo, int to) {
        String referrer = null;
        String agent = null;
        forwardedTo = -1;
        if (sizeTo < to) {
            int quote = firstQuote(b, sizeTo + 1, to);
            int referrerFrom = quote + 1;
            int referrerTo = quote < 0 ? -1 : closingQuote(b, referrerFrom, to);
            int agentFrom = referrerTo + 3;
            boolean quoted = referrerTo >= 0 && agentFrom < to && b[agentFrom - 2] == ' ' && b[agentFrom - 1] == '"';
            int agentTo = quoted ? closingQuote(b, agentFrom, to) : -1;
            if (agentTo < 0 || (agentTo + 1 < to && b[agentTo + 1] != ' ')) {
                return null;
            }
            referrer = newTextOrNull(b, referrerFrom, referrerTo, Field.REFERRER);
            agent = newTextOrNull(b, agentFrom, agentTo, Field.AGENT);
            if (mayBeTraefiks(b, to) && !isTraefiks(b, open, agentTo + 2, to)) {
                return null;
            }
            readForwarded(b, agentTo + 2, to);
        }
        frame.setTime(frame.stamps().millis());
        request.split(b, open + 1, close);
        int methodEnd = request.methodEnd();
        int version = request.versionFrom();
        return new ParseResult.Parsed(new HttpRequest(
                frame.origin(
                        DATASET, forwardedTo < 0 ? source : frame.client(source, b, forwardedFrom, forwardedTo), 0, 1),
                methodEnd < 0 ? "-" : frame.texts().get(b, open + 1, methodEnd, Field.METHOD.bound()),
                TextCache.decode(b, request.urlFrom(), request.urlTo(), Field.URL.bound()),
                version < 0 ? null : textOrNull(b, version, close, Field.VERSION),
                code,
                size,
                referrer,
                agent,
                vhostTo < 0 ? null : textOrNull(b, from, vhostTo, Field.VHOST),
                textOrNull(b, userFrom, bracket - 1, Field.USER)));
    }

    /** The referrer's quote; some formats have a few words between the size and it, times above all. -1: not found. */
    private static int firstQuote(byte[] b, int from, int to) {
        int i = from;
        for (int words = 0; i < to && b[i] != '"'; words++) {
            int blank = ByteScan.indexOf(b, i, to, ' ');
            boolean word = blank > i && blank - i <= LONGEST_EXTRA && ByteScan.indexOf(b, i, blank, '"') < 0;
            if (!word || words == MOST_EXTRAS) {
                return -1;
            }
            i = blank + 1;
        }
        return i < to ? i : -1;
    }

    private static boolean mayBeTraefiks(byte[] b, int to) {
        return b[to - 1] == 's' && b[to - 2] == 'm';
    }

    /**
     * {@code NUMBER "ROUTER" "URL" MILLISms} and no backslash. Traefik escapes nothing, so where there is a quote more,
     * in a user's name or an agent, the first one may not be the request's: a matter for the rules.
     */
    private static boolean isTraefiks(byte[] b, int open, int from, int to) {
        int number = ByteScan.indexOf(b, from, to, ' ');
        int router = number < 0 ? -1 : quoted(b, number + 1, to);
        int url = router < 0 ? -1 : quoted(b, router, to);
        return url >= 0
                && ByteScan.longNumber(b, from, number) >= 0
                && ByteScan.longNumber(b, url, to - 2) >= 0
                && ByteScan.indexOf(b, open, to, '\\') < 0;
    }

    /** Behind the blank that follows a quoted text; -1: there is none. */
    private static int quoted(byte[] b, int from, int to) {
        int close = from < to && b[from] == '"' ? ByteScan.indexOf(b, from + 1, to, '"') : -1;
        return close >= 0 && close + 1 < to && b[close + 1] == ' ' ? close + 2 : -1;
    }

    /** {@code "ADDRESSES"} right behind the agent: X-Forwarded-For, where nothing else looks so. */
    private void readForwarded(byte[] b, int from, int to) {
        if (from >= to || b[from] != '"') {
            return;
        }
        int i = from + 1;
        int last = Math.min(to, i + Field.FORWARDED.bound());
        while (i < last && isOfAddresses(b[i])) {
            i++;
        }
        if (i > from + 2 && i < to && b[i] == '"' && (i + 1 == to || b[i + 1] == ' ')) {
            forwardedFrom = from + 1;
            forwardedTo = i;
        }
    }

    private static boolean isOfAddresses(byte c) {
        return (c >= '0' && c <= ':')
                || (c >= 'a' && c <= 'f')
                || (c >= 'A' && c <= 'F')
                || c == '.'
                || c == ','
                || c == ' '
                || c == '['
                || c == ']';
    }

    /**
     * {@code ADDRESS - USER} or {@code VHOST ADDRESS - USER}, the second word decides. Two addresses, a list of them, and
     * a user's name that could hold the peer are a matter for the rules: a client may have written part of it.
     */
    private boolean readPeer(byte[] b, int from, int to) {
        int first = ByteScan.indexOf(b, from, to, ' ');
        int second = first < 0 ? -1 : ByteScan.indexOf(b, first + 1, to, ' ');
        if (first <= from || second < 0 || first - from > LONGEST_WORD || b[first - 1] == ',') {
            return false;
        }
        if (isDash(b, first + 1, second)) {
            source = AddressScan.read(b, from, first);
            vhostTo = -1;
            userFrom = second + 1;
            return source != null && ByteScan.indexOf(b, userFrom, to, ',') < 0;
        }
        int third = ByteScan.indexOf(b, second + 1, to, ' ');
        if (third < 0 || !isDash(b, second + 1, third) || mayBeAddress(b, from, first)) {
            return false;
        }
        source = AddressScan.read(b, first + 1, second);
        vhostTo = first;
        userFrom = third + 1;
        // Some formats with a virtual host have a request's number before the user, too.
        return source != null && to - userFrom <= LONGEST_USER && ByteScan.indexOf(b, userFrom, to, ' ') < 0;
    }

    private static boolean isDash(byte[] b, int from, int to) {
        return to == from + 1 && b[from] == '-';
    }

    private static boolean mayBeAddress(byte[] b, int from, int to) {
        for (int i = from; i < to && b[i] != '%'; i++) {
            if (!isOfAddresses(b[i])) {
                return false;
            }
        }
        return true;
    }

    /** The first quote that is not escaped; -1 if there is none. */
    private static int closingQuote(byte[] b, int from, int to) {
        for (int i = from; i <= to; i++) {
            i = ByteScan.indexOf(b, i, to, '"');
            if (i < 0) {
                return -1;
            }
            int slashes = i;
            while (slashes > from && b[slashes - 1] == '\\') {
                slashes--;
            }
            if (((i - slashes) & 1) == 0) {
                return i;
            }
        }
        return -1;
    }

    /** For texts of which there are too many different ones to remember. */
    private static @Nullable String newTextOrNull(byte[] b, int from, int to, Field field) {
        return to == from || isDash(b, from, to) ? null : TextCache.decode(b, from, to, field.bound());
    }

    private @Nullable String textOrNull(byte[] b, int from, int to, Field field) {
        if (to == from || isDash(b, from, to)) {
            return null;
        }
        return frame.texts().get(b, from, to, field.bound());
    }
}
