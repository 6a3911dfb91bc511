package io.selfheal.collector.parse.rule;

import java.util.List;
import java.util.Set;

/**
 * One file of {@code parsers/}.
 *
 * @param name the file's name, for messages
 * @param dataset the parser's name
 * @param programs whose syslog messages its rules read; {@code *}: everyone's, after that program's own
 * @param sources how a source of such lines may be called
 * @param headerless whether such lines come without a syslog header, so that a source of any kind may hold them; else
 *     only a source that is called so
 * @param ignoreUnmatched whether the program says so much that what no rule knows is no gap
 * @param rules in the order in which they are tried
 */
record RuleFile(
        String name,
        String dataset,
        List<String> programs,
        Set<String> sources,
        boolean headerless,
        boolean ignoreUnmatched,
        List<Rule> rules) {}
