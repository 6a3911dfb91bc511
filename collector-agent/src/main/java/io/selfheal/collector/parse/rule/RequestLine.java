package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.scan.ByteScan;

/**
 * A request line as a log quotes it: {@code GET /path HTTP/1.1}. The path may hold blanks, so the method ends at the
 * first and the version begins after the last one. What has not this form (TLS on a plain port, garbage) is all url,
 * with the method {@code -}. Reused; not thread-safe.
 */
public final class RequestLine {
    private static final byte[] HTTP = ByteScan.ascii("HTTP/");
    private static final int LONGEST_METHOD = 24;

    private int methodEnd;
    private int urlFrom;
    private int urlTo;
    private int versionFrom;

    /** Finds the parts of the request line that fills the range. */
    public void split(byte[] b, int from, int to) {
        methodEnd = -1;
        urlFrom = from;
        urlTo = to;
        versionFrom = -1;
        int methodLimit = Math.min(to, from + LONGEST_METHOD);
        int i = from;
        while (i < methodLimit && isOfMethod(b[i])) {
            i++;
        }
        if (i == from || i >= methodLimit || b[i] != ' ') {
            return;
        }
        methodEnd = i;
        urlFrom = i + 1;
        int last = ByteScan.lastIndexOf(b, urlFrom, to, ' ');
        if (last >= urlFrom && ByteScan.startsWith(b, last + 1, to, HTTP)) {
            urlTo = last;
            versionFrom = last + 1 + HTTP.length;
        }
    }

    private static boolean isOfMethod(byte c) {
        return (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    }

    /** Index after the method; -1 if there is none. */
    public int methodEnd() {
        return methodEnd;
    }

    public int urlFrom() {
        return urlFrom;
    }

    public int urlTo() {
        return urlTo;
    }

    /** First index of the version's number; -1 if there is none. */
    public int versionFrom() {
        return versionFrom;
    }
}
