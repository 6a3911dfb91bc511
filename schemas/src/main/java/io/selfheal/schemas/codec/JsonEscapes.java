package io.selfheal.schemas.codec;

import org.jspecify.annotations.Nullable;

/** The escapes of JSON strings (RFC 8259 section 7). */
final class JsonEscapes {
    private JsonEscapes() {}

    /** The text that the escaped one stands for, well formed; null if an escape is none. */
    static @Nullable String resolve(String escaped) {
        StringBuilder plain = new StringBuilder(escaped.length());
        int i = 0;
        while (i < escaped.length()) {
            char c = escaped.charAt(i++);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            if (i == escaped.length()) {
                return null;
            }
            char kind = escaped.charAt(i++);
            int resolved = kind == 'u' ? hex(escaped, i) : single(kind);
            if (resolved < 0) {
                return null;
            }
            i += kind == 'u' ? 4 : 0;
            plain.append((char) resolved);
        }
        return WellFormed.text(plain.toString());
    }

    private static int single(char kind) {
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
    }

    private static int hex(String text, int from) {
        if (text.length() - from < 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }
}
