package io.selfheal.schemas.codec;

/**
 * Unicode without lone surrogates: UTF-8 cannot carry them (RFC 3629 section 3), so each one becomes U+FFFD, on
 * writing as on reading ({@code "\ud800"} is legal JSON).
 */
final class WellFormed {
    static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /** The same text where nothing had to be replaced; O(n), no allocation then. */
    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text, i);
            }
        }
        return text;
    }

    private static String replaced(String text, int firstSurrogate) {
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, firstSurrogate);
        for (int i = firstSurrogate; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            clean.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c);
        }
        return clean.toString();
    }
}
