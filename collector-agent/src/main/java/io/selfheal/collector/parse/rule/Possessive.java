package io.selfheal.collector.parse.rule;

/**
 * Writes a possessive run of one class of characters, {@code [^"]*+}, as the atomic group {@code (?>[^"]*)}, which
 * means the same: Java's engine runs through the second in a loop of its own, and through the first with two calls for
 * each character.
 */
final class Possessive {
    private Possessive() {}

    /** The pattern with its possessive runs as atomic groups; groups keep their numbers. */
    static String asAtomic(String pattern) {
        if (pattern.contains("\\Q")) {
            return pattern;
        }
        StringBuilder out = new StringBuilder(pattern.length() + 16);
        int i = 0;
        while (i < pattern.length()) {
            int end = atomEnd(pattern, i);
            boolean run = pattern.charAt(i) == '[' && isPossessive(pattern, end);
            if (run) {
                out.append("(?>").append(pattern, i, end + 1).append(')');
                end += 2;
            } else {
                out.append(pattern, i, end);
            }
            i = end;
        }
        return out.toString();
    }

    private static boolean isPossessive(String pattern, int at) {
        return pattern.startsWith("*+", at) || pattern.startsWith("++", at);
    }

    /** Index after the character, the escape or the class that begins here. */
    private static int atomEnd(String pattern, int at) {
        char c = pattern.charAt(at);
        if (c == '\\') {
            return Math.min(pattern.length(), at + 2);
        }
        if (c != '[') {
            return at + 1;
        }
        int depth = 0;
        int i = at;
        while (i < pattern.length()) {
            char inside = pattern.charAt(i);
            if (inside == '\\') {
                i++;
            } else if (inside == '[') {
                depth++;
            } else if (inside == ']' && --depth == 0) {
                return i + 1;
            }
            i++;
        }
        return pattern.length();
    }
}
