package io.selfheal.analyzer.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.replay.ReplayCore;
import io.selfheal.analyzer.replay.ReplaySink;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.yaml.YamlSection;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios that ask where a source is; the place comes from a database, not from the event. */
class GeoScenariosTest {
    private static final Places PLACES = new Places() {
        @Override
        public @Nullable Place of(IpAddress address) {
            return address.toString().equals("203.0.113.7") ? new Place("DE", 64_500, "Example Net") : null;
        }

        @Override
        public int version() {
            return 1;
        }
    };

    private final List<Assessment> assessments = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "country: [FR, de]",
                "country: DE",
                "as: [AS64499, AS64500]",
                "as: 64500",
                "as_organization: {contains: [example]}",
                "not: {country: [AT, CH]}"
            })
    void aSourceFromThereIsSeen(String condition) throws Exception {
        // when
        login(condition, "203.0.113.7");

        // then
        assertThat(assessments)
                .singleElement()
                .satisfies(a -> assertThat(a.scenarios()).containsExactly("elsewhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"country: [FR, AT]", "as: [64501]", "as_organization: other", "not: {country: [DE]}"})
    void aSourceFromElsewhereIsNot(String condition) throws Exception {
        // when
        login(condition, "203.0.113.7");

        // then
        assertThat(assessments).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"country: [DE]", "as: [64500]", "as_organization: {contains: [example]}"})
    void aSourceWithoutAPlaceIsNot(String condition) throws Exception {
        // when
        login(condition, "198.51.100.9");

        // then
        assertThat(assessments).isEmpty();
    }

    @Test
    void examplesSayWhereTheyPlay() throws Exception {
        // when
        List<Scenario> scenarios = ScenarioFile.read(
                        YamlSection.read("scenarios/geo.yaml", """
                version: "1"
                scenarios:
                  - id: many-systems
                    description: "one account, many networks"
                    when: {action: login, country: [DE]}
                    distinct_count: {field: source.as.number, count: 3, window: 1h}
                    score: 50
                    class: brute_force
                    examples:
                      - name: three
                        fires: true
                        events: [{action: login, country: DE, as: "6450{n}", location: "52.52,13.405", repeat: 3}]
                      - name: one
                        fires: false
                        events: [{action: login, country: DE, as: "64500", repeat: 9}]
                      - name: three countries
                        fires: false
                        events: [{action: login, country: "A{n}", as: "6450{n}", repeat: 3}]
                """.getBytes(StandardCharsets.UTF_8)))
                .scenarios();

        // then
        ScenarioExample example = scenarios.getFirst().examples().getFirst();
        assertThat(example.events().getFirst().origin().place()).isNotNull().satisfies(place -> {
            assertThat(place.asNumber()).isEqualTo(64_501);
            assertThat(place.location()).isNotNull();
        });
    }

    private void login(String condition, String source) throws Exception {
        RuleSet rules =
                RuleSet.of(Map.of("scenarios/geo.yaml", """
                version: "1"
                scenarios:
                  - id: elsewhere
                    description: "a login from there"
                    when: {action: login, %s}
                    threshold: {count: 1, window: 1h}
                    score: 50
                    class: account_compromise
                    examples:
                      - {name: n, fires: true, events: [{action: login, country: DE, as: "64500"}]}
                """.formatted(condition).getBytes(StandardCharsets.UTF_8)));
        ReplayCore replay = new ReplayCore(
                rules,
                PolicyBook.withoutAllowlist(),
                new ReplaySink() {
                    @Override
                    public void assessment(Assessment assessment) {
                        assessments.add(assessment);
                    }

                    @Override
                    public void decision(Decision decision) {
                        throw new AssertionError(decision);
                    }

                    @Override
                    public void alert(Alert alert) {
                        throw new AssertionError(alert);
                    }
                },
                PLACES);
        replay.accept(new Events().login(source, Events.START, EventOutcome.SUCCESS, 1));
    }
}
