package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.pattern.BoundedText;
import io.selfheal.schemas.rules.WorstInputs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is asked of the rules that ship: nothing for lint to find, and no message that uses up a pattern's bound. */
class ShippedRulesTest {
    /** The longest line there is; rules whose {@code longest} is less never see more than that. */
    private static final int LONGEST = 64 * 1024;
    /** Short messages are read without a bound: what this allows is what the bound allows the shortest long one. */
    private static final int READS_PER_CHARACTER = 30;

    @Test
    void lintFindsNothing() {
        assertThat(new ParserLint(ParserSet.builtIn()).check(name -> true)).isEmpty();
    }

    @TestFactory
    List<DynamicTest> noRuleUsesUpItsBoundOnItsWorstCases() {
        List<DynamicTest> tests = new ArrayList<>();
        for (RuleFile file : RuleBook.builtIn().files()) {
            tests.add(dynamicTest(
                    file.name(),
                    () -> file.rules()
                            .forEach(rule -> assertThat(exhausting(rule))
                                    .as(rule.fullName())
                                    .isEmpty())));
        }
        return tests;
    }

    /** Beginnings of messages that reach the rule and that its pattern gives up, or reads too often to be linear. */
    private static List<String> exhausting(Rule rule) {
        List<String> found = new ArrayList<>();
        Pattern pattern = rule.pattern();
        if (pattern == null) {
            return found;
        }
        for (Rule.Example example : rule.examples()) {
            for (String input : WorstInputs.of(bytesAsText(example.text()), Math.min(LONGEST, rule.longest()))) {
                if (reaches(rule, input) && isExhausted(pattern, input)) {
                    found.add(input.substring(0, Math.min(input.length(), 200)));
                }
            }
        }
        return found;
    }

    private static boolean reaches(Rule rule, String input) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        return rule.readsJson() || Candidates.worthTrying(rule, bytes, bytes.length);
    }

    private static boolean isExhausted(Pattern pattern, String input) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        BoundedText text = new BoundedText().set(bytes, 0, bytes.length);
        text.allow(Math.min(BoundedText.READS, READS_PER_CHARACTER * bytes.length));
        try {
            pattern.matcher(text).matches();
            return false;
        } catch (BoundedText.Exhausted | StackOverflowError e) {
            return true;
        }
    }

    /** Patterns see one character a byte. */
    private static String bytesAsText(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
