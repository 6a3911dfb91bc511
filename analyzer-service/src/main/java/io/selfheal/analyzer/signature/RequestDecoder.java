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
    /** The decoded text before its comments were taken out. */
    private final char[] commented = new char[MAX_LENGTH];

    private int commentedLength;
    private boolean leftCommentsOut;
    private boolean sawNull;
    private boolean sawLineBreak;
    private final SqlComments comments = new SqlComments();
    private final EscapeCodes codes = new EscapeCodes();
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
        leftCommentsOut = false;
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

    /** Whether the last text that was loaded is without a comment that stands in the request. */
    boolean leftCommentsOut() {
        return leftCommentsOut;
    }

    /** The last text with its SQL comments, as programs see it that know no SQL. */
    void putCommentsBack() {
        System.arraycopy(commented, 0, text, 0, commentedLength);
        length = commentedLength;
        finish();
    }

    private void decode(boolean query) {
        sawNull = false;
        sawLineBreak = false;
        boolean changed = true;
        for (int round = 0; changed && round < MAX_ROUNDS; round++) {
            changed = decodeOnce(query && round == 0);
        }
        lowerCase();
        System.arraycopy(text, 0, commented, 0, length);
        commentedLength = length;
        length = comments.strip(text, length);
        leftCommentsOut = comments.tookAny();
        finish();
    }

    /** Blanks and marks. */
    private void finish() {
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
        codes.in(text, length);
        int out = 0;
        int i = 0;
        while (i < length) {
            char c = text[i];
            int used = 1;
            int code = c;
            if (c == '%') {
                used = codes.percent(i);
                code = codes.value();
                if (used == 0 && codes.isNeedlessPercent(i)) {
                    changed = true;
                    i++;
                    continue;
                }
            } else if (c == '&') {
                used = entities.read(text, length, i);
                code = entities.value();
            } else if (c == '\\') {
                used = codes.backslash(i);
                code = codes.value();
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
            if (code <= 1) {
                // Old servers skipped 1 as they did 0.
                sawNull |= code == 0;
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

    /** Takes the text apart as a shell would; says whether that changed a word. */
    boolean unquote() {
        length = quotes.strip(text, length);
        return quotes.sawInsideOfWord();
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
