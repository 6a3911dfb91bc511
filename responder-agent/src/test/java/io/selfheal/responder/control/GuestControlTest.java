package io.selfheal.responder.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.heal.HealReports;
import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.heal.Units;
import io.selfheal.responder.heal.Ward;
import io.selfheal.responder.heal.WatchedUnit;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.schemas.outcome.Mode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GuestControlTest {
    private static final Map<String, Object> STOP = Map.of("command", "heal", "unit", "guest/101", "wish", "stop");

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();
    private boolean running = true;

    /** One guest that obeys. */
    private final class OneGuest implements Units {
        @Override
        public Map<String, UnitState> states(Collection<String> units) {
            UnitState state = running
                    ? new UnitState("active", "running", "success", true, Set.of())
                    : new UnitState("failed", "stopped", "stopped by nobody", true, Set.of());
            return Map.of("guest/101", state);
        }

        @Override
        public Optional<String> restart(String unit) {
            running = true;
            return Optional.empty();
        }

        @Override
        public Optional<String> start(String unit) {
            return restart(unit);
        }

        @Override
        public Optional<String> stop(String unit) {
            running = false;
            return Optional.empty();
        }

        @Override
        public List<String> lastLines(String unit, int count) {
            return List.of();
        }

        @Override
        public List<String> recentLines(String unit, int count) {
            return List.of();
        }
    }

    private Healer healer(Mode mode) {
        WatchedUnit guest = new WatchedUnit(
                "guest/101",
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Optional.empty(),
                Duration.ofSeconds(10),
                0,
                Set.of());
        return new Healer(
                mode,
                List.of(guest),
                new Healer.Tools(new OneGuest(), target -> Optional.empty(), Runnable::run, List::of, new Random(1)),
                new HealReports(Ward.GUEST, "pve1", new Outcomes("pve1"), recorder),
                clock);
    }

    private GuestControl control(Healer healer, Mode mode) {
        return new GuestControl(
                healer, mode, new Outcomes("pve1"), recorder, clock, (request, user) -> Reply.done("others"));
    }

    @Test
    void stopsAGuestByHandAndTellsTheFleet() {
        Healer healer = healer(Mode.ACT);
        CompletableFuture<Map<String, Object>> reply =
                CompletableFuture.supplyAsync(() -> control(healer, Mode.ACT).handle(STOP, "root"));
        while (!reply.isDone()) {
            healer.step();
        }

        assertThat(reply.join()).containsEntry("message", "guest/101: done (stop)");
        assertThat(running).isFalse();
        assertThat(recorder.outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.target()).isEqualTo("guest/101");
            assertThat(outcome.reason()).isEqualTo("stop: ordered by root");
        });
    }

    @Test
    void doesNothingByHandWhereTheModeForbidsIt() {
        Map<String, Object> reply =
                control(healer(Mode.SIMULATE), Mode.SIMULATE).handle(STOP, "root");

        assertThat(reply).containsEntry("ok", false);
        assertThat(reply.get("error")).asString().contains("modes.restart-guest");
        assertThat(running).isTrue();
    }

    @Test
    void approvesWhatWaitsAndPassesAllElseOn() {
        Healer healer = healer(Mode.ASK);
        GuestControl control = control(healer, Mode.ASK);
        Map<String, Object> approval = Map.of("command", "approve", "id", "restart:guest/101");
        assertThat(control.handle(approval, "root")).containsEntry("message", "others");
        running = false;
        healer.step();

        assertThat(control.handle(approval, "root")).containsEntry("message", "restart:guest/101 is approved");
        assertThat(control.handle(Map.of("command", "status"), "root")).containsEntry("message", "others");
        assertThat(control.handle(Map.of("command", "heal", "unit", "nginx.service", "wish", "stop"), "root"))
                .containsEntry("message", "others");
        healer.step();
        healer.step();
        assertThat(running).isTrue();
    }

    @Test
    void refusesGuestsThatAreNotNamedAndWishesThatAreNone() {
        GuestControl control = control(healer(Mode.ACT), Mode.ACT);

        assertThat(control.handle(Map.of("command", "heal", "unit", "guest/7", "wish", "stop"), "root"))
                .containsEntry("ok", false)
                .extractingByKey("error")
                .asString()
                .contains("heal.guests");
        assertThatThrownBy(
                        () -> control.handle(Map.of("command", "heal", "unit", "guest/101", "wish", "explode"), "root"))
                .hasMessageContaining("allowed: restart, start, stop");
    }
}
