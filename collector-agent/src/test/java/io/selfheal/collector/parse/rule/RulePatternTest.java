package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.parse.pattern.BoundedText;
import io.selfheal.collector.parse.pattern.LineMatcher;
import io.selfheal.collector.parse.pattern.LinePattern;
import io.selfheal.schemas.rules.WorstInputs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every pattern that ships reads lines as Java's patterns would. */
class RulePatternTest {
    private static final int MUTATED = 40;
    private static final String TELLING = " \t\"'[](){}<>:;=,\\%./|@-?0a\n\r\u0085\u00e4";

    private final SplittableRandom random = new SplittableRandom(20261127);

    @Test
    void everyShippedPatternMatchesTheSameLinesWithTheSameGroups() {
        int matched = 0;
        for (RuleFile file : ShippedRules.files()) {
            for (Rule rule : file.rules()) {
                RulePattern pattern = rule.matching();
                if (pattern == null) {
                    continue;
                }
                LinePattern ours = pattern.reading();
                assertThat(ours).as(rule.fullName()).isNotNull();
                assertThat(ours.namedGroups()).isEqualTo(pattern.compiled().namedGroups());
                for (String input : inputs(rule)) {
                    Map<String, String> expected = groups(pattern, input);
                    assertThat(groups(ours, input))
                            .as("%s on '%s'", rule.fullName(), input)
                            .isEqualTo(expected);
                    matched += expected == null ? 0 : 1;
                }
            }
        }
        assertThat(matched).isGreaterThan(5000);
    }

    private List<String> inputs(Rule rule) {
        List<String> inputs = new ArrayList<>();
        List<Rule.Example> examples = new ArrayList<>(rule.examples());
        examples.addAll(rule.nearMisses());
        for (Rule.Example example : examples) {
            String text =
                    new String(example.text().strip().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            // A line's header is no part of the message.
            int message = example.wholeLine() ? Math.max(0, text.indexOf("]: ") + 3) : 0;
            for (String whole : List.of(text, text.substring(Math.min(text.length(), message)))) {
                inputs.add(whole);
                for (int i = 0; i < MUTATED; i++) {
                    inputs.add(mutated(whole));
                }
            }
        }
        return inputs;
    }

    private String mutated(String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int times = random.nextInt(1, 4); times > 0 && !mutated.isEmpty(); times--) {
            int at = random.nextInt(mutated.length());
            char telling = TELLING.charAt(random.nextInt(TELLING.length()));
            switch (random.nextInt(5)) {
                case 0 -> mutated.setCharAt(at, telling);
                case 1 -> mutated.insert(at, telling);
                case 2 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(1, 6)));
                case 3 ->
                    mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + random.nextInt(1, 40))));
                default -> mutated.append(telling);
            }
        }
        return mutated.toString();
    }

    private static @Nullable Map<String, String> groups(RulePattern pattern, String input) {
        Matcher matcher = pattern.compiled().matcher(input);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> groups = new TreeMap<>();
        matcher.namedGroups().forEach((name, number) -> groups.put(name, String.valueOf(matcher.group(number))));
        return groups;
    }

    private static @Nullable Map<String, String> groups(LinePattern pattern, String input) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        LineMatcher matcher = new LineMatcher(pattern, text(bytes, BoundedText.READS));
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> groups = new TreeMap<>();
        pattern.namedGroups()
                .forEach((name, number) -> groups.put(
                        name,
                        matcher.start(number) < 0
                                ? "null"
                                : input.substring(matcher.start(number), matcher.end(number))));
        return groups;
    }

    private static BoundedText text(byte[] bytes, int reads) {
        BoundedText text = new BoundedText().set(bytes, 0, bytes.length);
        text.allow(reads);
        return text;
    }

    @Test
    void noShippedPatternReadsMoreThanALineMayOnItsWorstCases() {
        for (RuleFile file : ShippedRules.files()) {
            for (Rule rule : file.rules()) {
                RulePattern pattern = rule.matching();
                LinePattern ours = pattern == null ? null : pattern.reading();
                for (Rule.Example example : ours == null ? List.<Rule.Example>of() : rule.examples()) {
                    String latin =
                            new String(example.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
                    for (String input : WorstInputs.of(latin, Math.min(16_384, rule.longest()))) {
                        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
                        if (rule.readsJson() || Candidates.worthTrying(rule, bytes, bytes.length)) {
                            new LineMatcher(ours, text(bytes, BoundedText.READS)).matches();
                        }
                    }
                }
            }
        }
    }
}
