package io.selfheal.analyzer.signature;

/** Takes SQL comments out of a text, in place. */
final class SqlComments {
    /** Comments to the line's end that stand for a blank are a random word, if anything. */
    private static final int LONGEST_WORD = 32;

    private boolean any;
    private boolean conditional;
    private boolean plain;

    /** Whether a comment was taken out of the last text, so that other programs read another one. */
    boolean tookAny() {
        return any;
    }

    /** Whether the last text had one of MySQL's conditional comments. */
    boolean sawConditional() {
        return conditional;
    }

    /** Whether the last text had a comment that was taken out and is no list of media types. */
    boolean sawPlain() {
        return plain;
    }

    /**
     * Replaces comments by a blank; MySQL's conditional comments keep their content. A comment that is never closed
     * stays, so that "/*" in a path does not swallow the rest; so does one to the line's end that is more than a word.
     */
    int strip(char[] text, int length) {
        any = false;
        conditional = false;
        plain = false;
        int out = 0;
        int open = 0;
        int last = lastEnd(text, length);
        for (int i = 0; i < length; i++) {
            char next = i + 1 < length ? text[i + 1] : ' ';
            if (text[i] == '/' && next == '*') {
                int at = i + 2 < length && text[i + 2] == ' ' ? i + 3 : i + 2;
                char mark = at < length ? text[at] : ' ';
                if (mark == '!' || mark == '+') {
                    conditional = true;
                    open++;
                    i = at;
                    while (i + 1 < length && text[i + 1] >= '0' && text[i + 1] <= '9') {
                        i++;
                    }
                    text[out++] = ' ';
                    continue;
                }
                if (i + 2 <= last) {
                    any = true;
                    plain |= text[i + 2] != ',' && text[i + 2] != ';';
                    i = end(text, i + 2) + 1;
                    text[out++] = ' ';
                    continue;
                }
            } else if (text[i] == '#' || (text[i] == '-' && next == '-')) {
                int lineEnd = wordToLineEnd(text, length, text[i] == '#' ? i + 1 : i + 2);
                if (lineEnd > 0) {
                    i = lineEnd;
                    text[out++] = ' ';
                    continue;
                }
            } else if (open > 0 && text[i] == '*' && next == '/') {
                open--;
                i++;
                text[out++] = ' ';
                continue;
            }
            text[out++] = text[i];
        }
        return out;
    }

    /** Where the line ends that holds at most a word from here on; -1 if it holds more. */
    private static int wordToLineEnd(char[] text, int length, int from) {
        int last = Math.min(length, from + LONGEST_WORD + 1);
        int i = from;
        while (i < last && ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9'))) {
            i++;
        }
        return i < last && text[i] == '\n' ? i : -1;
    }

    private static int lastEnd(char[] text, int length) {
        for (int i = length - 2; i >= 0; i--) {
            if (text[i] == '*' && text[i + 1] == '/') {
                return i;
            }
        }
        return -1;
    }

    private static int end(char[] text, int from) {
        int i = from;
        while (text[i] != '*' || text[i + 1] != '/') {
            i++;
        }
        return i;
    }
}
