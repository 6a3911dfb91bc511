package io.selfheal.analyzer.scenario;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tests of a text, letter case ignored; one of the first four suffices. {@code path} fields are tested without their
 * query. Each is one pass over the text at most, whatever an attacker wrote.
 *
 * @param equals whole texts, lower case
 * @param starts beginnings
 * @param ends ends
 * @param contains parts
 * @param chars all characters are of this kind, besides; null for any
 * @param length characters, besides; null for any number
 */
record TextTest(
        Set<String> equals,
        List<String> starts,
        List<String> ends,
        List<String> contains,
        @Nullable Chars chars,
        Condition.@Nullable Range length) {
    /** Kinds of characters. */
    enum Chars {
        DIGITS,
        UPPER,
        LETTERS,
        ALPHANUMERIC,
        HEX;

        private boolean has(char c) {
            boolean digit = c >= '0' && c <= '9';
            boolean upper = c >= 'A' && c <= 'Z';
            boolean lower = c >= 'a' && c <= 'z';
            return switch (this) {
                case DIGITS -> digit;
                case UPPER -> upper;
                case LETTERS -> upper || lower;
                case ALPHANUMERIC -> digit || upper || lower;
                case HEX -> digit || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
            };
        }
    }

    static TextTest ofWhole(Set<String> texts) {
        return new TextTest(texts, List.of(), List.of(), List.of(), null, null);
    }

    TextTest {
        equals = Set.copyOf(equals);
        starts = List.copyOf(starts);
        ends = List.copyOf(ends);
        contains = List.copyOf(contains);
    }

    boolean test(String text) {
        int question = text.startsWith("/") ? text.indexOf('?') : -1;
        int length = question < 0 ? text.length() : question;
        if (!hasShape(text, length)) {
            return false;
        }
        if (equals.isEmpty() && starts.isEmpty() && ends.isEmpty() && contains.isEmpty()) {
            return true;
        }
        for (String whole : equals) {
            if (whole.length() == length && text.regionMatches(true, 0, whole, 0, length)) {
                return true;
            }
        }
        for (int i = 0; i < starts.size(); i++) {
            String start = starts.get(i);
            if (start.length() <= length && text.regionMatches(true, 0, start, 0, start.length())) {
                return true;
            }
        }
        for (int i = 0; i < ends.size(); i++) {
            String end = ends.get(i);
            if (end.length() <= length && text.regionMatches(true, length - end.length(), end, 0, end.length())) {
                return true;
            }
        }
        return containsAny(text, length);
    }

    private boolean hasShape(String text, int end) {
        if (length != null && !length.contains(end)) {
            return false;
        }
        for (int i = 0; chars != null && i < end; i++) {
            if (!chars.has(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean containsAny(String text, int length) {
        for (int i = 0; i < contains.size(); i++) {
            String part = contains.get(i);
            for (int at = 0; at + part.length() <= length; at++) {
                if (text.regionMatches(true, at, part, 0, part.length())) {
                    return true;
                }
            }
        }
        return false;
    }
}
