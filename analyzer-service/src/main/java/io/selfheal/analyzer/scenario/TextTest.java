package io.selfheal.analyzer.scenario;

import java.util.List;
import java.util.Set;

/**
 * Tests of a text, letter case ignored. {@code path} fields are tested without their query.
 *
 * @param equals whole texts, lower case
 * @param starts beginnings
 * @param ends ends
 * @param contains parts
 */
record TextTest(Set<String> equals, List<String> starts, List<String> ends, List<String> contains) {
    TextTest {
        equals = Set.copyOf(equals);
        starts = List.copyOf(starts);
        ends = List.copyOf(ends);
        contains = List.copyOf(contains);
    }

    boolean test(String text) {
        int question = text.startsWith("/") ? text.indexOf('?') : -1;
        int length = question < 0 ? text.length() : question;
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
