package io.selfheal.analyzer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.rules.WorstInputs;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attackers write these texts: any of them, of any length, in bounded time, and never an exception. */
class SignatureBoundsTest {
    private static final SignatureSet SHIPPED = RuleSet.shipped().signatures();

    private final SignatureMatcher matcher = new SignatureMatcher(SHIPPED);

    static Stream<String> nastyPieces() {
        return Stream.of(
                "union select ",
                "'or ",
                "%25",
                "%2525",
                "/*",
                "/*!",
                "*/",
                "<svg ",
                "${",
                "${::-",
                "{{",
                "; ",
                "../",
                "select (",
                "if (",
                "for %a in (",
                "a=",
                "\\x",
                "&#x",
                "on=",
                " onload",
                "%c0%af",
                "((((",
                "case when ",
                "php://",
                "sh -c ",
                "=~+",
                "\u0000",
                "%00",
                "\uD800",
                "while(");
    }

    @ParameterizedTest
    @MethodSource("nastyPieces")
    void aTextThatRepeatsTheWorstIsSearchedInBoundedTime(String piece) {
        String text = "/x?q=" + piece.repeat(60_000 / piece.length());
        matcher.match(text, text, text);
        long start = System.nanoTime();

        for (int i = 0; i < 10; i++) {
            matcher.match(text + i, text + i, text + i);
        }

        assertThat(Duration.ofNanos((System.nanoTime() - start) / 10)).isLessThan(Duration.ofMillis(60));
    }

    /** Reads, not time, which depends on the machine. */
    @ParameterizedTest
    @MethodSource("nastyPieces")
    void patternsReadARequestTwentyTwoThousandTimesAtMost(String piece) {
        String text = "/x?q=" + piece.repeat(8_000 / piece.length());

        matcher.match(text, text.substring(0, 2_000), text.substring(2_000, 4_000));

        assertThat(matcher.reads()).isLessThanOrEqualTo(22_001);
    }

    @Test
    void thatHoldsForTheWorstThatCanBeMadeOfTheirOwnExamples() {
        int most = 0;
        for (Signature signature : SHIPPED.signatures()) {
            SampleRequest example = signature.examples().getFirst();
            for (String url : WorstInputs.of(example.url(), 8_000)) {
                matcher.match(url, url.substring(0, Math.min(2_000, url.length())), null);
                most = Math.max(most, matcher.reads());
            }
        }

        assertThat(most).as("the worst inputs use the budget up, and no more").isBetween(21_000, 22_001);
    }

    @Test
    void noTextMakesItThrow() {
        Random random = new Random(11);
        String alphabet = "%25\\x/*!+&#;<>'\"${}()= unioselctracp.\u0000\u00e9\uD83D";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(120);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(matcher.match(text.toString(), text.toString(), text.toString()))
                    .isNotNull();
        }
    }

    @Test
    void disguisesAreTakenOff() {
        assertThat(decoded("%2525%2575nion%20%2553elect")).isEqualTo("%union select");
        assertThat(decoded("%u0055NION+%C0%AF..%c0%ae&lt;&#x3c;&#60;")).isEqualTo("union /...<<<");
        assertThat(decoded("un%00ion")).isEqualTo("union\u0000");
        assertThat(decoded("1/**/union/*x*/select")).isEqualTo("1 union select\u0004");
        assertThat(decoded("/*!50000union*/")).isEqualTo(" union \u0001");
        assertThat(decoded("\\x3cscript\\x3e")).isEqualTo("<script>");
        assertThat(decoded("a%20%20%09b")).isEqualTo("a b");
        assertThat(decoded("a/*b")).isEqualTo("a/*b");
    }

    private static String decoded(String raw) {
        RequestDecoder decoder = new RequestDecoder();
        decoder.load(raw, 0, raw.length(), true, RequestDecoder.MAX_LENGTH);
        return new String(decoder.text(), 0, decoder.length());
    }
}
