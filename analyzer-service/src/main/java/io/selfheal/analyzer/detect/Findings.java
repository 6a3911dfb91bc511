package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.relay.Relay;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import java.util.List;

/**
 * What one input led to. {@link #NOTHING} and {@link #CHANGED} are shared objects: an event that means nothing
 * allocates nothing.
 *
 * @param dirty whether the profile changed and is to be stored
 * @param assessments band crossings and material rises, not one for each event
 * @param decisions blocks and lifts, in the order in which they are to be written
 * @param alerts what people should hear of
 * @param relays what other profiles should know
 */
public record Findings(
        boolean dirty, List<Assessment> assessments, List<Decision> decisions, List<Alert> alerts, List<Relay> relays) {
    /** Nothing happened at all: a repeated event, an order for somebody else. */
    public static final Findings NOTHING = new Findings(false, List.of(), List.of(), List.of(), List.of());
    /** The profile changed, and there is nothing to publish. */
    public static final Findings CHANGED = new Findings(true, List.of(), List.of(), List.of(), List.of());

    public Findings {
        assessments = List.copyOf(assessments);
        decisions = List.copyOf(decisions);
        alerts = List.copyOf(alerts);
        relays = List.copyOf(relays);
    }

    /** The profile changed, and others should know of it. */
    static Findings passingOn(List<Relay> relays) {
        return relays.isEmpty() ? CHANGED : new Findings(true, List.of(), List.of(), List.of(), relays);
    }

    /** Nothing about a profile, only something for people. */
    public static Findings telling(List<Alert> alerts) {
        return alerts.isEmpty() ? NOTHING : new Findings(false, List.of(), List.of(), alerts, List.of());
    }

    /** Whether there is nothing to publish and nothing to pass on. */
    public boolean isSilent() {
        return assessments.isEmpty() && decisions.isEmpty() && alerts.isEmpty() && relays.isEmpty();
    }
}
