package io.selfheal.analyzer.signature;

/**
 * Takes the disguise off a part of a request: percent and double percent, {@code %uXXXX}, overlong UTF-8, plus, HTML
 * entities, {@code \xHH} (which servers also write into their logs), null bytes, SQL comments, runs of blanks, letter
 * case, full-width and circled letters, percent signs before letters that need none. At most {@value #MAX_ROUNDS} rounds over at most {@value #MAX_LENGTH} characters; the work is linear in the
 * input. Not thread-safe: it reuses its buffer.
 *
 * <p>Some disguises are signs by themselves, so they leave a mark at the end of the text: U+0000 for a null byte,
 * U+0001 for a conditional SQL comment, U+0004 for any other comment, U+0002 for an encoded line break.
 */
final class RequestDecoder {
    static final int MAX_LENGTH = 8192;
    private static final int MAX_ROUNDS = 4;
    private static final char MARK_NULL = 0;
    private static final char MARK_SQL_COMMENT = 1;
    private static final char MARK_COMMENT = 4;
    private static final char MARK_LINE_BREAK = 2;
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

    private final char[] text = new char[MAX_LENGTH + 4];
    private int length;
    private boolean decoded;
    private boolean sawNull;
    private boolean sawLineBreak;
    private final SqlComments comments = new SqlComments();
    private final HtmlEntities entities = new HtmlEntities();
    private final ShellQuotes quotes = new ShellQuotes();

    /** The decoded text; valid until the next call. */
    char[] text() {
        return text;
    }

    int length() {
        return length;
    }

    /**
     * Copies without decoding when nothing is disguised, still in its own letter case. Of a text that is too long the
     * end is kept too, so that padding hides nothing.
     *
     * @param longest at most {@value #MAX_LENGTH}
     */
    void load(String raw, int from, int to, boolean query, int longest) {
        load(raw, from, to, query, longest, false);
    }

    /** The same with what stands in SQL comments, as programs see it that know no SQL. */
    void loadWithComments(String raw, int from, int to, boolean query, int longest) {
        load(raw, from, to, query, longest, true);
    }

    /** Whether the last text was without a comment that stands in the request. */
    boolean leftCommentsOut() {
        return decoded && comments.tookAny();
    }

    private void load(String raw, int from, int to, boolean query, int longest, boolean withComments) {
        decoded = false;
        length = Math.min(to - from, longest);
        if (length == to - from) {
            raw.getChars(from, to, text, 0);
        } else {
            int tail = length / 4;
            raw.getChars(from, from + length - tail, text, 0);
            raw.getChars(to - tail, to, text, length - tail);
        }
        for (int i = 0; i < length; i++) {
            char c = text[i];
            if (c < 128 && SPECIAL[c]) {
                decode(query, withComments);
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

    private void decode(boolean query, boolean withComments) {
        decoded = true;
        sawNull = false;
        sawLineBreak = false;
        boolean changed = true;
        for (int round = 0; changed && round < MAX_ROUNDS; round++) {
            changed = decodeOnce(query && round == 0);
        }
        lowerCase();
        if (!withComments) {
            length = comments.strip(text, length);
        }
        collapseBlanks();
        if (sawNull) {
            text[length++] = MARK_NULL;
        }
        if (comments.sawConditional()) {
            text[length++] = MARK_SQL_COMMENT;
        }
        if (comments.sawPlain()) {
            text[length++] = MARK_COMMENT;
        }
        if (sawLineBreak) {
            text[length++] = MARK_LINE_BREAK;
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
                if (used == 0 && isNeedlessPercent(i)) {
                    changed = true;
                    i++;
                    continue;
                }
            } else if (c == '&') {
                used = entities.read(text, length, i);
                code = entities.value();
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
            } else if (code < ' ') {
                sawLineBreak |= code == '\n' || code == '\r';
                text[out++] = code == '\n' ? '\n' : ' ';
            } else {
                text[out++] = code < 128 ? (char) code : LookAlikes.plain((char) code);
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

    /** Old servers drop a percent sign that begins no code, as in {@code %S%E%L%E%C%T}. */
    private boolean isNeedlessPercent(int at) {
        if (at + 2 >= length) {
            return false;
        }
        char next = text[at + 1];
        if (next == '%') {
            int code = hex(at + 2, 2);
            // "%%32%65" is a dot that was encoded twice.
            return code >= 0 && Character.digit(code, 16) < 0;
        }
        return text[at + 2] == '%' && next < 128 && Character.isLetterOrDigit(next);
    }

    /** Lenient on purpose: overlong forms are decoded to what a careless server would see. */
    private int utf8(int at, int first) {
        if (first == 0xC0 || first == 0xC1) {
            return overlong(at, first);
        }
        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
        int code = more == 3 ? first & 0x07 : more == 2 ? first & 0x0F : more == 1 ? first & 0x1F : first;
        for (int k = 1; k <= more; k++) {
            int place = at + 3 * k;
            int next = place < length && text[place] == '%' ? hex(place + 1, 2) : -1;
            if ((next & 0xC0) != 0x80 || next < 0) {
                value = sevenBits(first);
                return 3;
            }
            code = (code << 6) | (next & 0x3F);
        }
        value = code > 0xFFFF ? '?' : more == 0 ? sevenBits(code) : lineBreaks(code);
        return 3 + 3 * more;
    }

    /** Bytes that are no UTF-8 and that a page in US-ASCII shows as the brackets and quotes of a tag. */
    private static int sevenBits(int code) {
        return switch (code) {
            case 0xBC, 0xBE, 0xA2 -> code & 0x7F;
            default -> code;
        };
    }

    /** Two ideographs of which servers that keep only a character's last byte make a line break. */
    private static int lineBreaks(int code) {
        return code == 0x560A || code == 0x560D ? code & 0xFF : code;
    }

    /** No valid text has these bytes: they are there to hide a slash, a dot, a quote. Old servers were careless about the second. */
    private int overlong(int at, int first) {
        int next = at + 3 < length && text[at + 3] == '%' ? hex(at + 4, 2) : -1;
        if (next < 0) {
            value = first;
            return 3;
        }
        boolean isPlain = first == 0xC0 && next < 0x80 && next >= ' ';
        value = isPlain ? next : (first & 1) << 6 | (next & 0x3F);
        return 6;
    }

    private int backslash(int at) {
        char kind = at + 1 < length ? text[at + 1] : 0;
        if (kind == 'x' || kind == 'X') {
            value = hex(at + 2, 2);
            return value < 0 ? 0 : 4;
        }
        if (kind == 'u') {
            if (at + 2 < length && text[at + 2] == '{') {
                return braced(at);
            }
            value = hex(at + 2, 4);
            return value < 0 ? 0 : 6;
        }
        if (kind == '"') {
            value = kind;
            return 2;
        }
        return 0;
    }

    /** A backslash with {@code u{41}}, as JavaScript writes characters. */
    private int braced(int at) {
        for (int digits = 1; digits <= 6; digits++) {
            int end = at + 3 + digits;
            if (end < length && text[end] == '}') {
                value = hex(at + 3, digits);
                return value < 0 || value > 0xFFFF ? 0 : digits + 4;
            }
        }
        return 0;
    }

    /** Takes the text apart as a shell would; says whether that changed a word. */
    boolean unquote() {
        length = quotes.strip(text, length);
        return quotes.sawInsideOfWord();
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
            char c = text[i] == '\u00A0' || text[i] == '\n' ? ' ' : text[i];
            if (c != ' ' || !blank) {
                text[out++] = c;
            }
            blank = c == ' ';
        }
        length = out;
    }
}
