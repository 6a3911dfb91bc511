package io.selfheal.analyzer.signature;

/**
 * Takes the disguise off a part of a request: percent and double percent, {@code %uXXXX}, overlong UTF-8, plus, HTML
 * entities, {@code \xHH} (which servers also write into their logs), null bytes, SQL comments, runs of blanks, letter
 * case. At most {@value #MAX_ROUNDS} rounds over at most {@value #MAX_LENGTH} characters; the work is linear in the
 * input. Not thread-safe: it reuses its buffer.
 *
 * <p>Two disguises are signs by themselves, so they leave a mark at the end of the text: U+0000 for a null byte,
 * U+0001 for a conditional SQL comment.
 */
final class RequestDecoder {
    static final int MAX_LENGTH = 8192;
    private static final int MAX_ROUNDS = 4;
    private static final char MARK_NULL = 0;
    private static final char MARK_SQL_COMMENT = 1;
    /** Characters that make a text worth more than lower-casing. */
    private static final boolean[] SPECIAL = new boolean[128];

    static {
        for (char c : "%&\\*+".toCharArray()) {
            SPECIAL[c] = true;
        }
        for (int c = 0; c <= ' '; c++) {
            SPECIAL[c] = true;
        }
    }

    private final char[] text = new char[MAX_LENGTH + 2];
    private int length;
    private boolean sawNull;
    private final SqlComments comments = new SqlComments();

    /** The decoded text; valid until the next call. */
    char[] text() {
        return text;
    }

    int length() {
        return length;
    }

    /** Copies without decoding when nothing is disguised, still in its own letter case. */
    void load(String raw, int from, int to, boolean query) {
        length = Math.min(to - from, MAX_LENGTH);
        raw.getChars(from, from + length, text, 0);
        for (int i = 0; i < length; i++) {
            char c = text[i];
            if (c < 128 && SPECIAL[c]) {
                decode(query);
                return;
            }
        }
    }

    void lowerCase() {
        for (int i = 0; i < length; i++) {
            char c = text[i];
            if (c >= 'A' && c <= 'Z') {
                text[i] = (char) (c + 32);
            }
        }
    }

    private void decode(boolean query) {
        sawNull = false;
        boolean changed = true;
        for (int round = 0; changed && round < MAX_ROUNDS; round++) {
            changed = decodeOnce(query && round == 0);
        }
        lowerCase();
        length = comments.strip(text, length);
        collapseBlanks();
        if (sawNull) {
            text[length++] = MARK_NULL;
        }
        if (comments.sawConditional()) {
            text[length++] = MARK_SQL_COMMENT;
        }
    }

    /** One round in place: every code is longer than what it stands for. */
    private boolean decodeOnce(boolean plusIsBlank) {
        boolean changed = false;
        int out = 0;
        int i = 0;
        while (i < length) {
            char c = text[i];
            int used = 1;
            int code = c;
            if (c == '%') {
                used = percent(i);
                code = value;
            } else if (c == '&') {
                used = entity(i);
                code = value;
            } else if (c == '\\') {
                used = backslash(i);
                code = value;
            } else if (c == '+' && plusIsBlank) {
                code = ' ';
            }
            if (used == 0) {
                used = 1;
                code = c;
            } else if (used > 1) {
                changed = true;
            }
            i += used;
            if (code == 0) {
                sawNull = true;
            } else {
                text[out++] = code < ' ' ? ' ' : (char) code;
            }
        }
        length = out;
        return changed;
    }

    /** What the last code stood for. */
    private int value;

    /** Characters used by a percent code at this place, 0 if there is none. */
    private int percent(int at) {
        if (at + 1 < length && (text[at + 1] == 'u' || text[at + 1] == 'U')) {
            value = hex(at + 2, 4);
            return value < 0 ? 0 : 6;
        }
        int first = hex(at + 1, 2);
        if (first < 0x80) {
            value = first;
            return first < 0 ? 0 : 3;
        }
        return utf8(at, first);
    }

    /** Lenient on purpose: overlong forms are decoded to what a careless server would see. */
    private int utf8(int at, int first) {
        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
        int code = more == 3 ? first & 0x07 : more == 2 ? first & 0x0F : more == 1 ? first & 0x1F : first;
        for (int k = 1; k <= more; k++) {
            int place = at + 3 * k;
            int next = place < length && text[place] == '%' ? hex(place + 1, 2) : -1;
            if ((next & 0xC0) != 0x80 || next < 0) {
                value = first;
                return 3;
            }
            code = (code << 6) | (next & 0x3F);
        }
        value = code > 0xFFFF ? '?' : code;
        return 3 + 3 * more;
    }

    private int backslash(int at) {
        char kind = at + 1 < length ? text[at + 1] : 0;
        if (kind == 'x' || kind == 'X') {
            value = hex(at + 2, 2);
            return value < 0 ? 0 : 4;
        }
        if (kind == 'u') {
            value = hex(at + 2, 4);
            return value < 0 ? 0 : 6;
        }
        if (kind == '"') {
            value = kind;
            return 2;
        }
        return 0;
    }

    private int entity(int at) {
        if (at + 2 < length && text[at + 1] == '#') {
            return numericEntity(at);
        }
        for (int i = 0; i < NAMES.length; i++) {
            String name = NAMES[i];
            if (at + name.length() < length && matches(at + 1, name)) {
                value = CODES.charAt(i);
                return name.length() + 1;
            }
        }
        return 0;
    }

    private static final String[] NAMES = {
        "lt;",
        "gt;",
        "quot;",
        "apos;",
        "amp;",
        "lpar;",
        "rpar;",
        "sol;",
        "colon;",
        "equals;",
        "nbsp;",
        "tab;",
        "newline;"
    };
    private static final String CODES = "<>\"'&()/:=   ";

    private int numericEntity(int at) {
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

    private boolean matches(int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase(text[at + i]) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The value of {@code digits} hexadecimal digits, or -1. */
    private int hex(int at, int digits) {
        if (at + digits > length) {
            return -1;
        }
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = text[i] < 128 ? Character.digit(text[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    private void collapseBlanks() {
        int out = 0;
        boolean blank = false;
        for (int i = 0; i < length; i++) {
            char c = text[i] == '\u00A0' ? ' ' : text[i];
            if (c != ' ' || !blank) {
                text[out++] = c;
            }
            blank = c == ' ';
        }
        length = out;
    }
}
