package io.selfheal.analyzer.signature;

import io.selfheal.schemas.rules.WorstInputs;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Measures patterns by how often they read a long text: what the clock says depends on the machine. */
public final class SignatureCost {
    private static final int LONGEST = 8192;
    /** A linear pattern reads a character some times, for each of its alternatives; a quadratic one thousands. */
    private static final int READS_PER_CHARACTER = 100;

    private static final int SAMPLES = 2;

    private SignatureCost() {}

    /** A text that the signature's pattern reads far too often; null if none was found. */
    public static @Nullable String exceeding(Signature signature) {
        Pattern pattern = signature.pattern();
        if (pattern == null) {
            return null;
        }
        List<SampleRequest> samples = signature.examples();
        for (SampleRequest sample : samples.subList(0, Math.min(SAMPLES, samples.size()))) {
            for (String part : parts(sample, signature)) {
                for (String input : WorstInputs.of(part, LONGEST)) {
                    if (exceeds(pattern, input)) {
                        return input;
                    }
                }
            }
        }
        return null;
    }

    private static boolean exceeds(Pattern pattern, String input) {
        BudgetedText text = new BudgetedText();
        text.set(input.toCharArray(), input.length());
        text.refill(input.length() * READS_PER_CHARACTER);
        text.share(input.length() * READS_PER_CHARACTER);
        try {
            Matcher matcher = pattern.matcher(text);
            matcher.useTransparentBounds(true).find();
            return text.left() < 0;
        } catch (BudgetedText.Exhausted | StackOverflowError e) {
            return true;
        }
    }

    /** The decoded texts that are searched. */
    private static List<String> parts(SampleRequest sample, Signature signature) {
        int question = sample.url().indexOf('?');
        int end = question < 0 ? sample.url().length() : question;
        return signature.where().stream()
                .map(target -> switch (target) {
                    case PATH -> decoded(sample.url().substring(0, end), target);
                    case QUERY ->
                        decoded(
                                sample.url()
                                        .substring(
                                                Math.min(end + 1, sample.url().length())),
                                target);
                    case REFERRER -> decoded(sample.referrer(), target);
                    case AGENT -> decoded(sample.agent(), target);
                })
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String decoded(@Nullable String raw, Target target) {
        if (raw == null || raw.isEmpty()) {
            return "";
        }
        RequestDecoder decoder = new RequestDecoder();
        decoder.load(raw, 0, raw.length(), target == Target.QUERY || target == Target.REFERRER, target.longest);
        return new String(decoder.text(), 0, decoder.length()).toLowerCase(Locale.ROOT);
    }
}
