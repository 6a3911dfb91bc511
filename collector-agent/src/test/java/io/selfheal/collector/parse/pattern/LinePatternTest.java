package io.selfheal.collector.parse.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns on bytes mean what Java's mean on characters. */
class LinePatternTest {
    private static final int PATTERNS = 20_000;
    private static final int TEXTS = 12;
    private static final String ALPHABET = "aabbc \"\\\n\u0085_";

    private final SplittableRandom random = new SplittableRandom(20261127);
    private int groups;

    /** Whether it matches, and the texts of all groups; null if it does not match. */
    private static @Nullable List<String> java(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        List<String> found = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            found.add(matcher.start(group) + "-" + matcher.end(group));
        }
        return found;
    }

    private static @Nullable List<String> ours(LinePattern pattern, String text) {
        byte[] bytes = ('"' + text + 'a').getBytes(StandardCharsets.ISO_8859_1);
        BoundedText bounded = new BoundedText().set(bytes, 1, bytes.length - 1);
        bounded.allow(10_000_000);
        LineMatcher matcher = new LineMatcher(pattern, bounded);
        if (!matcher.matches()) {
            return null;
        }
        List<String> found = new ArrayList<>();
        for (int group = 1; group <= pattern.groups(); group++) {
            int start = matcher.start(group);
            found.add(start < 0 ? "-1--1" : (start - 1) + "-" + (matcher.end(group) - 1));
        }
        return found;
    }

    @Test
    void madeUpPatternsMatchTheSameTextsWithTheSameGroups() {
        int matched = 0;
        for (int i = 0; i < PATTERNS; i++) {
            groups = 0;
            String text = "^" + pattern(3) + "$";
            Pattern java = Pattern.compile(text, Pattern.DOTALL);
            LinePattern ours = LinePattern.of(text);
            // A repeated place, such as (?:\\b)*, is Java's.
            for (int k = 0; ours != null && k < TEXTS; k++) {
                String input = text();
                List<String> expected = java(java, input);
                assertThat(ours(ours, input)).as("%s on '%s'", text, input).isEqualTo(expected);
                matched += expected == null ? 0 : 1;
            }
        }
        assertThat(matched).isGreaterThan(PATTERNS / 4);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(9); length > 0; length--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private String pattern(int depth) {
        StringBuilder pattern = new StringBuilder();
        for (int parts = random.nextInt(1, 5); parts > 0; parts--) {
            pattern.append(part(depth));
        }
        return pattern.toString();
    }

    private String part(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return single() + quantifier();
        }
        return switch (random.nextInt(9)) {
            case 0 -> "(?:" + pattern(depth - 1) + "|" + pattern(depth - 1) + ")" + quantifier();
            case 1 -> "(?:" + pattern(depth - 1) + ")" + quantifier();
            case 2 -> "(?>" + pattern(depth - 1) + ")";
            case 3 -> "(?" + (random.nextBoolean() ? "=" : "!") + plain() + ")" + single();
            case 4 -> "(?<" + (random.nextBoolean() ? "=" : "!") + single() + ")";
            case 5 -> "(?:(?!" + plain() + ")" + single() + ")" + quantifier();
            case 6 -> "(?i:" + single() + ")" + quantifier();
            case 7 -> "\\b";
            default -> {
                String name = "g" + groups++;
                String body = pattern(depth - 1);
                yield "(?<" + name + ">" + body + ")" + (random.nextInt(4) == 0 ? "\\k<" + name + ">" : "");
            }
        };
    }

    private String plain() {
        return single() + quantifier() + single();
    }

    private String single() {
        String[] singles = {
            "a", "b", "c", " ", "\"", "[^ \"]", "[ab]", ".", "\\w", "\\s", "\\\\", "[^\"\\\\]", "ab", "[a-c]"
        };
        return singles[random.nextInt(singles.length)];
    }

    private String quantifier() {
        String[] quantifiers = {"", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}"};
        String quantifier = quantifiers[random.nextInt(quantifiers.length)];
        String[] modes = {"", "", "?", "+"};
        return quantifier.isEmpty() ? "" : quantifier + modes[random.nextInt(modes.length)];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[a[bc]]$",
                "^[a&&b]$",
                "^\\Qa\\E$",
                "^\\p{L}$",
                "^(?x)a$",
                "^(a)\\1$",
                "^a{2}{3}$",
                "^(?<=a|bc)d$",
                "^\u20ac$",
                "^[]a]$",
                "^a\\z$"
            })
    void whatIsNotReadHereIsLeftToJava(String pattern) {
        assertThat(LinePattern.of(pattern)).isNull();
    }

    @Test
    void aTextIsReadOnlySoOften() {
        LinePattern pattern = LinePattern.of("^(?:a*)*b$");
        byte[] bytes = "a".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        BoundedText text = new BoundedText().set(bytes, 0, bytes.length);
        text.allow(BoundedText.READS);

        assertThat(catchThrowable(() -> new LineMatcher(pattern, text).matches()))
                .isInstanceOf(BoundedText.Exhausted.class);
    }
}
