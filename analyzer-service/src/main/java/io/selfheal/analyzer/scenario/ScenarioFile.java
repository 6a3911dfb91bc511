package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.ThreatType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code scenarios/*.yaml}. */
public final class ScenarioFile {
    private static final Map<String, ThreatClass> CLASSES = names(ThreatClass.values());
    /** Keys that say nothing of what counts, how, and for whom. */
    private static final Set<String> DESCRIBING =
            Set.of("description", "type", "score", "class", "technique", "cooldown", "blame", "examples", "disabled");

    private static final Map<String, ThreatType> TYPES = names(ThreatType.values());
    private static final Map<String, ScenarioKey.Part> KEYS = names(ScenarioKey.Part.values());

    private ScenarioFile() {}

    /**
     * What a file holds.
     *
     * @param disabled ids that it turns off; the other keys of such a rule are not read
     */
    public record Content(List<Scenario> scenarios, Set<String> disabled) {
        public Content {
            scenarios = List.copyOf(scenarios);
            disabled = Set.copyOf(disabled);
        }
    }

    /** All scenarios of a file. */
    public static Content read(YamlSection root) throws RuleException {
        String version = root.text("version");
        List<Scenario> scenarios = new ArrayList<>();
        Set<String> disabled = new HashSet<>();
        for (YamlSection section : root.sections("scenarios")) {
            if (section.has("disabled") && section.flag("disabled")) {
                disabled.add(section.text("id"));
            } else {
                scenarios.add(scenario(section, version));
            }
        }
        root.done();
        return new Content(scenarios, disabled);
    }

    private static Scenario scenario(YamlSection in, String version) throws RuleException {
        ConditionReader.Filter when = ConditionReader.read(in.section("when"));
        Set<EventAction> actions = EnumSet.copyOf(when.actions());
        ScenarioKey key = in.has("key") ? key(in) : ScenarioKey.SOURCE;
        Pace pace = PaceReader.read(in, actions);
        Scenario.Reset reset = reset(in, actions);
        ThreatType type = in.has("type") ? in.oneOf("type", TYPES) : null;
        Scenario scenario = new Scenario(
                in.text("id"),
                version,
                in.text("description"),
                key,
                actions,
                when.condition(),
                pace,
                reset,
                type,
                score(in, type),
                in.oneOf("class", CLASSES),
                in.textOrNull("technique"),
                in.has("cooldown") ? in.duration("cooldown") : Duration.ofHours(1),
                blame(in, type),
                Hashes.of(in.written(DESCRIBING)),
                ExampleEvents.read(in));
        in.done();
        return scenario.isOfSource() ? ofSource(in, scenario) : ofGroup(in, scenario);
    }

    private static ScenarioKey key(YamlSection in) throws RuleException {
        List<ScenarioKey.Part> parts = in.someOf("key", KEYS);
        if (parts.isEmpty() || Set.copyOf(parts).size() != parts.size()) {
            throw in.wrong("key", "names nobody, or somebody twice; allowed: one of " + KEYS.keySet() + ", or several");
        }
        return new ScenarioKey(parts);
    }

    private static Scenario ofSource(YamlSection in, Scenario scenario) throws RuleException {
        if (scenario.needsMembers() || scenario.when().needs(Condition.Flagged.class)) {
            throw in.wrong(
                    "key",
                    "is a source, which has no other sources to blame or to count and is not told that it was flagged;"
                            + " allowed: user, network, range, host, fleet or several");
        }
        return scenario;
    }

    /** A group sees only what sources share, so a filter that asks for more would never hold. */
    private static Scenario ofGroup(YamlSection in, Scenario scenario) throws RuleException {
        if (scenario.when().needs(Condition.Holds.class)) {
            throw in.wrong(
                    "key", "is that of a group, which does not see whole events; allowed: no 'expression' in when");
        }
        boolean namesOthers = scenario.actions().size() < EventAction.values().length
                && !GroupScenarios.SHARED.containsAll(scenario.actions());
        if (namesOthers || scenario.when().needs(Condition.FamilyIs.class)) {
            throw in.wrong(
                    "key",
                    "is that of a group, to which sources tell only how logins ended, what services do and that they"
                            + " were flagged; allowed: the actions "
                            + GroupScenarios.SHARED.stream()
                                    .map(EventAction::wireName)
                                    .sorted()
                                    .toList());
        }
        return scenario;
    }

    private static Scenario.@Nullable Reset reset(YamlSection in, Set<EventAction> actions) throws RuleException {
        if (!in.has("reset")) {
            return null;
        }
        ConditionReader.Filter filter = ConditionReader.read(in.section("reset"));
        actions.addAll(filter.actions());
        return new Scenario.Reset(filter.condition(), filter.actions());
    }

    private static int blame(YamlSection in, @Nullable ThreatType type) throws RuleException {
        boolean sources = in.has("blame") && in.oneOf("blame", Map.of("sources", true, "nobody", false));
        if (!sources && in.has("blame_score")) {
            throw in.wrong("blame_score", "blames nobody; allowed: beside 'blame: sources'");
        }
        return !sources ? 0 : in.has("blame_score") ? in.integer("blame_score", 1, 100) : score(in, type);
    }

    private static int score(YamlSection in, @Nullable ThreatType type) throws RuleException {
        if (type == null) {
            return in.integer("score", 1, 100);
        }
        if (in.has("score")) {
            throw in.wrong("score", "stands beside type; allowed: one of the two");
        }
        return type.defaultBaseScore();
    }

    private static <E extends Enum<E>> Map<String, E> names(E[] values) {
        Map<String, E> names = new HashMap<>();
        Arrays.stream(values).forEach(value -> names.put(value.name().toLowerCase(Locale.ROOT), value));
        return Map.copyOf(names);
    }
}
