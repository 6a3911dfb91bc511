package io.selfheal.notifier.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.notifier.Alerts;
import io.selfheal.notifier.SteppedTime;
import io.selfheal.notifier.TestConfig;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncidentBookTest {
    private final SteppedTime time = new SteppedTime("2026-11-21T10:00:00Z");
    private final IncidentBook book = book(Map.of());

    @Test
    void alertsWithOneKeyAreOneIncident() {
        IncidentView first = book.add(Alerts.blocked("ssh", "203.0.113.7"));
        time.pass(Duration.ofMinutes(9));

        IncidentView second = book.add(Alerts.blocked("ssh", "203.0.113.8"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.count()).isEqualTo(2);
        assertThat(second.subjects()).containsExactly("203.0.113.7", "203.0.113.8");
        assertThat(second.hosts()).containsExactly("web-1");
    }

    @Test
    void anIncidentEndsAfterASilence() {
        IncidentView first = book.add(Alerts.blocked("ssh", "203.0.113.7"));
        time.pass(Duration.ofMinutes(11));

        assertThat(book.add(Alerts.blocked("ssh", "203.0.113.7")).id()).isNotEqualTo(first.id());
    }

    @Test
    void anIncidentEndsAfterItsLongestTimeEvenWithoutSilence() {
        Set<Long> incidents = new HashSet<>();

        for (int minute = 0; minute < 12 * 60; minute += 5) {
            incidents.add(book.add(Alerts.blocked("ssh", "203.0.113.7")).id());
            time.pass(Duration.ofMinutes(5));
        }

        assertThat(incidents).hasSize(2);
    }

    @Test
    void keepsTheHighestSeverityAndItsNewestAlert() {
        book.add(Alerts.blocked("ssh", "203.0.113.7", Severity.MEDIUM));
        book.add(Alerts.blocked("ssh", "203.0.113.8", Severity.HIGH));

        IncidentView view = book.add(Alerts.blocked("ssh", "203.0.113.9", Severity.LOW));

        assertThat(view.severity()).isEqualTo(Severity.HIGH);
        assertThat(view.worst().subject()).isEqualTo("203.0.113.8");
    }

    @Test
    void aBlockSpeaksForTheIncidentAmongEqualsSinceItSaysWhatWasDone() {
        book.add(Alerts.blocked("ssh", "203.0.113.7"));

        IncidentView view = book.add(Alerts.ofKind("high-score", "ssh", "203.0.113.8"));

        assertThat(view.worst().subject()).isEqualTo("203.0.113.7");
        assertThat(view.kinds()).containsExactly("blocked", "high-score");
    }

    @Test
    void gathersAFloodOfDifferentIncidentsInOne() {
        Set<Long> incidents = new HashSet<>();
        IncidentView last = null;

        for (int i = 0; i < 500; i++) {
            last = book.add(Alerts.blocked("key-" + i, "203.0.113." + i % 250));
            incidents.add(last.id());
        }

        assertThat(incidents).hasSize(11);
        assertThat(last).isNotNull();
        assertThat(last.isStorm()).isTrue();
        assertThat(last.count()).isEqualTo(490);
    }

    @Test
    void afterTheFloodNewIncidentsAreToldAloneAgain() {
        for (int i = 0; i < 50; i++) {
            book.add(Alerts.blocked("key-" + i, "203.0.113.7"));
        }
        time.pass(Duration.ofMinutes(2));

        assertThat(book.add(Alerts.blocked("later", "203.0.113.7")).isStorm()).isFalse();
    }

    @Test
    void holdsNoMoreIncidentsThanItMay() {
        IncidentBook small = book(Map.of("selfheal.notifier.session.open", "10"));

        for (int i = 0; i < 100; i++) {
            small.add(Alerts.blocked("key-" + i, "203.0.113.7"));
            time.pass(Duration.ofSeconds(20));
        }

        assertThat(small.size()).isEqualTo(10);
    }

    @Test
    void staysBoundedWhateverAnIncidentGathers() {
        IncidentView view = null;
        for (int i = 0; i < 5000; i++) {
            view = book.add(Alerts.blocked("ssh", "subject-" + i));
        }

        assertThat(view).isNotNull();
        assertThat(view.subjects()).hasSize(8);
        assertThat(view.moreSubjects()).isEqualTo(1992);
        assertThat(view.count()).isEqualTo(5000);
    }

    private IncidentBook book(Map<String, String> properties) {
        return new IncidentBook(TestConfig.of(properties).session(), time);
    }
}
