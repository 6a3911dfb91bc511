package io.selfheal.collector.parse.sshd;

import static io.selfheal.collector.parse.scan.ByteScan.ascii;

import io.selfheal.collector.parse.scan.ByteScan;

/** Finds {@code HOST port N} at the end of a message, backwards. Reused; not thread-safe. */
final class PeerAtEnd {
    private static final byte[] SSH2 = ascii(" ssh2");
    private static final byte[] SSH2_COLON = ascii(" ssh2:");
    private static final byte[] SHA256 = ascii("SHA256:");
    private static final byte[] PORT = ascii(" port ");
    private static final int SHA256_BASE64 = 43;
    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_KEY_TYPE = 40;

    private int hostFrom;
    private int hostTo;
    private int port;

    /** {@code HOST port N ssh2}, or with {@code : TYPE SHA256:…} after it. */
    boolean readWithProtocol(byte[] b, int from, int to) {
        if (ByteScan.endsWith(b, from, to, SSH2)) {
            return readWithPort(b, from, to - SSH2.length);
        }
        int print = to - SHA256_BASE64 - SHA256.length;
        if (print <= from || b[print - 1] != ' ' || !isPrint(b, print, to)) {
            return false;
        }
        int type = ByteScan.lastIndexOf(b, Math.max(from, print - 2 - LONGEST_KEY_TYPE), print - 1, ' ');
        if (type < 0 || !isKeyType(b, type + 1, print - 1) || !ByteScan.endsWith(b, from, type, SSH2_COLON)) {
            return false;
        }
        return readWithPort(b, from, type - SSH2_COLON.length);
    }

    /** {@code HOST port N}, or {@code HOST} alone as old versions write it. */
    boolean read(byte[] b, int from, int to) {
        if (readWithPort(b, from, to)) {
            return true;
        }
        port = 0;
        return hostEndingAt(b, from, to);
    }

    /** {@code HOST port N}. */
    boolean readWithPort(byte[] b, int from, int to) {
        int blank = ByteScan.lastIndexOf(b, Math.max(from, to - 6), to, ' ');
        int number = blank < 0 ? -1 : ByteScan.number(b, blank + 1, to);
        if (number < 0 || !ByteScan.endsWith(b, from, blank + 1, PORT)) {
            return false;
        }
        port = number;
        return hostEndingAt(b, from, blank + 1 - PORT.length);
    }

    private boolean hostEndingAt(byte[] b, int from, int to) {
        int blank = ByteScan.lastIndexOf(b, Math.max(from, to - LONGEST_HOST - 1), to, ' ');
        hostFrom = blank < 0 ? from : blank + 1;
        hostTo = to;
        return to > hostFrom && to - hostFrom <= LONGEST_HOST;
    }

    private static boolean isPrint(byte[] b, int from, int to) {
        if (!ByteScan.startsWith(b, from, to, SHA256)) {
            return false;
        }
        for (int i = from + SHA256.length; i < to; i++) {
            if (!isLetterOrDigit(b[i]) && b[i] != '+' && b[i] != '/') {
                return false;
            }
        }
        return true;
    }

    private static boolean isKeyType(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isLetterOrDigit(b[i]) && b[i] != '-') {
                return false;
            }
        }
        return to > from && to - from <= LONGEST_KEY_TYPE;
    }

    private static boolean isLetterOrDigit(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ByteScan.isDigit(c);
    }

    int hostFrom() {
        return hostFrom;
    }

    int hostTo() {
        return hostTo;
    }

    int port() {
        return port;
    }
}
