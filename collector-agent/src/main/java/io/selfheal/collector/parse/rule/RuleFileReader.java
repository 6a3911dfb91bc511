package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.SourceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of {@code parsers/}: dataset, whom it reads, its rules. Wrong files are refused whole, with file, line
 * and column.
 */
final class RuleFileReader {
    static final Set<String> KEYS = Set.of(
            "dataset",
            "version",
            "disabled",
            "description",
            "event",
            "programs",
            "sources",
            "headerless",
            "unmatched",
            "set",
            "time",
            "fragments",
            "rules",
            "longest");

    private static final int USUAL_LONGEST = 8192;

    private RuleFileReader() {}

    /**
     * Reads one file.
     *
     * @param file its name, for messages
     * @throws RuleFileException if anything in it is wrong
     */
    static RuleFile read(String file, String text) {
        YamlPlace root = YamlPlace.read(file, text);
        Map<String, YamlPlace> entries = root.mapping(KEYS);
        String dataset = root.required(entries, "dataset").text();
        if (!dataset.matches("[a-z][a-z0-9.-]{0,39}")) {
            throw root.required(entries, "dataset")
                    .wrong("'" + dataset + "' is no dataset; allowed: lower-case letters, digits, dot and dash");
        }
        if (entries.containsKey("disabled") && entries.get("disabled").flag()) {
            return RuleFile.off(file, dataset, version(entries));
        }
        YamlPlace event = entries.get("event");
        YamlPlace time = entries.get("time");
        RuleReader reader = new RuleReader(
                dataset,
                event == null ? EventKind.AUTHENTICATION : event.constant(EventKind.class),
                RuleReader.constants(entries.get("set")),
                time == null ? StampForm.RFC3339 : time.constant(StampForm.class),
                Fragments.of(entries.get("fragments")),
                longest(entries.get("longest")));
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> disabled = new HashSet<>();
        for (YamlPlace rule : root.required(entries, "rules").items()) {
            String off = RuleReader.disabled(rule);
            if (off == null) {
                rules.add(reader.read(rule, rules.size()));
            } else {
                disabled.add(off);
            }
            String name = off == null ? rules.getLast().name() : off;
            if (!names.add(name)) {
                throw rule.wrong("the rule '" + name + "' stands twice; allowed: once");
            }
        }
        List<String> programs =
                entries.containsKey("programs") ? entries.get("programs").texts() : List.of();
        Set<String> sources = sources(entries);
        boolean json = rules.stream().allMatch(Rule::readsJson);
        if (programs.isEmpty() && sources.isEmpty() && !json && !rules.isEmpty()) {
            throw root.wrong("nothing reaches these rules; give 'programs' or 'sources'");
        }
        return new RuleFile(
                file,
                dataset,
                version(entries),
                programs,
                sources,
                headerless(entries, sources),
                ignoreUnmatched(entries),
                rules,
                disabled);
    }

    /** Daemons cut their messages long before this: sshd at 1 KiB, nginx at 2, Apache's error log at 8. */
    private static int longest(@Nullable YamlPlace place) {
        if (place == null) {
            return USUAL_LONGEST;
        }
        if (!place.text().matches("[1-9]\\d{2,4}") || Integer.parseInt(place.text()) > LogLine.MAX_BYTES) {
            throw place.wrong("'" + place.text() + "' is no length; allowed: 100 to " + LogLine.MAX_BYTES + " bytes");
        }
        return Integer.parseInt(place.text());
    }

    private static String version(Map<String, YamlPlace> entries) {
        YamlPlace version = entries.get("version");
        return version == null ? "1" : version.text();
    }

    private static boolean ignoreUnmatched(Map<String, YamlPlace> entries) {
        YamlPlace unmatched = entries.get("unmatched");
        if (unmatched == null || unmatched.text().equals("unparsed")) {
            return false;
        }
        if (unmatched.text().equals("ignored")) {
            return true;
        }
        throw unmatched.wrong("unknown value '" + unmatched.text() + "'; allowed: unparsed, ignored");
    }

    private static Set<String> sources(Map<String, YamlPlace> entries) {
        Set<String> sources = new LinkedHashSet<>();
        if (entries.containsKey("sources")) {
            for (YamlPlace source : entries.get("sources").items()) {
                try {
                    SourceType type = SourceType.parse(source.text());
                    if (type.isBuiltIn()) {
                        throw source.wrong("'" + source.text() + "' is the collector's own; allowed: any other name");
                    }
                    sources.add(type.wireName());
                } catch (IllegalArgumentException e) {
                    throw source.wrong(String.valueOf(e.getMessage()));
                }
            }
        }
        return sources;
    }

    private static boolean headerless(Map<String, YamlPlace> entries, Set<String> sources) {
        YamlPlace headerless = entries.get("headerless");
        if (headerless == null) {
            return false;
        }
        if (!headerless.text().equals("true") && !headerless.text().equals("false")) {
            throw headerless.wrong("unknown value '" + headerless.text() + "'; allowed: true, false");
        }
        if (sources.isEmpty()) {
            throw headerless.wrong("lines without a header need 'sources', how a source of them may be called");
        }
        return headerless.text().equals("true");
    }
}
