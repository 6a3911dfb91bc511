package io.selfheal.responder.arming;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.responder.state.ArmingFile;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArmingTest {
    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();

    private Arming started(Mode block, boolean isNew) {
        Arming arming = new Arming("web1", new ArmingFile(directory), clock, recorder);
        arming.begin(Map.of("block", block, "restart-unit", Mode.SIMULATE), isNew);
        return arming;
    }

    private void outcome(Arming arming, ActionKind kind, Status status) {
        arming.outcome(new Outcomes("web1").of(kind, "203.0.113.7", status, "", null, clock.instant()));
    }

    @Test
    void armingAndDisarmingIsToldOnceEach() {
        started(Mode.SIMULATE, true);
        started(Mode.ACT, false);
        started(Mode.ACT, false);
        Arming disarmed = started(Mode.OFF, false);

        assertThat(recorder.alerts).extracting(Alert::kind).containsExactly("modes-changed", "modes-changed");
        assertThat(recorder.alerts.getFirst().description())
                .startsWith("web1: block: simulate → act; on probation: armed since " + clock.instant());
        assertThat(recorder.alerts.getLast().description()).isEqualTo("web1: block: act → off");
        assertThat(disarmed.banner()).isEmpty();
    }

    @Test
    void whatAnArmedNodeDidInItsFirstDaysIsToldAlsoOverRestarts() {
        Instant armed = clock.instant();
        started(Mode.SIMULATE, true);
        Arming first = started(Mode.ACT, false);
        outcome(first, ActionKind.BLOCK, Status.APPLIED);
        outcome(first, ActionKind.BLOCK, Status.APPLIED);
        outcome(first, ActionKind.BLOCK, Status.SIMULATED);
        outcome(first, ActionKind.RESTART_UNIT, Status.FAILED);
        first.tick();
        clock.move(Duration.ofHours(71));
        Arming second = started(Mode.ACT, false);
        outcome(second, ActionKind.BLOCK, Status.REFUSED);
        second.tick();
        assertThat(second.banner())
                .hasValueSatisfying(banner ->
                        assertThat(banner).endsWith("so far: block applied 2, block refused 1, restart-unit failed 1"));
        clock.move(Duration.ofHours(1));

        second.tick();
        second.tick();

        assertThat(recorder.alerts).extracting(Alert::kind).containsExactly("modes-changed", "probation-over");
        assertThat(recorder.alerts.getLast().description())
                .isEqualTo("web1: armed since " + armed + ", it did: block applied 2, block refused 1,"
                        + " restart-unit failed 1; what is blocked now: selfheal decisions");
        assertThat(second.banner()).isEmpty();
        assertThat(recorder.outcomes).hasSize(5);
    }

    @Test
    void aNodeThatActsFromItsVeryFirstStartIsOnProbationButNotOneThatWasUpgraded() {
        assertThat(started(Mode.ACT, false).banner()).isEmpty();
        directory = directory.resolve("other");
        assertThat(directory.toFile().mkdir()).isTrue();

        assertThat(started(Mode.ACT, true).banner()).isPresent();
        assertThat(recorder.alerts).isEmpty();
    }

    @Test
    void aDamagedMemoryStopsNothing() throws IOException {
        started(Mode.ACT, true);
        Files.writeString(directory.resolve("arming.jsonl"), "{}\n");

        assertThat(started(Mode.ACT, false).banner()).isEmpty();
        assertThat(recorder.alerts).isEmpty();
    }
}
