package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.rules.RuleEntry;
import io.selfheal.schemas.rules.RuleKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All rules, sorted by who reads them. Immutable; read once, shared by all sources. */
public final class RuleBook {
    private static final String EVERYONE = "*";
    private static final String NOBODY = "-";

    private final List<RuleFile> files;
    private final List<RuleFile> shipped;
    private final Set<String> programs = new HashSet<>();
    private final Set<String> sources = new HashSet<>();
    private final Literals literals = new Literals();
    private final List<Candidates.Entry> entries = new ArrayList<>();
    /** A machine has a few dozens of all programs that the rules know: made when the first line asks. */
    private final Map<String, Candidates> byProgram = new ConcurrentHashMap<>();

    private final Map<String, Candidates> bySource = new ConcurrentHashMap<>();
    private final Map<String, JsonIndex> jsonBySource = new ConcurrentHashMap<>();

    /**
     * @param unnumbered in the order in which they are tried
     * @param own how many of them, at the beginning, are an administrator's own
     */
    private RuleBook(List<RuleFile> unnumbered, int own) {
        files = numbered(unnumbered);
        shipped = files.subList(own, files.size());
        for (RuleFile file : files) {
            programs.addAll(file.programs());
            sources.addAll(file.sources());
            file.rules().forEach(rule -> entries.add(new Candidates.Entry(rule, literals)));
        }
    }

    private Candidates newOfProgram(String program) {
        if (program.equals(EVERYONE)) {
            return candidates("syslog", true, textRules(file -> file.programs().contains(EVERYONE)));
        }
        Predicate<RuleFile> itsOwn = file -> file.programs().contains(program);
        List<Rule> rules = new ArrayList<>(textRules(itsOwn));
        rules.addAll(textRules(file -> file.programs().contains(EVERYONE)));
        // What else a program says is judged by those who know it best: the rules that ship, if there are any.
        List<RuleFile> knowing = shipped.stream().filter(itsOwn).toList();
        List<RuleFile> judges =
                knowing.isEmpty() ? files.stream().filter(itsOwn).toList() : knowing;
        boolean ignored = judges.stream().anyMatch(RuleFile::ignoreUnmatched);
        return candidates(judges.getFirst().dataset(), ignored, rules);
    }

    private Candidates newOfSource(String source) {
        return source.equals(EVERYONE)
                ? candidates(SourceType.AUTO.wireName(), false, textRules(RuleFile::headerless))
                : candidates(source, false, textRules(file -> file.sources().contains(source)));
    }

    private Candidates candidates(String dataset, boolean ignoreUnmatched, List<Rule> rules) {
        List<Candidates.Entry> theirs =
                rules.stream().map(rule -> entries.get(rule.number())).toList();
        return new Candidates(dataset, ignoreUnmatched, theirs, literals);
    }

    /** The rules that ship with the collector. */
    public static RuleBook builtIn() {
        return new RuleBook(ShippedRules.files(), 0);
    }

    /**
     * The rules that ship and an administrator's own, which are tried first; one of them replaces the shipped rule of
     * the same dataset and name.
     *
     * @throws RuleFileException if two of the own ones have the same dataset and name, or one turns off what is not there
     */
    public static RuleBook builtInWith(List<RuleFile> own) {
        return new RuleBook(Overrides.over(ShippedRules.files(), own), own.size());
    }

    /**
     * A book of one file.
     *
     * @throws RuleFileException if the file is wrong
     */
    public static RuleBook of(String fileName, String yaml) {
        return new RuleBook(List.of(RuleFileReader.read(fileName, yaml)), 0);
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
        return Set.copyOf(sources);
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
        return programs.contains(program);
    }

    /** Rules for a program's messages; null stands for a message without a program. */
    Candidates ofProgram(@Nullable String program) {
        String name = program == null ? NOBODY : program;
        return byProgram.computeIfAbsent(knows(name) ? name : EVERYONE, this::newOfProgram);
    }

    /** Rules for lines without a header. */
    Candidates ofSource(SourceType type) {
        String name = type.wireName();
        return bySource.computeIfAbsent(sources.contains(name) ? name : EVERYONE, this::newOfSource);
    }

    /** The rules for JSON and logfmt that name such a source; null if none does. */
    @Nullable
    JsonIndex jsonRules(SourceType type) {
        String name = type.wireName();
        return sources.contains(name)
                ? jsonBySource.computeIfAbsent(
                        name,
                        source -> new JsonIndex(jsonRules(file -> file.sources().contains(source))))
                : null;
    }

    /** All rules for JSON and logfmt. */
    JsonIndex jsonRules() {
        return jsonBySource.computeIfAbsent(EVERYONE, everyone -> new JsonIndex(jsonRules(file -> true)));
    }

    /** The files, in the order in which they are tried. */
    public List<RuleFile> files() {
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
}
