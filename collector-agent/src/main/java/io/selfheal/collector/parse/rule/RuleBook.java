package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.rules.RuleEntry;
import io.selfheal.schemas.rules.RuleKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All rules, sorted by who reads them. Immutable; read once, shared by all sources. */
public final class RuleBook {
    /** The names of the shipped files in the order in which they are tried where several read the same lines. */
    private static final String ORDER = "/parsers/order.txt";

    private static final String EVERYONE = "*";
    private static final String NOBODY = "-";

    private final List<RuleFile> files;
    private final Map<String, Candidates> byProgram = new HashMap<>();
    private final Map<String, Candidates> bySource = new HashMap<>();
    private final Map<String, JsonIndex> jsonBySource = new HashMap<>();
    private final Candidates ofOthers;
    private final Candidates ofAnySource;
    private final JsonIndex jsonRules;

    /**
     * @param unnumbered in the order in which they are tried
     * @param own how many of them, at the beginning, are an administrator's own
     */
    private RuleBook(List<RuleFile> unnumbered, int own) {
        files = numbered(unnumbered);
        List<RuleFile> shipped = files.subList(own, files.size());
        List<Rule> everyones = textRules(file -> file.programs().contains(EVERYONE));
        ofOthers = new Candidates("syslog", true, everyones);
        TreeSet<String> programs = new TreeSet<>();
        files.forEach(file -> programs.addAll(file.programs()));
        for (String program : programs) {
            Predicate<RuleFile> itsOwn = file -> file.programs().contains(program);
            List<Rule> rules = new ArrayList<>(textRules(itsOwn));
            rules.addAll(everyones);
            // What else a program says is judged by those who know it best: the rules that ship, if there are any.
            List<RuleFile> knowing = shipped.stream().filter(itsOwn).toList();
            List<RuleFile> judges =
                    knowing.isEmpty() ? files.stream().filter(itsOwn).toList() : knowing;
            boolean ignored = judges.stream().anyMatch(RuleFile::ignoreUnmatched);
            byProgram.put(program, new Candidates(judges.getFirst().dataset(), ignored, rules));
        }
        ofAnySource = new Candidates(SourceType.AUTO.wireName(), false, textRules(RuleFile::headerless));
        jsonRules = new JsonIndex(jsonRules(file -> true));
        TreeSet<String> sources = new TreeSet<>();
        files.forEach(file -> sources.addAll(file.sources()));
        for (String source : sources) {
            Predicate<RuleFile> itsOwn = file -> file.sources().contains(source);
            bySource.put(source, new Candidates(source, false, textRules(itsOwn)));
            jsonBySource.put(source, new JsonIndex(jsonRules(itsOwn)));
        }
    }

    /** The rules that ship with the collector. */
    public static RuleBook builtIn() {
        return new RuleBook(shipped(), 0);
    }

    /**
     * The rules that ship and an administrator's own, which are tried first; one of them replaces the shipped rule of
     * the same dataset and name.
     *
     * @throws RuleFileException if two of the own ones have the same dataset and name, or one turns off what is not there
     */
    public static RuleBook builtInWith(List<RuleFile> own) {
        return new RuleBook(Overrides.over(shipped(), own), own.size());
    }

    /**
     * A book of one file.
     *
     * @throws RuleFileException if the file is wrong
     */
    public static RuleBook of(String fileName, String yaml) {
        return new RuleBook(List.of(RuleFileReader.read(fileName, yaml)), 0);
    }

    private static List<RuleFile> shipped() {
        return resource(ORDER)
                .lines()
                .map(name -> RuleFileReader.read("parsers/" + name, resource("/parsers/" + name)))
                .toList();
    }

    private static List<RuleFile> numbered(List<RuleFile> files) {
        List<RuleFile> numbered = new ArrayList<>();
        int number = 0;
        for (RuleFile file : files) {
            List<Rule> rules = new ArrayList<>();
            for (Rule rule : file.rules()) {
                rules.add(rule.at(number++));
            }
            numbered.add(file.with(rules));
        }
        return List.copyOf(numbered);
    }

    /** How sources of lines that the rules read may be called. */
    public Set<String> sourceNames() {
        return Set.copyOf(bySource.keySet());
    }

    /** Whether rules of this dataset read the lines without a header of such a source. */
    public boolean reads(SourceType type, String dataset) {
        return files.stream()
                .filter(file -> file.dataset().equals(dataset))
                .anyMatch(file ->
                        type.isBuiltIn() ? file.headerless() : file.sources().contains(type.wireName()));
    }

    /** Whether there are rules for just this program. */
    boolean knows(String program) {
        return byProgram.containsKey(program);
    }

    /** Rules for a program's messages; null stands for a message without a program. */
    Candidates ofProgram(@Nullable String program) {
        return byProgram.getOrDefault(program == null ? NOBODY : program, ofOthers);
    }

    /** Rules for lines without a header. */
    Candidates ofSource(SourceType type) {
        return bySource.getOrDefault(type.wireName(), ofAnySource);
    }

    /** The rules for JSON and logfmt that name such a source; null if none does. */
    @Nullable
    JsonIndex jsonRules(SourceType type) {
        return jsonBySource.get(type.wireName());
    }

    /** All rules for JSON and logfmt. */
    JsonIndex jsonRules() {
        return jsonRules;
    }

    List<RuleFile> files() {
        return files;
    }

    /** What the rules are, in the order in which they are tried. */
    public List<RuleEntry> entries() {
        return files.stream()
                .flatMap(file -> file.rules().stream()
                        .map(rule ->
                                new RuleEntry(RuleKind.PARSER, rule.fullName(), file.version(), null, rule.place())))
                .toList();
    }

    int size() {
        return files.stream().mapToInt(file -> file.rules().size()).sum();
    }

    private List<Rule> textRules(Predicate<RuleFile> of) {
        return files.stream()
                .filter(of)
                .flatMap(file -> file.rules().stream())
                .filter(rule -> !rule.readsJson())
                .toList();
    }

    private List<Rule> jsonRules(Predicate<RuleFile> of) {
        return files.stream()
                .filter(of)
                .flatMap(file -> file.rules().stream())
                .filter(Rule::readsJson)
                .toList();
    }

    private static String resource(String path) {
        try (InputStream in = RuleBook.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + path + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
