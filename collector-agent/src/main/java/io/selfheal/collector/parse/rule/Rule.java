package io.selfheal.collector.parse.rule;

import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.rules.RulePlace;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a rule file, checked and compiled. Immutable.
 *
 * @param number its place among all rules of its book
 * @param place where it stands
 * @param dataset the parser's name
 * @param name its name within the dataset
 * @param starts literals of which the message must begin with one; empty: with anything
 * @param contains literals all of which the message must hold
 * @param longest messages of more bytes are not for it, so that no pattern works long
 * @param matching the pattern, anchored at both ends; null for JSON rules that only map keys
 * @param json how it reads JSON and logfmt; empty: it reads text
 * @param kind which record it makes
 * @param action what it means
 * @param outcome how it ended; null: the record decides
 * @param constants fields that the rule itself sets
 * @param stamp the form of its time field
 * @param ignored why a matching line is no event; null: it is one
 * @param samples its examples and near misses; those of rules that ship are read when asked for
 */
record Rule(
        int number,
        RulePlace place,
        String dataset,
        String name,
        List<byte[]> starts,
        List<byte[]> contains,
        int longest,
        @Nullable RulePattern matching,
        JsonMapping json,
        EventKind kind,
        EventAction action,
        @Nullable EventOutcome outcome,
        Map<Field, String> constants,
        StampForm stamp,
        @Nullable String ignored,
        Supplier<Samples> samples) {
    /**
     * A named group.
     *
     * @param field what it fills
     * @param number its number in the pattern
     */
    record Group(Field field, int number) {}

    /**
     * What shows what a rule reads.
     *
     * @param examples lines that it must match
     * @param nearMisses lines that it must not match
     */
    record Samples(List<Example> examples, List<Example> nearMisses) {
        Samples {
            examples = List.copyOf(examples);
            nearMisses = List.copyOf(nearMisses);
        }
    }

    /**
     * A line with what must come of it.
     *
     * @param place where it stands
     * @param text the message, or the whole line
     * @param wholeLine whether it is the whole line; else the test puts a syslog header before it
     * @param after the session's lines before it, oldest first, each as this one is
     * @param expect event fields by name; empty in near misses and for rules that ignore
     */
    record Example(RulePlace place, String text, boolean wholeLine, List<String> after, Map<String, String> expect) {
        Example {
            after = List.copyOf(after);
        }

        /** The line before it. */
        Example before(String earlier) {
            return new Example(place, earlier, wholeLine, List.of(), Map.of());
        }
    }

    /** The same rule at another place of a book. */
    Rule at(int otherNumber) {
        return new Rule(
                otherNumber,
                place,
                dataset,
                name,
                starts,
                contains,
                longest,
                matching,
                json,
                kind,
                action,
                outcome,
                constants,
                stamp,
                ignored,
                samples);
    }

    /** Java's pattern; null for JSON rules that only map keys. */
    @Nullable
    Pattern pattern() {
        return matching == null ? null : matching.compiled();
    }

    /** Whether a part of the text that its pattern matches is fields, which the mapping reads. */
    boolean readsInnerFields() {
        return matching != null && matching.readsFields();
    }

    List<Example> examples() {
        return samples.get().examples();
    }

    List<Example> nearMisses() {
        return samples.get().nearMisses();
    }

    /** Whether it reads lines that are fields from end to end (JSON, logfmt); else it reads text. */
    boolean readsJson() {
        return !json.isEmpty() && !readsInnerFields();
    }

    String fullName() {
        return dataset + "/" + name;
    }
}
