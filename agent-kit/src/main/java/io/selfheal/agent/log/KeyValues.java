package io.selfheal.agent.log;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a message and its values as one line that cannot be mistaken for two, nor a value for a key. */
final class KeyValues {

    private static final int MAX_VALUE = 512;
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_FRAMES = 6;

    private KeyValues() {}

    /**
     * {@code message key=value key="value with spaces"}: values of more than 512 characters and lines of more than 8 KiB
     * are cut and end in {@code …}.
     *
     * @param keysAndValues by turns; an exception as value also says where it came from
     */
    static String line(String message, @Nullable Object... keysAndValues) {
        StringBuilder line = new StringBuilder(128).append(message);
        for (int i = 0; i < keysAndValues.length && line.length() < MAX_LINE; i += 2) {
            line.append(' ').append(keysAndValues[i]).append('=');
            append(line, text(i + 1 < keysAndValues.length ? keysAndValues[i + 1] : "(no value given)"));
        }
        if (line.length() > MAX_LINE) {
            line.setLength(MAX_LINE - 1);
            line.append('…');
        }
        return line.toString();
    }

    /** Text of another library on one line, control characters escaped. */
    static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int end = cut(text, MAX_LINE);
        for (int i = 0; i < end; ) {
            int c = text.codePointAt(i);
            appendEscaped(out, c);
            i += Character.charCount(c);
        }
        return end < text.length() ? out.append('…').toString() : out.toString();
    }

    private static String text(@Nullable Object value) {
        return value instanceof Throwable thrown ? describe(thrown) : String.valueOf(value);
    }

    private static String describe(Throwable thrown) {
        String cause = thrown.getCause() == null ? "" : "; caused by " + thrown.getCause();
        String frames = Arrays.stream(thrown.getStackTrace())
                .limit(MAX_FRAMES)
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < ", " at ", ""));
        String what = thrown + cause;
        int room = Math.max(0, MAX_VALUE - frames.length());
        return what.substring(0, cut(what, room)) + frames;
    }

    private static void append(StringBuilder line, String value) {
        if (isBare(value)) {
            line.append(value);
            return;
        }
        line.append('"');
        int end = cut(value, MAX_VALUE);
        for (int i = 0; i < end; ) {
            int c = value.codePointAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append((char) c);
            } else {
                appendEscaped(line, c);
            }
            i += Character.charCount(c);
        }
        line.append(end < value.length() ? "…\"" : "\"");
    }

    /** Needs no quotes: letters, digits and punctuation that no reader takes for structure. */
    private static boolean isBare(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_VALUE
                && value.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || ".:/_-+@,%[]".indexOf(c) >= 0);
    }

    private static void appendEscaped(StringBuilder out, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> out.append(String.format("\\u%04x", c));
            default -> out.appendCodePoint(c);
        }
    }

    /** Where to cut to at most {@code max} characters without splitting a pair of surrogates. */
    private static int cut(String text, int max) {
        if (text.length() <= max) {
            return text.length();
        }
        return max > 0 && Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    }
}
