package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.pattern.BoundedText;
import io.selfheal.schemas.rules.WorstInputs;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Measures patterns by how often they read a long message: what the clock says depends on the machine. */
final class WorstCases {
    /** Longer messages are rare, and a pattern that is no good shows it here. */
    private static final int LONGEST = 8192;
    /** A linear pattern reads a character some times, one with bounded groups some dozens, a quadratic one thousands. */
    private static final int READS_PER_CHARACTER = 100;

    private WorstCases() {}

    /**
     * A message that the pattern reads far too often; null if none was found.
     *
     * @param example a message that it knows
     * @param longest bytes of the longest message that reaches it
     */
    static @Nullable String exceeding(Pattern pattern, String example, int longest) {
        for (String input : WorstInputs.of(example, Math.min(longest, LONGEST))) {
            try {
                byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
                BoundedText text = new BoundedText().set(bytes, 0, bytes.length);
                text.allow(READS_PER_CHARACTER * bytes.length);
                pattern.matcher(text).matches();
            } catch (BoundedText.Exhausted | StackOverflowError e) {
                return input;
            }
        }
        return null;
    }
}
