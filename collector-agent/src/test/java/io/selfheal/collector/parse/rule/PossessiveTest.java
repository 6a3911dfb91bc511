package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Possessive runs written another way match the same. */
class PossessiveTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^[^\"]*+\"$|^(?>[^\"]*)\"$",
                "^[a\\]b]++c$|^(?>[a\\]b]+)c$",
                "^\\[a]*+$|^\\[a]*+$",
                "^[a[bc]]*+[^d]{1,9}+$|^(?>[a[bc]]*)[^d]{1,9}+$",
                "^(?:a[b]*+)*+[c]*$|^(?:a(?>[b]*))*+[c]*$",
                "^\\Q[a]*+\\E$|^\\Q[a]*+\\E$"
            })
    void aRunOfAClassBecomesAnAtomicGroup(String pattern, String written) {
        assertThat(Possessive.asAtomic(pattern)).isEqualTo(written);
    }

    @Test
    void everyShippedPatternMatchesTheSameGroups() {
        SplittableRandom random = new SplittableRandom(20261126);
        int matched = 0;
        for (RuleFile file : ShippedRules.files()) {
            for (Rule rule : file.rules()) {
                RulePattern pattern = rule.matching();
                for (Rule.Example example : pattern == null ? List.<Rule.Example>of() : rule.examples()) {
                    String text = example.text().strip();
                    int cut = random.nextInt(text.length());
                    for (String input :
                            new String[] {text, text.substring(0, cut), text + '"', text.replace('"', ' ')}) {
                        Matcher plain =
                                Pattern.compile(pattern.text(), Pattern.DOTALL).matcher(input);
                        Matcher ours = pattern.compiled().matcher(input);
                        assertThat(ours.matches()).as(pattern.text()).isEqualTo(plain.matches());
                        for (int group = 0; ours.hasMatch() && group <= plain.groupCount(); group++) {
                            assertThat(ours.group(group)).isEqualTo(plain.group(group));
                            matched++;
                        }
                    }
                }
            }
        }
        assertThat(matched).isGreaterThan(1000);
    }
}
