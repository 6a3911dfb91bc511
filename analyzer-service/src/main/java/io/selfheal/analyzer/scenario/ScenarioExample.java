package io.selfheal.analyzer.scenario;

import io.selfheal.schemas.event.SecurityEvent;
import java.time.Duration;
import java.util.List;

/**
 * A story in a rule file.
 *
 * @param name a sentence
 * @param fires whether the scenario must fire in it
 * @param events what happens, in order
 * @param silence how long nothing happens afterwards: what an absence needs to be noticed
 */
public record ScenarioExample(String name, boolean fires, List<SecurityEvent> events, Duration silence) {
    public ScenarioExample {
        events = List.copyOf(events);
    }
}
