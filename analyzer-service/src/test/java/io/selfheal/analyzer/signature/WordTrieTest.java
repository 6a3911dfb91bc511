package io.selfheal.analyzer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class WordTrieTest {
    @Test
    void whatSeveralShareIsReadOnce() {
        assertThat(WordTrie.pattern(List.of("cat", "car", "ca", "dog", "a.b$")))
                .isEqualTo("(?:a\\.b\\$|ca(?:r|t)?|dog)");
        assertThat(WordTrie.pattern(List.of("x"))).isEqualTo("(?:x)");
    }

    @Property
    void itFindsTheWordsAndNoOthers(
            @ForAll @NotEmpty @Size(max = 30)
                    List<@StringLength(min = 1, max = 6) @CharRange(from = 'a', to = 'c') String> words,
            @ForAll @StringLength(max = 7) @CharRange(from = 'a', to = 'c') String other) {
        Pattern pattern = Pattern.compile(WordTrie.pattern(words));

        assertThat(words).allMatch(word -> pattern.matcher(word).matches());
        assertThat(pattern.matcher(other).matches()).isEqualTo(words.contains(other));
    }
}
