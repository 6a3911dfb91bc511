package io.selfheal.analyzer.signature;

/** Takes the quotes out of words, as a shell would: {@code c'a't}, {@code w^hoami}, {@code who$@ami}. */
final class ShellQuotes {
    private boolean insideOfWord;

    /** Whether the last text had quotes in the middle of a word. */
    boolean sawInsideOfWord() {
        return insideOfWord;
    }

    /** Works in place. Single quotes, double quotes, backslashes, carets, and the empty {@code $@} and {@code $*}. */
    int strip(char[] text, int length) {
        insideOfWord = false;
        int out = 0;
        for (int i = 0; i < length; i++) {
            int used = quote(text, length, i);
            boolean before = out > 0 && isWord(text[out - 1]);
            boolean after = i + used < length && isWord(text[i + used]);
            if (used > 0 && (before || after)) {
                insideOfWord |= before && after;
                i += used - 1;
            } else {
                text[out++] = text[i];
            }
        }
        return out;
    }

    private static int quote(char[] text, int length, int at) {
        return switch (text[at]) {
            case '\'', '"', '\\', '^' -> 1;
            case '$' -> at + 1 < length && (text[at + 1] == '@' || text[at + 1] == '*') ? 2 : 0;
            default -> 0;
        };
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '/'
                || c == '\''
                || c == '"';
    }
}
