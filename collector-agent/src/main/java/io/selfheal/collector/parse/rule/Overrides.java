package io.selfheal.collector.parse.rule;

import io.selfheal.schemas.rules.RulePlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An administrator's own rule files over those that ship. */
final class Overrides {
    private Overrides() {}

    /** The own files, then what they leave of the shipped ones. */
    static List<RuleFile> over(List<RuleFile> shipped, List<RuleFile> own) {
        Map<String, String> owners = new HashMap<>();
        for (RuleFile file : own) {
            for (Rule rule : file.rules()) {
                String other = owners.putIfAbsent(rule.fullName(), file.name());
                if (other != null) {
                    throw new RuleFileException(
                            rule.place(),
                            "the rule " + rule.fullName() + " stands twice, also in " + other + "; allowed: once");
                }
            }
            requireKnown(file, shipped);
        }
        List<RuleFile> all = new ArrayList<>(own);
        for (RuleFile file : shipped) {
            List<Rule> left = file.rules().stream()
                    .filter(rule -> !owners.containsKey(rule.fullName()) && !isDisabled(rule, own))
                    .toList();
            if (!left.isEmpty()) {
                all.add(file.with(left));
            }
        }
        return all;
    }

    private static boolean isDisabled(Rule rule, List<RuleFile> own) {
        return own.stream()
                .filter(file -> file.dataset().equals(rule.dataset()))
                .anyMatch(file ->
                        file.disabled().contains(rule.name()) || file.disabled().contains(RuleFile.ALL));
    }

    private static void requireKnown(RuleFile file, List<RuleFile> shipped) {
        List<Rule> known = shipped.stream()
                .filter(other -> other.dataset().equals(file.dataset()))
                .flatMap(other -> other.rules().stream())
                .toList();
        for (String name : file.disabled()) {
            if (known.stream()
                    .noneMatch(rule -> name.equals(RuleFile.ALL) || rule.name().equals(name))) {
                throw new RuleFileException(
                        new RulePlace(file.name(), 1, 1),
                        "the rule " + file.dataset() + "/" + name
                                + " is turned off here, but none such ships; allowed: a rule that ships");
            }
        }
    }
}
