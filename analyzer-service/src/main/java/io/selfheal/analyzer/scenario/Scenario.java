package io.selfheal.analyzer.scenario;

import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.ThreatType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over time that means an attack.
 *
 * @param id unique among scenarios
 * @param version of this scenario
 * @param description one plain sentence; becomes the signal's reason
 * @param key whose events are counted together
 * @param actions the actions that can matter, so that other events pass it by
 * @param when which events count
 * @param pace when they are too many
 * @param reset an event that passes it makes the scenario forget what it counted, for example a login that succeeded;
 *     null for never
 * @param type the threat type that gives the base score; null when {@code score} does
 * @param score base score where there is no type
 * @param threatClass DET-30
 * @param technique MITRE ATT&CK id; null where none fits
 * @param cooldown after firing it is silent this long
 * @param blame base score that is held against each source whose events counted; 0 where they are not blamed
 * @param memory under what profiles remember it: a hash of its id and of all that says what the remembered means, so
 *     that a rule that is changed begins anew and one that is only described or scored otherwise goes on
 * @param examples event sequences that must, or must not, make it fire
 */
public record Scenario(
        String id,
        String version,
        String description,
        ScenarioKey key,
        Set<EventAction> actions,
        Condition when,
        Pace pace,
        @Nullable Reset reset,
        @Nullable ThreatType type,
        int score,
        ThreatClass threatClass,
        @Nullable String technique,
        Duration cooldown,
        int blame,
        int memory,
        List<ScenarioExample> examples) {
    /**
     * What takes a scenario back to its beginning.
     *
     * @param when which events do
     * @param actions the actions for which it can hold
     */
    public record Reset(Condition when, Set<EventAction> actions) {
        public Reset {
            actions = Set.copyOf(actions);
        }
    }

    public Scenario {
        actions = Set.copyOf(actions);
        examples = List.copyOf(examples);
    }

    /** Whether the sources whose events counted are held responsible, beside the key's subject. */
    public boolean blamesSources() {
        return blame > 0;
    }

    /** Whether the group must remember who took part. */
    boolean needsMembers() {
        return blamesSources()
                || key.parts().getFirst().kind() == Subject.Kind.NETWORK
                || (pace instanceof Pace.DistinctCount d && d.sources() > 0);
    }

    /** Whether the source's own profile runs it; the others are run by the profiles of groups. */
    public boolean isOfSource() {
        return key.isSource()
                && switch (pace) {
                    case Pace.Threshold t -> true;
                    case Pace.LeakyBucket b -> true;
                    case Pace.DistinctCount d -> true;
                    case Pace.Sequence s -> true;
                    case Pace.Absence a -> false;
                    case Pace.FirstSeen f -> false;
                    case Pace.Travel t -> false;
                };
    }
}
