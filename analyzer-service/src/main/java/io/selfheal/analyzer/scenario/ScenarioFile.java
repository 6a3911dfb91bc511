package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.ScenarioState;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.ThreatType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code scenarios/*.yaml}. */
public final class ScenarioFile {
    private static final Map<String, ThreatClass> CLASSES = names(ThreatClass.values());
    private static final Map<String, ThreatType> TYPES = names(ThreatType.values());
    /** Profiles of users, networks and the fleet are not kept yet, so no scenario can have them as its key. */
    private static final Map<String, Subject.Kind> KEYS = Map.of("source", Subject.Kind.SOURCE);

    private static final Duration LONGEST = Duration.ofDays(1);

    private ScenarioFile() {}

    /** All scenarios of a file. */
    public static List<Scenario> read(String file, byte[] content) throws RuleException {
        YamlSection root = YamlSection.read(file, content);
        String version = root.text("version");
        List<Scenario> scenarios = new ArrayList<>();
        for (YamlSection section : root.sections("scenarios")) {
            scenarios.add(scenario(section, version));
        }
        root.done();
        return scenarios;
    }

    private static Scenario scenario(YamlSection in, String version) throws RuleException {
        ConditionReader.Filter when = ConditionReader.read(in.section("when"));
        Set<EventAction> actions = EnumSet.copyOf(when.actions());
        Pace pace = pace(in, actions);
        Scenario.Reset reset = reset(in, actions);
        ThreatType type = in.has("type") ? in.oneOf("type", TYPES) : null;
        Scenario scenario = new Scenario(
                in.text("id"),
                version,
                in.text("description"),
                in.has("key") ? in.oneOf("key", KEYS) : Subject.Kind.SOURCE,
                actions,
                when.condition(),
                pace,
                reset,
                type,
                score(in, type),
                in.oneOf("class", CLASSES),
                in.textOrNull("technique"),
                in.has("cooldown") ? in.duration("cooldown") : Duration.ofHours(1),
                ExampleEvents.read(in));
        in.done();
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

    private static int score(YamlSection in, @Nullable ThreatType type) throws RuleException {
        if (type == null) {
            return in.integer("score", 1, 100);
        }
        if (in.has("score")) {
            throw in.wrong("score", "stands beside type; allowed: one of the two");
        }
        return type.defaultBaseScore();
    }

    private static Pace pace(YamlSection in, Set<EventAction> actions) throws RuleException {
        List<Pace> paces = new ArrayList<>();
        if (in.has("threshold")) {
            YamlSection s = in.section("threshold");
            paces.add(new Pace.Threshold(count(s), window(s), s.has("apart") ? s.duration("apart") : Duration.ZERO));
            s.done();
        }
        if (in.has("leaky_bucket")) {
            YamlSection s = in.section("leaky_bucket");
            paces.add(new Pace.LeakyBucket(s.integer("capacity", 1, 100_000), s.shortDuration("leak")));
            s.done();
        }
        if (in.has("distinct_count")) {
            YamlSection s = in.section("distinct_count");
            paces.add(new Pace.DistinctCount(s.oneOf("field", Field.BY_NAME), count(s), window(s)));
            s.done();
        }
        if (in.has("sequence")) {
            YamlSection s = in.section("sequence");
            ConditionReader.Filter then = ConditionReader.read(s.section("then"));
            actions.addAll(then.actions());
            paces.add(new Pace.Sequence(count(s), then.condition(), then.actions(), window(s)));
            s.done();
        }
        if (paces.size() != 1) {
            throw in.wrong(
                    "id",
                    "'" + in.text("id") + "' has " + paces.size()
                            + " types; allowed: one of threshold, leaky_bucket, distinct_count, sequence");
        }
        return paces.getFirst();
    }

    private static int count(YamlSection in) throws RuleException {
        return in.integer("count", 1, ScenarioState.MAX_ENTRIES);
    }

    private static Duration window(YamlSection in) throws RuleException {
        Duration window = in.duration("window");
        if (window.compareTo(LONGEST) > 0) {
            throw in.wrong("window", "is longer than a day; allowed: up to 24h");
        }
        return window;
    }

    private static <E extends Enum<E>> Map<String, E> names(E[] values) {
        Map<String, E> names = new HashMap<>();
        Arrays.stream(values).forEach(value -> names.put(value.name().toLowerCase(Locale.ROOT), value));
        return Map.copyOf(names);
    }
}
