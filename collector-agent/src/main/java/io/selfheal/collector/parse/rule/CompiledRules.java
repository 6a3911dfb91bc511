package io.selfheal.collector.parse.rule;

import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.rules.RulePlace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The rule files that ship, read and checked, in a form that an agent loads at its start: parsing the YAML of hundreds
 * of rules takes a cold JVM most of a second. Written by the build from the YAML, which stays the only source; without
 * the examples, which only tests and tools ask for.
 */
final class CompiledRules {
    private CompiledRules() {}

    static void write(List<RuleFile> files, Packer out) {
        out.number(files.size());
        for (RuleFile file : files) {
            out.text(file.name());
            out.text(file.dataset());
            out.text(file.version());
            out.texts(file.programs());
            out.texts(new TreeSet<>(file.sources()));
            out.number(file.headerless() ? 1 : 0);
            out.number(file.ignoreUnmatched() ? 1 : 0);
            out.texts(new TreeSet<>(file.disabled()));
            out.number(file.rules().size());
            for (Rule rule : file.rules()) {
                write(rule, out);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param samples of the rule of this file and name
     */
    static List<RuleFile> read(Unpacker in, BiFunction<String, String, Supplier<Rule.Samples>> samples) {
        List<RuleFile> files = new ArrayList<>();
        for (int count = in.number(); count > 0; count--) {
            String name = in.text();
            String dataset = in.text();
            String version = in.text();
            List<String> programs = in.texts();
            Set<String> sources = new LinkedHashSet<>(in.texts());
            boolean headerless = in.number() != 0;
            boolean ignoreUnmatched = in.number() != 0;
            Set<String> disabled = Set.copyOf(in.texts());
            List<Rule> rules = new ArrayList<>();
            for (int left = in.number(); left > 0; left--) {
                rules.add(rule(in, rules.size(), name, dataset, samples));
            }
            files.add(new RuleFile(
                    name, dataset, version, programs, sources, headerless, ignoreUnmatched, rules, disabled));
        }
        return List.copyOf(files);
    }

    private static void write(Rule rule, Packer out) {
        out.text(rule.name());
        out.number(rule.place().line());
        out.number(rule.place().column());
        out.texts(texts(rule.starts()));
        out.texts(texts(rule.contains()));
        out.number(rule.longest());
        out.text(rule.matching() == null ? null : rule.matching().text());
        write(rule.json(), out);
        out.text(rule.kind().name());
        out.text(rule.action().name());
        out.text(rule.outcome() == null ? null : rule.outcome().name());
        out.number(rule.constants().size());
        for (Map.Entry<Field, String> constant : rule.constants().entrySet()) {
            out.text(constant.getKey().name());
            out.text(constant.getValue());
        }
        out.text(rule.stamp().name());
        out.text(rule.ignored());
    }

    private static Rule rule(
            Unpacker in,
            int number,
            String file,
            String dataset,
            BiFunction<String, String, Supplier<Rule.Samples>> samples) {
        String name = in.text();
        RulePlace place = new RulePlace(file, in.number(), in.number());
        List<byte[]> starts = literals(in.texts());
        List<byte[]> contains = literals(in.texts());
        int longest = in.number();
        String pattern = in.textOrNull();
        JsonMapping json = json(in);
        EventKind kind = EventKind.valueOf(in.text());
        EventAction action = EventAction.valueOf(in.text());
        String outcome = in.textOrNull();
        Map<Field, String> constants = new EnumMap<>(Field.class);
        for (int left = in.number(); left > 0; left--) {
            constants.put(Field.valueOf(in.text()), in.text());
        }
        return new Rule(
                number,
                place,
                dataset,
                name,
                starts,
                contains,
                longest,
                pattern == null ? null : new RulePattern(pattern),
                json,
                kind,
                action,
                outcome == null ? null : EventOutcome.valueOf(outcome),
                constants,
                StampForm.valueOf(in.text()),
                in.textOrNull(),
                samples.apply(file, name));
    }

    private static void write(JsonMapping json, Packer out) {
        out.number(json.fields().size());
        for (Map.Entry<Field, List<String>> field : json.fields().entrySet()) {
            out.text(field.getKey().name());
            out.texts(field.getValue());
        }
        out.number(json.where().size());
        for (Map.Entry<String, Set<String>> condition : json.where().entrySet()) {
            out.text(condition.getKey());
            out.texts(new TreeSet<>(condition.getValue()));
        }
        out.texts(json.read());
    }

    private static JsonMapping json(Unpacker in) {
        Map<Field, List<String>> fields = new EnumMap<>(Field.class);
        for (int left = in.number(); left > 0; left--) {
            fields.put(Field.valueOf(in.text()), in.texts());
        }
        Map<String, Set<String>> where = new LinkedHashMap<>();
        for (int left = in.number(); left > 0; left--) {
            where.put(in.text(), Set.copyOf(in.texts()));
        }
        List<String> read = in.texts();
        boolean none = fields.isEmpty() && where.isEmpty() && read.isEmpty();
        return none ? JsonMapping.NONE : new JsonMapping(fields, where, read);
    }

    private static List<String> texts(List<byte[]> literals) {
        return literals.stream()
                .map(literal -> new String(literal, StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static List<byte[]> literals(List<String> texts) {
        byte[][] literals = new byte[texts.size()][];
        for (int i = 0; i < literals.length; i++) {
            literals[i] = texts.get(i).getBytes(StandardCharsets.ISO_8859_1);
        }
        return List.of(literals);
    }

    /** Examples and near misses by file and rule, read from the YAML when the first is asked for. */
    static BiFunction<String, String, Supplier<Rule.Samples>> samplesOf(Supplier<List<RuleFile>> yaml) {
        Map<String, Rule.Samples> known = new HashMap<>();
        return (file, name) -> () -> {
            synchronized (known) {
                if (known.isEmpty()) {
                    yaml.get()
                            .forEach(read -> read.rules()
                                    .forEach(rule -> known.put(
                                            read.name() + '\n' + rule.name(),
                                            rule.samples().get())));
                }
                Rule.Samples samples = known.get(file + '\n' + name);
                if (samples == null) {
                    throw new IllegalStateException(
                            "the compiled rules are not those of the YAML: " + file + ", " + name);
                }
                return samples;
            }
        };
    }
}
