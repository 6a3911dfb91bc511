package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.scan.ByteScan;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code key=value} pairs, a value with blanks in quotes with backslashes before quotes inside, as Go
 * programs (Grafana, Authelia, Traefik) and firewalls write it. A line with anything else in it is none.
 *
 * @see <a href="https://brandur.org/logfmt">logfmt</a>
 */
public final class Logfmt {
    private static final int LONGEST_KEY = 64;
    /** Programs write a dozen; a line of many more is made to cost time. */
    private static final int MOST_FIELDS = 200;

    private Logfmt() {}

    /** Whether the range begins with a lower-case key and its value; a cheap look before {@link #read}. */
    public static boolean begins(byte[] b, int from, int to) {
        int i = from;
        int last = Math.min(to, from + LONGEST_KEY);
        while (i < last && ((b[i] >= 'a' && b[i] <= 'z') || b[i] == '_' || b[i] == '.')) {
            i++;
        }
        return i > from && i < last && b[i] == '=';
    }

    /** The fields; null if the range is no such line. */
    public static @Nullable JsonFields read(byte[] b, int from, int to) {
        JsonFields fields = new JsonFields();
        int i = from;
        int count = 0;
        while (i < to) {
            int equals = keyEnd(b, i, to);
            if (equals < 0 || ++count > MOST_FIELDS) {
                return null;
            }
            int value = equals + 1;
            boolean quoted = value < to && b[value] == '"';
            int end = quoted ? closingQuote(b, value + 1, to) : blankOrEnd(b, value, to);
            if (end < 0) {
                return null;
            }
            fields.put(text(b, i, equals), quoted ? unescaped(b, value + 1, end) : bare(b, value, end));
            i = quoted ? end + 1 : end;
            // Keycloak separates its pairs by a comma and a blank.
            if (i < to && b[i] == ',') {
                i++;
            }
            if (i < to && b[i] != ' ') {
                return null;
            }
            while (i < to && b[i] == ' ') {
                i++;
            }
        }
        return fields;
    }

    private static int keyEnd(byte[] b, int from, int to) {
        int last = Math.min(to, from + LONGEST_KEY);
        for (int i = from; i < last; i++) {
            if (b[i] == '=') {
                return i == from ? -1 : i;
            }
            if (b[i] <= ' ' || b[i] == '"') {
                return -1;
            }
        }
        return -1;
    }

    private static int blankOrEnd(byte[] b, int from, int to) {
        int blank = ByteScan.indexOf(b, from, to, ' ');
        return blank < 0 ? to : blank;
    }

    private static int closingQuote(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '\\') {
                i++;
            } else if (b[i] == '"') {
                return i;
            }
        }
        return -1;
    }

    private static String bare(byte[] b, int from, int to) {
        return text(b, from, to > from && b[to - 1] == ',' ? to - 1 : to);
    }

    private static String unescaped(byte[] b, int from, int to) {
        String text = text(b, from, to);
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int copied = 0;
        for (int at = text.indexOf('\\'); at >= 0 && at + 1 < text.length(); ) {
            char next = text.charAt(at + 1);
            boolean escape = next == '"' || next == '\\';
            if (escape) {
                plain.append(text, copied, at);
                copied = at + 1;
            }
            at = text.indexOf('\\', at + (escape ? 2 : 1));
        }
        return plain.append(text, copied, text.length()).toString();
    }

    private static String text(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.UTF_8);
    }
}
