package io.selfheal.collector.parse.rule;

import java.util.ArrayList;
import java.util.List;

/** The examples and near misses of all rule files as whole lines. */
public final class RuleSamples {
    private RuleSamples() {}

    public static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (RuleFile file : RuleBook.builtIn().files()) {
            for (Rule rule : file.rules()) {
                rule.examples().forEach(example -> lines.add(lineOf(file, example)));
                rule.nearMisses().forEach(miss -> lines.add(lineOf(file, miss)));
            }
        }
        return lines;
    }

    /** The line of an example; a message gets a syslog header of its file's first program. */
    static String lineOf(RuleFile file, Rule.Example example) {
        if (example.wholeLine()) {
            return example.text();
        }
        String program = file.programs().getFirst().equals("*")
                ? "vsftpd"
                : file.programs().getFirst();
        String tag = program.equals("kernel") ? "kernel: " : program + "[4242]: ";
        return "Nov 21 10:00:00 web-1 " + tag + example.text();
    }
}
