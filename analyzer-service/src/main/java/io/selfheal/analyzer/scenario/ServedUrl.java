package io.selfheal.analyzer.scenario;

import java.util.HexFormat;

/**
 * A request's URL with the path that the server takes it for: {@code /wp-login%2Ephp} and {@code /x/..//wp-login.php}
 * run wp-login.php, and what stands behind a semicolon in the last part (Java's path parameters) is not of its name.
 * Decoded once, as servers do; what is no letter, digit or sign of ASCII stays as it was written, so does an encoded
 * question mark, which would begin a query. The query stays as it is. Linear; the text itself where there is nothing to
 * undo, or where it is no path ({@code http://example.org/}).
 */
final class ServedUrl {
    private ServedUrl() {}

    static String of(String url) {
        int question = url.indexOf('?');
        int end = question < 0 ? url.length() : question;
        if (!url.startsWith("/") || isPlain(url, end)) {
            return url;
        }
        StringBuilder served = new StringBuilder(url.length());
        for (int i = 0; i < end; i++) {
            char c = url.charAt(i);
            int code = c == '%' && i + 2 < end ? code(url, i + 1) : -1;
            boolean readable = code > ' ' && code < 127 && code != '?' && code != '%';
            i += readable ? 2 : 0;
            append(readable ? (char) code : c, served);
        }
        endPart(served);
        int parameter = served.indexOf(";", served.lastIndexOf("/") + 1);
        if (parameter >= 0) {
            served.setLength(parameter);
        }
        return served.append(url, end, url.length()).toString();
    }

    private static boolean isPlain(String url, int end) {
        char before = ' ';
        for (int i = 0; i < end; i++) {
            char c = url.charAt(i);
            if (c == '%' || c == ';' || (before == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static void append(char c, StringBuilder served) {
        if (c == '/') {
            endPart(served);
            if (!served.isEmpty() && served.charAt(served.length() - 1) == '/') {
                return;
            }
        }
        served.append(c);
    }

    /** Takes the last part away if it is a dot, and with it the one before if it is two; the slash before stays. */
    private static void endPart(StringBuilder served) {
        int from = served.lastIndexOf("/") + 1;
        int length = served.length() - from;
        if (length == 1 && served.charAt(from) == '.') {
            served.setLength(from);
        } else if (length == 2 && served.charAt(from) == '.' && served.charAt(from + 1) == '.') {
            int parent = from < 2 ? -1 : served.lastIndexOf("/", from - 2);
            served.setLength(parent < 0 ? from : parent + 1);
        }
    }

    private static int code(String url, int at) {
        boolean digits = HexFormat.isHexDigit(url.charAt(at)) && HexFormat.isHexDigit(url.charAt(at + 1));
        return digits ? HexFormat.fromHexDigits(url, at, at + 2) : -1;
    }
}
