package io.selfheal.responder.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.heal.Units.UnitState;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.order.RestartUnitOrder;
import io.selfheal.schemas.outcome.Mode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HealerTest {
    private static final String NGINX = "nginx.service";
    private static final UnitState RUNNING = new UnitState("active", "running", "success", true);
    private static final UnitState KILLED = new UnitState("failed", "failed", "signal", true);
    private static final UnitState STOPPED = new UnitState("inactive", "dead", "success", true);

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();
    private final FakeUnits units = new FakeUnits();
    private Optional<String> probeSays = Optional.empty();

    /** A service manager in which a restart works, or not. */
    private static final class FakeUnits implements Units {
        final Map<String, UnitState> states = new HashMap<>(Map.of(NGINX, RUNNING));
        final List<String> restarts = new ArrayList<>();
        UnitState afterRestart = RUNNING;

        @Override
        public Map<String, UnitState> states(Collection<String> names) {
            return Map.copyOf(states);
        }

        @Override
        public Optional<String> restart(String unit) {
            restarts.add(unit);
            states.put(unit, afterRestart);
            return Optional.empty();
        }

        @Override
        public List<String> lastLines(String unit, int count) {
            return List.of("worker process exited on signal 9");
        }
    }

    private Healer healer(Mode mode) {
        WatchedUnit unit = new WatchedUnit(
                NGINX, 3, Duration.ofSeconds(1), Duration.ofSeconds(10), Optional.of(URI.create("http://127.0.0.1/")));
        HealReports reports = new HealReports("web1", new Outcomes("web1"), recorder);
        return new Healer(mode, List.of(unit), units, target -> probeSays, reports, clock, new Random(1));
    }

    private void steps(Healer healer, Duration length) {
        for (long i = 0; i <= length.toSeconds(); i += 2) {
            healer.step();
            clock.move(Duration.ofSeconds(2));
        }
    }

    private List<String> alerts() {
        return recorder.alerts.stream().map(Alert::kind).toList();
    }

    @Test
    void restartsAFailedUnitAndReportsWhenItLives() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, KILLED);

        steps(healer, Duration.ofSeconds(30));

        assertThat(units.restarts).containsExactly(NGINX);
        assertThat(recorder.drain()).containsExactly("RESTART_UNIT APPLIED nginx.service");
        assertThat(recorder.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("service-restarted");
            assertThat(alert.description()).isEqualTo("nginx.service on web1: failed (signal)");
            assertThat(alert.labels()).containsEntry("journal", "worker process exited on signal 9");
        });
    }

    @Test
    void leavesAUnitAloneThatAnAdministratorStopped() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, STOPPED);

        steps(healer, Duration.ofMinutes(1));

        assertThat(units.restarts).isEmpty();
        assertThat(recorder.drain()).isEmpty();
    }

    @Test
    void leavesAUnitAloneThatSystemdRestartsItself() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, new UnitState("activating", "auto-restart", "signal", true));

        steps(healer, Duration.ofMinutes(1));

        assertThat(units.restarts).isEmpty();
    }

    @Test
    void givesUpWhenTheBudgetIsUsedUpAndTellsPeopleOnce() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, KILLED);
        units.afterRestart = KILLED;

        steps(healer, Duration.ofMinutes(20));

        assertThat(units.restarts).hasSize(3);
        assertThat(alerts()).containsExactly("service-keeps-failing");
        assertThat(recorder.drain())
                .containsExactly(
                        "RESTART_UNIT FAILED nginx.service",
                        "RESTART_UNIT FAILED nginx.service",
                        "RESTART_UNIT FAILED nginx.service",
                        "RESTART_UNIT REFUSED nginx.service");
    }

    @Test
    void triesAgainWhenTheBudgetHasRoom() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, KILLED);
        units.afterRestart = KILLED;
        steps(healer, Duration.ofMinutes(20));

        units.afterRestart = RUNNING;
        steps(healer, Duration.ofMinutes(70));

        assertThat(units.states.get(NGINX)).isEqualTo(RUNNING);
        assertThat(alerts()).last().isEqualTo("service-restarted");
    }

    @Test
    void waitsLongerBeforeEachFurtherRestart() {
        Patient patient =
                new Patient(new WatchedUnit(NGINX, 10, Duration.ofSeconds(1), Duration.ZERO, Optional.empty()));
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            millis.add(patient.delay(clock.instant(), new Random(1)).toMillis());
            patient.countRestart(clock.instant());
        }

        assertThat(millis.get(1)).isBetween(1600L, 2400L);
        assertThat(millis.get(3)).isBetween(6400L, 9600L);
    }

    @Test
    void aServiceThatRunsButDoesNotAnswerIsNotHealed() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, KILLED);
        probeSays = Optional.of("http://127.0.0.1/ answers with status 502");

        steps(healer, Duration.ofSeconds(20));

        assertThat(recorder.outcomes.getFirst().reason()).isEqualTo("http://127.0.0.1/ answers with status 502");
    }

    @Test
    void simulatesAndSaysSoOnce() {
        Healer healer = healer(Mode.SIMULATE);
        units.states.put(NGINX, KILLED);

        steps(healer, Duration.ofMinutes(5));

        assertThat(units.restarts).isEmpty();
        assertThat(recorder.drain()).containsExactly("RESTART_UNIT SIMULATED nginx.service");
    }

    @Test
    void asksFirst() {
        Healer healer = healer(Mode.ASK);
        units.states.put(NGINX, KILLED);
        steps(healer, Duration.ofSeconds(10));
        assertThat(recorder.outcomes.getFirst().reason())
                .isEqualTo("waits for approval: selfheal approve restart:nginx.service");

        assertThat(healer.approve("restart:sshd.service")).isFalse();
        assertThat(healer.approve("restart:nginx.service")).isTrue();
        steps(healer, Duration.ofSeconds(30));

        assertThat(units.restarts).containsExactly(NGINX);
    }

    @Test
    void carriesOutAnOrderForAUnitOfItsListOnly() {
        Healer healer = healer(Mode.ACT);

        healer.order(order("o1", NGINX));
        healer.order(order("o2", "sshd.service"));
        steps(healer, Duration.ofSeconds(30));

        assertThat(units.restarts).containsExactly(NGINX);
        assertThat(recorder.drain())
                .containsExactlyInAnyOrder("RESTART_UNIT REFUSED sshd.service", "RESTART_UNIT APPLIED nginx.service");
    }

    @Test
    void readsWhatSystemctlPrints() {
        String output = """
                Id=nginx.service
                LoadState=loaded
                ActiveState=failed
                SubState=failed
                Result=signal

                Id=absent.service
                LoadState=not-found
                ActiveState=inactive
                SubState=dead
                Result=success
                """;

        Map<String, UnitState> states = Systemd.parse(output, List.of(NGINX, "absent.service"));

        assertThat(states.get(NGINX).hasFailed()).isTrue();
        assertThat(states.get("absent.service").hasFailed()).isFalse();
    }

    private RestartUnitOrder order(String id, String unit) {
        return new RestartUnitOrder(id, clock.instant(), clock.instant().plusSeconds(600), "ann", "slow", "web1", unit);
    }
}
