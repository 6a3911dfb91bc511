package io.selfheal.analyzer.signature;

/** Reads HTML character references. Not thread-safe: it keeps the last value. */
final class HtmlEntities {
    private static final int LONGEST = 8;
    private static final String[] NAMES = {
        "lt", "gt", "quot", "apos", "amp", "lpar", "rpar", "sol", "bsol", "colon", "semi", "equals", "nbsp", "tab",
        "newline", "dollar", "lbrace", "lcub", "rbrace", "rcub", "lsqb", "lbrack", "rsqb", "rbrack", "grave", "excl",
        "quest", "num", "percnt", "plus", "comma", "period", "ast", "lowbar", "vert", "commat", "hat"
    };
    private static final String CODES = "<>\"'&()/\\:;=   ${{}}[[]]`!?#%+,.*_|@^";

    private int value;

    /** What the last reference stood for. */
    int value() {
        return value;
    }

    /** Characters used by a reference at this ampersand, 0 if there is none. */
    int read(char[] text, int length, int at) {
        if (at + 2 < length && text[at + 1] == '#') {
            return numeric(text, length, at);
        }
        int end = at + 1;
        while (end < length && end - at <= LONGEST && isLetter(text[end])) {
            end++;
        }
        if (end >= length || text[end] != ';' || end == at + 1) {
            return 0;
        }
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].length() == end - at - 1 && matches(text, at + 1, NAMES[i])) {
                value = CODES.charAt(i);
                return end + 1 - at;
            }
        }
        return 0;
    }

    private int numeric(char[] text, int length, int at) {
        boolean isHex = text[at + 2] == 'x' || text[at + 2] == 'X';
        int i = at + (isHex ? 3 : 2);
        int start = i;
        int code = 0;
        while (i < length && i - start < 7) {
            int digit = Character.digit(text[i], isHex ? 16 : 10);
            if (digit < 0) {
                break;
            }
            code = code * (isHex ? 16 : 10) + digit;
            i++;
        }
        if (i == start || code > 0xFFFF) {
            return 0;
        }
        value = code;
        return (i < length && text[i] == ';' ? i + 1 : i) - at;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean matches(char[] text, int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if ((text[at + i] | 32) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
