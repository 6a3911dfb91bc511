package io.selfheal.analyzer.scenario;

import io.selfheal.schemas.event.SecurityEvent;
import java.util.List;

/**
 * A story in a rule file.
 *
 * @param name a sentence
 * @param fires whether the scenario must fire in it
 * @param events what happens, in order, all from one source
 */
public record ScenarioExample(String name, boolean fires, List<SecurityEvent> events) {
    public ScenarioExample {
        events = List.copyOf(events);
    }
}
