package io.selfheal.analyzer.rules;

import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.scenario.ScenarioFile;
import io.selfheal.analyzer.signature.Signature;
import io.selfheal.analyzer.signature.SignatureFile;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.RulePositions;
import io.selfheal.analyzer.yaml.YamlSection;
import io.selfheal.schemas.rules.RuleEntry;
import io.selfheal.schemas.rules.RuleKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file of scenarios or of signatures; which of the two follows from what it holds. Immutable.
 *
 * @param name as errors and lists name it
 * @param text its content, for who wants to know where something stands
 * @param kind what it holds
 * @param disabled ids of rules of this kind that it turns off, wherever they stand
 */
public record RuleFile(
        String name,
        String text,
        RuleKind kind,
        List<Scenario> scenarios,
        List<Signature> signatures,
        Set<String> disabled) {
    public RuleFile {
        scenarios = List.copyOf(scenarios);
        signatures = List.copyOf(signatures);
        disabled = Set.copyOf(disabled);
    }

    /** Reads and checks a file. */
    public static RuleFile read(String name, byte[] content) throws RuleException {
        String text = new String(content, StandardCharsets.UTF_8);
        YamlSection root = YamlSection.read(name, content);
        if (root.holds("scenarios")) {
            ScenarioFile.Content read = ScenarioFile.read(root);
            return new RuleFile(name, text, RuleKind.SCENARIO, read.scenarios(), List.of(), read.disabled());
        }
        if (root.holds("signatures")) {
            SignatureFile.Content read = SignatureFile.read(root);
            return new RuleFile(name, text, RuleKind.SIGNATURE, List.of(), read.signatures(), read.disabled());
        }
        throw new RuleException(root.place(), "holds no rules; allowed: a list 'scenarios' or a list 'signatures'");
    }

    /** Where things stand in it. */
    public RulePositions positions() {
        try {
            return RulePositions.of(name, text);
        } catch (RuleException e) {
            throw new IllegalStateException("a file that was read before cannot be read", e);
        }
    }

    /** What its rules are, those that pass. */
    List<RuleEntry> entries(Predicate<Object> wanted) {
        RulePositions positions = positions();
        List<RuleEntry> entries = new ArrayList<>();
        for (Scenario s : scenarios) {
            if (wanted.test(s)) {
                entries.add(entry(s.id(), s.version(), s.technique(), positions));
            }
        }
        for (Signature s : signatures) {
            if (wanted.test(s)) {
                entries.add(entry(s.id(), s.version(), s.technique(), positions));
            }
        }
        return entries;
    }

    private RuleEntry entry(String id, String version, @Nullable String technique, RulePositions positions) {
        return new RuleEntry(kind, id, version, technique, positions.ofId(kind.wireName() + "s", id));
    }
}
