package io.selfheal.collector.parse.rule;

import java.util.List;
import java.util.Set;

/**
 * One file of {@code parsers/}, or of the folder of an administrator's own.
 *
 * @param name the file's name, for messages
 * @param dataset the parser's name
 * @param version of the file
 * @param programs whose syslog messages its rules read; {@code *}: everyone's, after that program's own
 * @param sources how a source of such lines may be called
 * @param headerless whether such lines come without a syslog header, so that a source of any kind may hold them; else
 *     only a source that is called so
 * @param ignoreUnmatched whether the program says so much that what no rule knows is no gap
 * @param rules in the order in which they are tried
 * @param disabled names of rules of this dataset that it turns off where they ship; {@code *}: all of them
 */
public record RuleFile(
        String name,
        String dataset,
        String version,
        List<String> programs,
        Set<String> sources,
        boolean headerless,
        boolean ignoreUnmatched,
        List<Rule> rules,
        Set<String> disabled) {
    static final String ALL = "*";

    public RuleFile {
        programs = List.copyOf(programs);
        sources = Set.copyOf(sources);
        rules = List.copyOf(rules);
        disabled = Set.copyOf(disabled);
    }

    /** A file that turns off its dataset. */
    static RuleFile off(String name, String dataset, String version) {
        return new RuleFile(name, dataset, version, List.of(), Set.of(), false, false, List.of(), Set.of(ALL));
    }

    RuleFile with(List<Rule> others) {
        return new RuleFile(name, dataset, version, programs, sources, headerless, ignoreUnmatched, others, disabled);
    }

    /** The line of an example; a message gets a syslog header of the file's first program. */
    String lineOf(Rule.Example example) {
        if (example.wholeLine() || programs.isEmpty()) {
            return example.text();
        }
        String program = programs.getFirst().equals("*") ? "vsftpd" : programs.getFirst();
        String process =
                switch (program) {
                    case "kernel" -> "";
                    case "systemd" -> "[1]";
                    default -> "[4242]";
                };
        return "Nov 21 10:00:00 web-1 " + program + process + ": " + example.text();
    }
}
