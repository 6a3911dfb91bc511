package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.SourceType;
import java.util.List;
import java.util.Set;

/**
 * One file of {@code parsers/}.
 *
 * @param name the file's name, for messages
 * @param dataset the parser's name
 * @param programs whose syslog messages its rules read; {@code *}: everyone's, after that program's own
 * @param families which sources' unframed lines its rules read
 * @param ignoreUnmatched whether the program says so much that what no rule knows is no gap
 * @param rules in the order in which they are tried
 */
record RuleFile(
        String name,
        String dataset,
        List<String> programs,
        Set<SourceType> families,
        boolean ignoreUnmatched,
        List<Rule> rules) {}
