package io.selfheal.notifier.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.notifier.Alerts;
import io.selfheal.notifier.SteppedTime;
import io.selfheal.notifier.TestConfig;
import io.selfheal.notifier.incident.QuietRules.Reason;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietRulesTest {
    private final SteppedTime time = new SteppedTime("2026-11-21T10:00:00Z");

    @Test
    void tellsWhatNoRuleSilences() {
        assertThat(rules(Map.of()).silences(Alerts.blocked("ssh", "203.0.113.7")))
                .isEmpty();
    }

    @Test
    void doesNotTellWhatIsTooOld() {
        time.pass(Duration.ofHours(25));

        assertThat(rules(Map.of()).silences(Alerts.blocked("ssh", "203.0.113.7")))
                .contains(Reason.TOO_OLD);
    }

    @Test
    void doesNotTellQuietKinds() {
        QuietRules rules = rules(Map.of("selfheal.notifier.quiet.kinds", "service-restarted,blocked"));

        assertThat(rules.silences(Alerts.blocked("ssh", "203.0.113.7"))).contains(Reason.QUIET_KIND);
    }

    @Test
    void quietHoursReachOverMidnightInTheirZoneAndLetCriticalThrough() {
        QuietRules rules = rules(Map.of(
                "selfheal.notifier.quiet.from", "22:00",
                "selfheal.notifier.quiet.until", "12:00",
                "selfheal.notifier.quiet.zone", "Europe/Berlin"));

        assertThat(rules.silences(Alerts.blocked("ssh", "203.0.113.7", Severity.HIGH)))
                .as("11:00 in Berlin")
                .contains(Reason.QUIET_HOURS);
        assertThat(rules.silences(Alerts.blocked("ssh", "203.0.113.7", Severity.CRITICAL)))
                .isEmpty();
        time.pass(Duration.ofHours(1));
        assertThat(rules.silences(Alerts.blocked("ssh", "203.0.113.7", Severity.HIGH)))
                .as("12:00 in Berlin")
                .isEmpty();
    }

    private QuietRules rules(Map<String, String> properties) {
        return new QuietRules(TestConfig.of(properties), time);
    }
}
