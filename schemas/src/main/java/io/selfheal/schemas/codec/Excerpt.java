package io.selfheal.schemas.codec;

import org.jspecify.annotations.Nullable;

/** Hostile text cut and cleaned for an error message. */
final class Excerpt {
    /** Longest excerpt, in code points. */
    private static final int MAX = 80;

    private Excerpt() {}

    /** At most {@value #MAX} code points; control characters, format characters and lone surrogates become '?'. */
    static String of(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder visible = new StringBuilder(Math.min(text.length(), MAX) + 1);
        int at = 0;
        for (int taken = 0; at < text.length() && taken < MAX; taken++) {
            int c = text.codePointAt(at);
            visible.appendCodePoint(isPlain(c) ? c : '?');
            at += Character.charCount(c);
        }
        return at < text.length() ? visible.append('…').toString() : visible.toString();
    }

    private static boolean isPlain(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
