package io.selfheal.analyzer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.scenario.ScenarioExample;
import io.selfheal.analyzer.yaml.RuleException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What an administrator can write beside the scenarios that ship: composite keys, flags, hosts that fall silent. */
class OwnGroupScenariosTest {
    private static final String FILE = """
            version: "1"
            scenarios:
              - id: user-on-host
                description: "one account failed three times on one host"
                key: [user, host]
                when: {failed_login: true}
                threshold: {count: 3, window: 10m}
                score: 50
                class: brute_force
                examples:
                  - name: on one host
                    fires: true
                    events: [{action: login, user: anna, source: "203.0.113.{n}", repeat: 3}]
                  - name: on three hosts
                    fires: false
                    events: [{action: login, user: anna, host: "n{n}", source: "203.0.113.{n}", repeat: 3}]
              - id: fleet-under-attack
                description: "three sources were flagged within an hour"
                key: fleet
                when: {flagged: 80}
                distinct_count: {field: source.ip, count: 3, window: 1h}
                score: 70
                class: brute_force
                examples:
                  - name: three attackers
                    fires: true
                    events:
                      - {action: login, user: root, source: 203.0.113.1, count: 5}
                      - {action: login, user: root, source: 198.51.100.1, count: 5}
                      - {action: login, user: root, source: 192.0.2.1, count: 5}
                  - name: one attacker
                    fires: false
                    events: [{action: login, user: root, count: 5, repeat: 3}]
              - id: host-silent
                description: "nothing was heard of a host for half an hour"
                key: host
                when: {heard: true}
                absence: {of: {heard: true}, window: 30m}
                score: 60
                class: other
                examples:
                  - name: it falls silent
                    fires: true
                    silence: 40m
                    events: [{url: /, repeat: 20, every: 2m}]
                  - name: it is heard every ten minutes
                    fires: false
                    silence: 10m
                    events: [{url: /, repeat: 20, every: 10m}]
            """;

    @TestFactory
    Stream<DynamicTest> theirExamplesHold() throws RuleException {
        RuleSet rules = rules(FILE);
        return rules.scenarios().scenarios().stream()
                .flatMap(scenario -> scenario.examples().stream().map(example -> test(rules, scenario, example)));
    }

    @Test
    void aGroupCannotAskForWhatItIsNotTold() {
        assertThatThrownBy(() -> rules(FILE.replace("when: {failed_login: true}", "when: {action: http-request}")))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("is that of a group, to which sources tell only how logins ended");
    }

    private static DynamicTest test(RuleSet rules, Scenario scenario, ScenarioExample example) {
        return DynamicTest.dynamicTest(
                scenario.id() + ": " + example.name(),
                () -> assertThat(ScenarioTrial.fired(rules, example).contains(scenario.id()))
                        .isEqualTo(example.fires()));
    }

    private static RuleSet rules(String file) throws RuleException {
        return RuleSet.of(Map.of("scenarios/own.yaml", file.getBytes(StandardCharsets.UTF_8)));
    }
}
