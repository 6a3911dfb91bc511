package io.selfheal.analyzer.signature;

import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.text.Excerpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads {@code signatures/*.yaml}. */
public final class SignatureFile {
    private static final Map<String, ThreatClass> CLASSES = names(ThreatClass.values());
    private static final Map<String, Target> TARGETS = names(Target.values());
    static final String PATTERN = "pattern";
    private static final String BEGINS = "begins";
    private static final Pattern CHARACTER_CLASS = Pattern.compile("\\[(?:[^\\[\\]\\\\]|\\\\.){1,60}]");
    private static final int MAX_PATTERN = 12_000;
    private static final int SHOWN = 60;

    private SignatureFile() {}

    /**
     * What a file holds.
     *
     * @param disabled ids that it turns off; the other keys of such a rule are not read
     */
    public record Content(List<Signature> signatures, Set<String> disabled) {
        public Content {
            signatures = List.copyOf(signatures);
            disabled = Set.copyOf(disabled);
        }
    }

    /** All signatures of a file. */
    public static Content read(YamlSection root) throws RuleException {
        String version = root.text("version");
        WordLists words = WordLists.of(root);
        List<Signature> signatures = new ArrayList<>();
        Set<String> disabled = new HashSet<>();
        for (YamlSection section : root.sections("signatures")) {
            if (section.has("disabled") && section.flag("disabled")) {
                disabled.add(section.text("id"));
            } else {
                signatures.add(signature(section, version, words));
            }
        }
        words.done();
        root.done();
        return new Content(signatures, disabled);
    }

    private static Signature signature(YamlSection in, String version, WordLists words) throws RuleException {
        List<String> literals = new ArrayList<>();
        for (String literal : in.texts("literals")) {
            if (!WordLists.isWord(literal)) {
                throw in.wrong("literals", "'" + literal + "' is no literal; allowed: " + WordLists.ALLOWED);
            }
            literals.add(literal);
        }
        Signature signature = new Signature(
                in.text("id"),
                version,
                in.text("family"),
                in.oneOf("class", CLASSES),
                in.textOrNull("technique"),
                in.integer("score", 1, 100),
                in.has("where") ? Set.copyOf(in.someOf("where", TARGETS)) : Set.of(Target.PATH, Target.QUERY),
                in.has("refused_only") && in.flag("refused_only"),
                literals,
                pattern(in, words),
                in.text("reason"),
                samples(in, "examples"),
                in.has("near_misses") ? samples(in, "near_misses") : List.of());
        in.done();
        return signature;
    }

    /** One pattern of all that are given: one of them suffices. */
    private static @Nullable Pattern pattern(YamlSection in, WordLists words) throws RuleException {
        if (!in.has(PATTERN)) {
            return null;
        }
        List<String> alternatives = new ArrayList<>();
        if (in.texts(PATTERN).isEmpty()) {
            throw in.wrong(PATTERN, "is an empty list; allowed: one expression or several");
        }
        for (String written : in.texts(PATTERN)) {
            String alternative = words.resolve(in, written);
            compile(in, alternative);
            alternatives.add(alternative);
        }
        String text = begin(in, String.join("|", alternatives));
        if (text.length() > MAX_PATTERN) {
            throw in.wrong(PATTERN, "has " + text.length() + " characters; allowed: up to " + MAX_PATTERN);
        }
        return compile(in, text);
    }

    /** The pattern, tried where it can begin only: elsewhere each of its alternatives would read the text for nothing. */
    private static String begin(YamlSection in, String text) throws RuleException {
        String begins = in.textOrNull(BEGINS);
        if (begins == null) {
            return text;
        }
        if (!CHARACTER_CLASS.matcher(begins).matches()) {
            throw in.wrong(BEGINS, "'" + begins + "' is no class of characters; allowed: for example [;|0-9]");
        }
        return "(?=" + begins + ")(?:" + text + ")";
    }

    private static Pattern compile(YamlSection in, String text) throws RuleException {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw in.wrong(
                    PATTERN,
                    "is no regular expression: " + e.getDescription() + " at " + e.getIndex() + " of '"
                            + Excerpt.of(text, SHOWN) + "'");
        }
    }

    private static List<SampleRequest> samples(YamlSection in, String key) throws RuleException {
        return in.items(key, SampleRequest::ofUrl, section -> {
            SampleRequest sample = new SampleRequest(
                    section.text("url", "/"), section.textOrNull("agent"), section.textOrNull("referrer"));
            section.done();
            return sample;
        });
    }

    private static <E extends Enum<E>> Map<String, E> names(E[] values) {
        Map<String, E> names = new HashMap<>();
        Arrays.stream(values).forEach(value -> names.put(value.name().toLowerCase(Locale.ROOT), value));
        return Map.copyOf(names);
    }
}
