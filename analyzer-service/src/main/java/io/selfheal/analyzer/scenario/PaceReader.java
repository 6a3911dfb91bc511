package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.Members;
import io.selfheal.analyzer.profile.ScenarioState;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
import io.selfheal.schemas.event.EventAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the part of a scenario that says when it is too much: exactly one of the paces. */
final class PaceReader {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LONGEST_MEMORY = Duration.ofDays(400);

    private PaceReader() {}

    /**
     * Reads the pace.
     *
     * @param actions of the scenario's filter; those of a sequence's end and of an absence's relief are added
     */
    static Pace read(YamlSection in, Set<EventAction> actions) throws RuleException {
        List<Pace> paces = new ArrayList<>();
        if (in.has("threshold")) {
            YamlSection s = in.section("threshold");
            paces.add(threshold(s));
        }
        if (in.has("leaky_bucket")) {
            YamlSection s = in.section("leaky_bucket");
            paces.add(new Pace.LeakyBucket(s.integer("capacity", 1, 100_000), s.shortDuration("leak")));
            s.done();
        }
        if (in.has("distinct_count")) {
            YamlSection s = in.section("distinct_count");
            int sources = s.has("sources") ? s.integer("sources", 1, Members.MAX) : 0;
            paces.add(new Pace.DistinctCount(s.oneOf("field", Field.BY_NAME), count(s), window(s), sources));
            s.done();
        }
        if (in.has("sequence")) {
            paces.add(sequence(in.section("sequence"), actions));
        }
        if (in.has("absence")) {
            paces.add(absence(in.section("absence"), actions));
        }
        if (in.has("first_seen")) {
            paces.add(firstSeen(in.section("first_seen")));
        }
        if (in.has("travel")) {
            paces.add(travel(in.section("travel")));
        }
        if (paces.size() != 1) {
            throw in.wrong(
                    "id",
                    "'" + in.text("id") + "' has " + paces.size()
                            + " types; allowed: one of threshold, leaky_bucket, distinct_count, sequence, absence,"
                            + " first_seen, travel");
        }
        return paces.getFirst();
    }

    private static Pace threshold(YamlSection in) throws RuleException {
        Duration apart = in.has("apart") ? in.duration("apart") : Duration.ZERO;
        Field per = field(in, "per");
        if (per != null && !apart.isZero()) {
            throw in.wrong("per", "stands beside apart; allowed: one of the two");
        }
        Pace pace = new Pace.Threshold(count(in), window(in), apart, per);
        in.done();
        return pace;
    }

    private static Pace sequence(YamlSection in, Set<EventAction> actions) throws RuleException {
        ConditionReader.Filter then = ConditionReader.read(in.section("then"));
        actions.addAll(then.actions());
        Field field = field(in, "field");
        boolean among = in.has("among") && in.flag("among");
        if (among && field == null) {
            throw in.wrong("among", "needs to know among what; allowed: beside field");
        }
        Field same = field(in, "same");
        if (same != null && field != null) {
            throw in.wrong("same", "stands beside field; allowed: one of the two");
        }
        Pace pace = new Pace.Sequence(count(in), then.condition(), then.actions(), window(in), field, among, same);
        in.done();
        return pace;
    }

    private static Pace absence(YamlSection in, Set<EventAction> actions) throws RuleException {
        ConditionReader.Filter of = ConditionReader.read(in.section("of"));
        actions.addAll(of.actions());
        Pace pace = new Pace.Absence(of.condition(), of.actions(), field(in, "field"), window(in));
        in.done();
        return pace;
    }

    private static Pace firstSeen(YamlSection in) throws RuleException {
        Pace pace = new Pace.FirstSeen(
                in.oneOf("field", Field.BY_NAME),
                memory(in, "learning"),
                in.integer("sightings", 1, 10_000),
                memory(in, "remember"));
        in.done();
        return pace;
    }

    private static Pace travel(YamlSection in) throws RuleException {
        Duration window = window(in);
        Pace pace = new Pace.Travel(
                in.integer("speed", 1, 100_000),
                in.integer("distance", 1, 20_000),
                window,
                in.has("countries") ? in.duration("countries") : Duration.ofHours(1));
        in.done();
        return pace;
    }

    private static @Nullable Field field(YamlSection in, String key) throws RuleException {
        return in.has(key) ? in.oneOf(key, Field.BY_NAME) : null;
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

    private static Duration memory(YamlSection in, String key) throws RuleException {
        Duration memory = in.duration(key);
        if (memory.compareTo(LONGEST_MEMORY) > 0) {
            throw in.wrong(key, "is longer than " + LONGEST_MEMORY.toDays() + " days; allowed: up to that");
        }
        return memory;
    }
}
