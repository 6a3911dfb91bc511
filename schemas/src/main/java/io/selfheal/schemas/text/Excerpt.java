package io.selfheal.schemas.text;

/** Attacker-written text made safe to look at in a terminal, a log line or an error message. */
public final class Excerpt {
    private Excerpt() {}

    /**
     * At most {@code max} characters of the text on one line: control characters (ANSI escapes among them), direction
     * overrides, line separators and lone surrogates become {@code ·}; a cut text ends in {@code …}.
     *
     * @param text any text
     * @param max most characters of the result, at least 1
     */
    public static String of(CharSequence text, int max) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length(); ) {
            int c = Character.codePointAt(text, i);
            int width = Character.charCount(c);
            if (safe.length() + width > max || (safe.length() + width == max && i + width < text.length())) {
                return safe.append('…').toString();
            }
            safe.appendCodePoint(isSafe(c) ? c : '·');
            i += width;
        }
        return safe.toString();
    }

    private static boolean isSafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
