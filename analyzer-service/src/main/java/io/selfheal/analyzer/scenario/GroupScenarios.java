package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.GroupMemory;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.Waits;
import io.selfheal.analyzer.scenario.Questions.Question;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scenarios of users, networks, ranges, hosts, the fleet and combinations. A source's profile asks it what to share
 * ({@link #keysOf}), a group's profile runs it ({@link #run}). Shared by threads without a lock.
 */
public final class GroupScenarios {
    /** What is shared at all: how logins ended, and the states of services. A request is never shared. */
    public static final Set<EventAction> SHARED = Collections.unmodifiableSet(EnumSet.of(
            EventAction.LOGIN,
            EventAction.INVALID_USER,
            EventAction.PREAUTH_DISCONNECT,
            EventAction.SUDO,
            EventAction.SU,
            EventAction.SERVICE_FAILED,
            EventAction.SERVICE_STARTED,
            EventAction.OUT_OF_MEMORY,
            EventAction.SEGFAULT));

    private static final Asked NONE = new Asked(List.of());

    private final Questions ofEvents;
    private final Asked flagged;
    private final Asked heard;
    private final Asked absences;
    /** Several groups are told the same, one after the other. Immutable, so that threads need no lock. */
    private @Nullable Last last;

    private static final class Last {
        private final Occurrence occurrence;
        private final Asked questions;

        Last(Occurrence occurrence, Asked questions) {
            this.occurrence = occurrence;
            this.questions = questions;
        }
    }

    /**
     * A scenario that is over its measure.
     *
     * @param isNew false within the cool-down: then only the newcomer among the sources is to blame
     */
    public record Fired(Scenario scenario, boolean isNew) {}

    /** Something that should have come and did not. */
    public record Missed(Scenario scenario, Waits.Wait what) {}

    GroupScenarios(List<Scenario> all) {
        List<Scenario> ours =
                all.stream().filter(scenario -> !scenario.isOfSource()).toList();
        flagged = asked(ours.stream()
                .filter(s -> s.when().needs(Condition.Flagged.class))
                .toList());
        heard = asked(
                ours.stream().filter(s -> s.when().needs(Condition.Heard.class)).toList());
        absences = asked(
                ours.stream().filter(s -> s.pace() instanceof Pace.Absence).toList());
        ofEvents = new Questions(questions(ours.stream()
                .filter(s ->
                        !s.when().needs(Condition.Flagged.class) && !s.when().needs(Condition.Heard.class))
                .toList()));
    }

    private static List<Question> questions(List<Scenario> scenarios) {
        return scenarios.stream()
                .map(s -> new Question(s, s.memory(), s.when()))
                .toList();
    }

    private static Asked asked(List<Scenario> scenarios) {
        return new Asked(questions(scenarios));
    }

    /** Whether any scenario asks for signs of life, so that hosts must be watched at all. */
    public boolean listens() {
        return heard.all().length > 0;
    }

    /** The keys of the groups that an event concerns, each once, in a list of the caller's own; mostly none. */
    public List<String> keysOf(Occurrence occurrence, KeyTexts texts) {
        List<String> keys = List.of();
        ScenarioKey.Parts parts = new ScenarioKey.Parts(occurrence, texts);
        int made = 0;
        for (Question asked : asked(occurrence).all()) {
            ScenarioKey wanted = asked.scenario().key();
            int part = wanted.isComposite() ? 0 : 1 << wanted.parts().getFirst().slot();
            if ((made & part) == 0 && concerns(asked, occurrence)) {
                made |= part;
                String key = wanted.of(parts);
                if (key != null && !keys.contains(key)) {
                    keys = keys.isEmpty() ? new ArrayList<>(5) : keys;
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /** The scenarios that fire now for the group. */
    public List<Fired> run(Occurrence occurrence, SourceProfile profile) {
        List<Fired> fired = List.of();
        for (Question asked : asked(occurrence).by(profile, occurrence)) {
            Scenario scenario = asked.scenario();
            boolean wanted = asked.when().test(occurrence);
            note(asked, wanted, occurrence, profile);
            if (Paces.isOver(scenario, asked.id(), wanted, occurrence, profile.scenarios())
                    && hasSources(scenario, profile, occurrence.second())) {
                boolean isNew = Paces.fires(scenario, profile.scenarios().of(asked.id()), occurrence.second());
                if (!isNew && !scenario.blamesSources()) {
                    continue;
                }
                fired = fired.isEmpty() ? new ArrayList<>(2) : fired;
                fired.add(new Fired(scenario, isNew));
            }
        }
        return fired;
    }

    /** What the group waited for in vain until this second. */
    public List<Missed> missed(SourceProfile profile, int now) {
        List<Missed> missed = new ArrayList<>(1);
        for (Waits.Wait wait : profile.group().waits().takeDue(now)) {
            for (Question asked : absences.all()) {
                if (asked.id() == wait.scenario()
                        && Paces.fires(asked.scenario(), profile.scenarios().of(asked.id()), wait.due())) {
                    missed.add(new Missed(asked.scenario(), wait));
                }
            }
        }
        return missed;
    }

    /** Whether the scenario holds this source responsible. */
    public static boolean blames(Scenario scenario, SourceProfile profile, IpAddress source, int second) {
        return profile.group().members().has(scenario.memory(), source, second - windowOf(scenario));
    }

    /** The sources that a scenario holds responsible when it fires. */
    public static List<IpAddress> sourcesOf(Scenario scenario, SourceProfile profile, int second) {
        return profile.group().members().since(scenario.memory(), second - windowOf(scenario));
    }

    /** How many sources that is. */
    public static int countSources(Scenario scenario, SourceProfile profile, int second) {
        return profile.group().members().count(scenario.memory(), second - windowOf(scenario));
    }

    private static boolean hasSources(Scenario scenario, SourceProfile profile, int second) {
        return !(scenario.pace() instanceof Pace.DistinctCount d)
                || d.sources() == 0
                || profile.group().members().areAtLeast(d.sources(), scenario.memory(), second - windowOf(scenario));
    }

    @SuppressWarnings("ReferenceEquality") // the very same is meant: an equal one may simply be asked anew
    private Asked asked(Occurrence occurrence) {
        Last known = last;
        if (known != null && known.occurrence == occurrence) {
            return known.questions;
        }
        Asked questions = open(occurrence);
        last = new Last(occurrence, questions);
        return questions;
    }

    private Asked open(Occurrence occurrence) {
        return switch (occurrence.kind()) {
            case EVENT -> SHARED.contains(occurrence.event().action()) ? ofEvents.of(occurrence) : NONE;
            case FLAGGED -> flagged;
            case HEARD -> heard;
        };
    }

    private static boolean concerns(Question asked, Occurrence occurrence) {
        Scenario scenario = asked.scenario();
        Scenario.Reset reset = scenario.reset();
        return asked.when().test(occurrence)
                || (reset != null && reset.when().test(occurrence))
                || switch (scenario.pace()) {
                    case Pace.Sequence s -> s.then().test(occurrence);
                    case Pace.Absence a -> a.of().test(occurrence);
                    case Pace.Threshold t -> false;
                    case Pace.LeakyBucket b -> false;
                    case Pace.DistinctCount d -> false;
                    case Pace.FirstSeen f -> false;
                    case Pace.Travel t -> false;
                };
    }

    /** What is kept beside the scenario's state: members to blame, things to wait for, and for how long. */
    private static void note(Question asked, boolean wanted, Occurrence now, SourceProfile profile) {
        Scenario scenario = asked.scenario();
        IpAddress source = now.event().source();
        if (wanted && scenario.needsMembers() && source != null) {
            profile.group().members().note(asked.id(), source, now.second());
        }
        if (wanted && scenario.pace() instanceof Pace.FirstSeen f) {
            profile.group().keepUntil(now.second() + f.remember().toSeconds());
        }
        if (scenario.pace() instanceof Pace.Absence absence) {
            wait(asked.id(), absence, wanted, now, profile.group());
        }
    }

    private static void wait(int id, Pace.Absence pace, boolean wanted, Occurrence now, GroupMemory memory) {
        long found = pace.field() == null ? 0 : pace.field().hashOf(now);
        if (found == Field.NONE) {
            return;
        }
        int value = (int) found;
        if (pace.of().test(now)) {
            memory.waits().came(id, value, now.second());
        }
        if (wanted) {
            int due = (int)
                    Math.min(Integer.MAX_VALUE, now.second() + pace.window().toSeconds());
            String label = now.event() instanceof ServiceState s ? s.unit() : "";
            memory.waits()
                    .add(new Waits.Wait(
                            id,
                            value,
                            now.second(),
                            due,
                            now.event().id(),
                            now.event().origin().host(),
                            label));
            memory.keepUntil(due);
        }
    }

    private static int windowOf(Scenario scenario) {
        return Paces.seconds(
                switch (scenario.pace()) {
                    case Pace.Threshold t -> t.window();
                    case Pace.LeakyBucket b -> b.leak().multipliedBy(b.capacity() + 1L);
                    case Pace.DistinctCount d -> d.window();
                    case Pace.Sequence s -> s.window();
                    case Pace.Absence a -> a.window();
                    case Pace.FirstSeen f -> f.learning();
                    case Pace.Travel t -> t.window();
                });
    }
}
