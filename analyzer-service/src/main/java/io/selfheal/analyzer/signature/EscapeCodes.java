package io.selfheal.analyzer.signature;

/**
 * Reads the codes behind a percent sign or a backslash: {@code %27}, {@code %u0027}, overlong UTF-8, {@code \x27},
 * a backslash with {@code u0027} or {@code u{27}}. Not thread-safe.
 */
final class EscapeCodes {
    private static final char[] EMPTY = {};
    /** What Windows' web server once made of digits that are none (CVE-2000-0884), and codes cut by a percent sign. */
    private static final String[] CARELESS = {
        "%bg%qf/", "%c0%qf/", "%c1%8s/", "%c0%9v\\", "%c1%pc\\", "%c0..", "%1u/", "%2%f/", "%2%e.", "%5%c\\"
    };

    private char[] text = EMPTY;
    private int length;
    private int value;

    /** The text in which codes are read next; what was read already may be written over. */
    void in(char[] newText, int newLength) {
        text = newText;
        length = newLength;
    }

    /** What the last code stood for. */
    int value() {
        return value;
    }

    /** Characters used by a percent code at this place, 0 if there is none. */
    int percent(int at) {
        if (at + 1 < length && (text[at + 1] == 'u' || text[at + 1] == 'U')) {
            value = hex(at + 2, 4);
            return value < 0 ? 0 : 6;
        }
        int first = hex(at + 1, 2);
        if (first < 0) {
            return careless(at);
        }
        if (first < 0x80) {
            value = first;
            return 3;
        }
        return utf8(at, first);
    }

    private int careless(int at) {
        for (String form : CARELESS) {
            int codeLength = form.length() - 1;
            if (at + codeLength <= length && is(form, codeLength, at)) {
                value = form.charAt(codeLength);
                return codeLength;
            }
        }
        return 0;
    }

    private boolean is(String form, int codeLength, int at) {
        for (int i = 1; i < codeLength; i++) {
            if (Character.toLowerCase(text[at + i]) != form.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Old servers drop a percent sign that begins no code, as in {@code %S%E%L%E%C%T}. */
    boolean isNeedlessPercent(int at) {
        if (at + 2 >= length) {
            return false;
        }
        char next = text[at + 1];
        if (next == '%') {
            int code = hex(at + 2, 2);
            // "%%32%65" is a dot that was encoded twice.
            return code >= 0 && Character.digit(code, 16) < 0;
        }
        return text[at + 2] == '%' && next < 128 && Character.isLetterOrDigit(next) && !isHalf(next, hex(at + 3, 2));
    }

    /** Whether a digit and the digit that comes out of the code behind it, as in "%2%46", make a code of their own. */
    private static boolean isHalf(char digit, int code) {
        return code >= 0 && Character.digit(digit, 16) >= 0 && Character.digit(code, 16) >= 0;
    }

    /** Lenient on purpose: overlong forms are decoded to what a careless server would see. */
    private int utf8(int at, int first) {
        if (first == 0xC0 || first == 0xC1) {
            return overlong(at, first);
        }
        int more = first < 0xC0 ? 0 : Math.min(5, Integer.numberOfLeadingZeros(~first << 24) - 1);
        int code = more == 0 ? first : first & (0x3F >> more);
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
            int used = careless(at);
            value = used == 0 ? first : value;
            return used == 0 ? 3 : used;
        }
        boolean isDot = next == 0x5E || next == 0x6E || next == 0xFE;
        if (first == 0xC0 && isDot) {
            value = '.';
            return 6;
        }
        boolean isPlain = first == 0xC0 && next < 0x80 && next >= ' ';
        value = isPlain ? next : (first & 1) << 6 | (next & 0x3F);
        return 6;
    }

    /** Characters used by a code behind a backslash at this place, 0 if there is none. */
    int backslash(int at) {
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
}
