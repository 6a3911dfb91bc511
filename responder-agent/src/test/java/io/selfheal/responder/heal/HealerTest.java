package io.selfheal.responder.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.heal.Healer.Wish;
import io.selfheal.responder.heal.Units.UnitState;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealerTest {
    private static final String NGINX = "nginx.service";
    private static final UnitState RUNNING = new UnitState("active", "running", "success", true);
    private static final UnitState KILLED = new UnitState("failed", "failed", "signal", true);
    private static final UnitState STOPPED = new UnitState("inactive", "dead", "success", true);

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();
    private final FakeUnits units = new FakeUnits();
    private Optional<String> probeSays = Optional.empty();
    private List<String> fullDisks = List.of();

    /** A service manager in which a restart works, or not. */
    private static final class FakeUnits implements Units {
        final Map<String, UnitState> states = new HashMap<>(Map.of(NGINX, RUNNING));
        final List<String> restarts = new ArrayList<>();
        final List<String> starts = new ArrayList<>();
        UnitState afterRestart = RUNNING;
        boolean allowed = true;
        /** The runs that somebody had ended. */
        final Set<String> stopped = new HashSet<>();

        List<String> lines = List.of("worker process exited on signal 9");

        @Override
        public Map<String, UnitState> states(Collection<String> names) {
            return Map.copyOf(states);
        }

        @Override
        public Optional<String> restart(String unit) throws NotAllowedException {
            if (!allowed) {
                throw new NotAllowedException("Failed to restart " + unit + ": Access denied");
            }
            restarts.add(unit);
            states.put(unit, afterRestart);
            return Optional.empty();
        }

        @Override
        public Optional<String> start(String unit) {
            starts.add(unit);
            states.put(unit, afterRestart);
            return Optional.empty();
        }

        @Override
        public Optional<String> stop(String unit) {
            states.put(unit, STOPPED);
            return Optional.empty();
        }

        @Override
        public boolean wasStopped(UnitState state) {
            return stopped.contains(state.invocation());
        }

        @Override
        public List<String> lastLines(String unit, int count) {
            return lines;
        }

        @Override
        public List<String> recentLines(String unit, int count) {
            return lines;
        }
    }

    private static WatchedUnit unit(String name, String... needs) {
        return new WatchedUnit(
                name,
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Optional.of(URI.create("http://127.0.0.1/")),
                Duration.ofSeconds(4),
                3,
                Set.of(needs));
    }

    private Healer healer(Mode mode, WatchedUnit... watched) {
        HealReports reports = new HealReports(Ward.SERVICE, "web1", new Outcomes("web1"), recorder);
        Healer.Tools tools =
                new Healer.Tools(units, target -> probeSays, Runnable::run, () -> fullDisks, new Random(1));
        return new Healer(mode, watched.length == 0 ? List.of(unit(NGINX)) : List.of(watched), tools, reports, clock);
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
    void leavesAUnitAloneThatEndedWithAnErrorWhenItWasStoppedUntilItIsStarted() {
        Healer healer = healer(Mode.ACT);
        units.stopped.add("a");
        units.states.put(NGINX, failed("a"));

        steps(healer, Duration.ofMinutes(20));
        assertThat(units.restarts).isEmpty();
        assertThat(recorder.drain()).isEmpty();
        assertThat(recorder.alerts).isEmpty();
        assertThat(healer.summary()).containsEntry(NGINX, "failed (failed); was stopped, and is left alone");

        CompletableFuture<Result> start = healer.ask(Wish.START, NGINX, "ann");
        steps(healer, Duration.ofSeconds(30));
        assertThat(start.join().status()).isEqualTo(Status.APPLIED);

        units.states.put(NGINX, failed("b"));
        steps(healer, Duration.ofSeconds(30));
        assertThat(units.restarts).containsExactly(NGINX);
    }

    @Test
    void oneThatIsStoppedBeforeItsRestartOrJustAfterItIsLeftAloneToo() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, failed("a"));
        healer.step();
        units.stopped.add("a");
        steps(healer, Duration.ofMinutes(1));
        assertThat(units.restarts).isEmpty();

        units.states.put(NGINX, failed("b"));
        units.afterRestart = running("c");
        while (units.restarts.isEmpty()) {
            steps(healer, Duration.ZERO);
        }
        units.stopped.add("c");
        units.states.put(NGINX, failed("c"));
        steps(healer, Duration.ofMinutes(1));

        assertThat(units.restarts).containsExactly(NGINX);
        assertThat(recorder.drain()).isEmpty();
    }

    private static UnitState failed(String invocation) {
        return new UnitState("failed", "failed", "exit-code", true, Set.of(), invocation);
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
    void whatIsNotAllowedIsSaidOnceUsesUpNoBudgetAndIsDoneOnceItIs() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, KILLED);
        units.allowed = false;

        steps(healer, Duration.ofMinutes(40));

        assertThat(recorder.drain()).containsExactly("RESTART_UNIT REFUSED nginx.service");
        assertThat(recorder.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("service-not-allowed");
            assertThat(alert.description())
                    .isEqualTo("nginx.service on web1: failed (signal);"
                            + " Failed to restart nginx.service: Access denied; tried again every 5 minutes");
        });
        assertThat(healer.summary())
                .containsEntry(
                        NGINX, "failed (failed); failed (signal); Failed to restart nginx.service: Access denied");

        units.allowed = true;
        steps(healer, Duration.ofMinutes(6));

        assertThat(units.restarts).containsExactly(NGINX);
        assertThat(recorder.drain()).containsExactly("RESTART_UNIT APPLIED nginx.service");
    }

    @Test
    void anOrderThatIsNotAllowedIsRefusedAndWhatRunsIsLeftAlone() {
        Healer healer = healer(Mode.ACT);
        units.allowed = false;

        CompletableFuture<Result> answer = healer.ask(Wish.RESTART, NGINX, "ann");
        steps(healer, Duration.ofMinutes(20));

        assertThat(answer.join()).isEqualTo(Result.refused("Failed to restart nginx.service: Access denied"));
        assertThat(recorder.drain()).isEmpty();
        assertThat(recorder.alerts).isEmpty();
        assertThat(healer.summary()).containsEntry(NGINX, "active (running)");
    }

    @Test
    void anOrderForWhatIsHeldSinceItIsNotAllowedTellsNobodyElse() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, KILLED);
        units.allowed = false;
        steps(healer, Duration.ofSeconds(20));
        recorder.drain();

        CompletableFuture<Result> answer = healer.ask(Wish.RESTART, NGINX, "ann");
        steps(healer, Duration.ofMinutes(20));

        assertThat(answer.join().status()).isEqualTo(Status.REFUSED);
        assertThat(recorder.drain()).isEmpty();
        assertThat(recorder.alerts).hasSize(1);
        assertThat(healer.summary().get(NGINX)).contains("failed (signal); Failed to restart");
    }

    @Test
    void anApprovedRestartThatIsNotAllowedWaitsForApprovalOnceMore() {
        Healer healer = healer(Mode.ASK);
        units.states.put(NGINX, KILLED);
        units.allowed = false;
        steps(healer, Duration.ofSeconds(10));
        healer.approve("restart:nginx.service");
        steps(healer, Duration.ofMinutes(20));

        assertThat(recorder.drain())
                .containsExactly("RESTART_UNIT WAITING nginx.service", "RESTART_UNIT REFUSED nginx.service");

        units.allowed = true;
        assertThat(healer.approve("restart:nginx.service")).isTrue();
        steps(healer, Duration.ofSeconds(30));

        assertThat(units.restarts).containsExactly(NGINX);
    }

    @Test
    void whatDidNotAnswerAndIsStoppedByAnAdministratorBeforeItsRestartIsLeftAlone() {
        Healer healer = healer(Mode.ACT);
        probeSays = Optional.of("http://127.0.0.1/ answers with status 502");
        while (!healer.summary().get(NGINX).contains("to be restarted")) {
            steps(healer, Duration.ZERO);
        }
        units.states.put(NGINX, STOPPED);

        steps(healer, Duration.ofMinutes(10));

        assertThat(units.restarts).isEmpty();
        assertThat(recorder.drain()).isEmpty();
    }

    @Test
    void waitsLongerBeforeEachFurtherRestart() {
        Patient patient = new Patient(unit(NGINX));
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
    void aClockThatIsSetBackDelaysNoRestartAndNoQuestion() {
        Healer healer = healer(Mode.ACT);
        steps(healer, Duration.ofSeconds(10));
        units.states.put(NGINX, KILLED);
        healer.step();
        clock.move(Duration.ofDays(-365));

        steps(healer, Duration.ofSeconds(30));

        assertThat(units.restarts).containsExactly(NGINX);
        clock.move(Duration.ofDays(-365));
        probeSays = Optional.of("http://127.0.0.1/ answers with status 502");
        steps(healer, Duration.ofSeconds(40));
        assertThat(units.restarts).hasSizeGreaterThan(1);
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
        assertThat(recorder.outcomes.getFirst().status()).isEqualTo(Status.WAITING);
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

        CompletableFuture<Result> listed = healer.ask(Wish.RESTART, NGINX, "ann");
        CompletableFuture<Result> other = healer.ask(Wish.RESTART, "sshd.service", "ann");
        steps(healer, Duration.ofSeconds(30));

        assertThat(units.restarts).containsExactly(NGINX);
        assertThat(listed.join().status()).isEqualTo(Status.APPLIED);
        assertThat(other.join()).isEqualTo(Result.refused("not on this node's list (heal.units)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh.service",
                "sshd@1.service",
                "NetworkManager.service",
                "pveproxy.service",
                "selfheal-analyzer.service"
            })
    void whatNobodyGetsInWithoutIsRestartedByOrderButNotStopped(String unit) {
        UnitOrders orders = new UnitOrders(healer(Mode.ACT, unit(unit), unit("sshguard.service")));

        assertThat(orders.objection(new NodeAct.StopUnit(unit)))
                .hasValueSatisfying(why -> assertThat(why).startsWith("it is protected"));
        assertThat(orders.objection(new NodeAct.RestartUnit(unit))).isEmpty();
        assertThat(orders.objection(new NodeAct.StartUnit(unit))).isEmpty();
        assertThat(orders.objection(new NodeAct.StopUnit("sshguard.service"))).isEmpty();
    }

    @Test
    void anOrderedRestartThatDoesNotHelpIsAFailureOfTheOrder() {
        Healer healer = healer(Mode.ACT);
        units.afterRestart = KILLED;

        CompletableFuture<Result> answer = healer.ask(Wish.RESTART, NGINX, "ann");
        steps(healer, Duration.ofSeconds(10));

        assertThat(answer.join().status()).isEqualTo(Status.FAILED);
        assertThat(answer.join().reason()).contains("failed again (signal)");
    }

    @Test
    void anOrderForAUnitThatDoesNotExistSaysSo() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, new UnitState("inactive", "dead", "success", false));

        CompletableFuture<Result> answer = healer.ask(Wish.RESTART, NGINX, "ann");
        healer.step();

        assertThat(answer.join()).isEqualTo(Result.failed("there is no nginx.service here"));
        assertThat(healer.summary()).containsEntry(NGINX, "does not exist");
    }

    @Test
    void whatWasStoppedByOrderIsLeftAloneUntilItIsStartedByOrder() {
        Healer healer = healer(Mode.ACT);

        CompletableFuture<Result> stop = healer.ask(Wish.STOP, NGINX, "ann");
        steps(healer, Duration.ofMinutes(1));
        CompletableFuture<Result> again = healer.ask(Wish.STOP, NGINX, "ann");
        steps(healer, Duration.ofSeconds(2));

        assertThat(stop.join().status()).isEqualTo(Status.APPLIED);
        assertThat(again.join().status()).isEqualTo(Status.ALREADY_IN_FORCE);
        assertThat(units.restarts).isEmpty();

        CompletableFuture<Result> start = healer.ask(Wish.START, NGINX, "ann");
        steps(healer, Duration.ofSeconds(30));

        assertThat(start.join().status()).isEqualTo(Status.APPLIED);
        assertThat(units.starts).containsExactly(NGINX);
        assertThat(healer.ask(Wish.START, NGINX, "ann")).isNotCompleted();
    }

    @Test
    void aUnitThatRunsButDoesNotAnswerIsRestartedAfterSoManyMisses() {
        Healer healer = healer(Mode.ACT);
        steps(healer, Duration.ofSeconds(20));

        probeSays = Optional.of("http://127.0.0.1/ answers with status 502");
        steps(healer, Duration.ofSeconds(6));
        assertThat(units.restarts).isEmpty();
        steps(healer, Duration.ofSeconds(10));
        assertThat(units.restarts).containsExactly(NGINX);
        probeSays = Optional.empty();
        steps(healer, Duration.ofSeconds(20));

        assertThat(recorder.drain()).containsExactly("RESTART_UNIT APPLIED nginx.service");
        assertThat(recorder.alerts.getFirst().description())
                .contains("is active but did not answer 3 times: http://127.0.0.1/ answers with status 502");
    }

    @Test
    void whatAnAdministratorStartedHasTimeToAnswer() {
        Healer healer = healer(Mode.ACT);
        units.states.put(NGINX, running("a"));
        steps(healer, Duration.ofSeconds(30));
        probeSays = Optional.of("http://127.0.0.1/ does not answer");
        steps(healer, Duration.ofSeconds(6));

        // A settle of 10 s, then three questions, one every 4 s.
        units.states.put(NGINX, running("b"));
        steps(healer, Duration.ofSeconds(14));
        probeSays = Optional.empty();
        steps(healer, Duration.ofMinutes(1));
        assertThat(units.restarts).isEmpty();

        units.states.put(NGINX, running("c"));
        probeSays = Optional.of("http://127.0.0.1/ does not answer");
        steps(healer, Duration.ofSeconds(30));
        assertThat(units.restarts).isNotEmpty();
    }

    private static UnitState running(String invocation) {
        return new UnitState("active", "running", "success", true, Set.of(), invocation);
    }

    @Test
    void aSingleMissIsForgivenWhenItAnswersAgain() {
        Healer healer = healer(Mode.ACT);
        for (int i = 0; i < 20; i++) {
            probeSays = i % 3 == 0 ? Optional.empty() : Optional.of("busy");
            steps(healer, Duration.ofSeconds(2));
        }

        assertThat(units.restarts).isEmpty();
    }

    @Test
    void aFailedUnitThatOthersNeedIsRestartedFirst() {
        units.states.put("db.service", KILLED);
        units.states.put(NGINX, new UnitState("failed", "failed", "exit-code", true, Set.of("db.service")));
        units.afterRestart = KILLED;
        Healer healer = healer(Mode.ACT, unit(NGINX), unit("db.service"));

        steps(healer, Duration.ofSeconds(20));
        assertThat(units.restarts).isNotEmpty().containsOnly("db.service");
        assertThat(healer.summary().get(NGINX)).contains("waits for db.service");
        units.afterRestart = RUNNING;
        steps(healer, Duration.ofMinutes(70));

        assertThat(units.restarts).endsWith("db.service", NGINX);
        assertThat(units.states.get(NGINX)).isEqualTo(RUNNING);
    }

    @Test
    void unitsThatNeedEachOtherInACircleAreAllRestarted() {
        units.states.put("a.service", KILLED);
        units.states.put("b.service", KILLED);
        Healer healer = healer(Mode.ACT, unit("a.service", "b.service"), unit("b.service", "a.service"));

        steps(healer, Duration.ofSeconds(30));

        assertThat(units.restarts).containsExactlyInAnyOrder("a.service", "b.service");
    }

    @Test
    void aRestartThatAFullDiskMakesUselessIsNotTriedUntilThereIsRoom() {
        fullDisks = List.of("/var");
        units.lines = List.of("write() failed (28: No space left on device)");
        units.states.put(NGINX, KILLED);
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofMinutes(10));
        assertThat(units.restarts).isEmpty();
        assertThat(recorder.drain()).containsExactly("RESTART_UNIT REFUSED nginx.service");
        assertThat(recorder.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("service-cannot-run");
            assertThat(alert.description()).contains("the disk is full: /var");
        });

        fullDisks = List.of();
        units.lines = List.of();
        steps(healer, Duration.ofMinutes(2));

        assertThat(units.restarts).containsExactly(NGINX);
        assertThat(recorder.drain()).containsExactly("RESTART_UNIT APPLIED nginx.service");
    }

    @Test
    void whatSaysItHasNoRoomIsTriedOnceAndThenOnlyNowAndThen() {
        units.lines = List.of("java.io.IOException: No space left on device");
        units.states.put(NGINX, KILLED);
        units.afterRestart = KILLED;
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofMinutes(4));

        assertThat(units.restarts).hasSize(1);
        assertThat(alerts()).containsExactly("service-cannot-run");
    }

    @Test
    void aUnitThatWasKilledForLackOfMemoryIsSaidToBe() {
        units.states.put(NGINX, new UnitState("failed", "failed", "oom-kill", true));
        Healer healer = healer(Mode.ACT);

        steps(healer, Duration.ofSeconds(30));

        assertThat(recorder.outcomes.getFirst().reason())
                .isEqualTo("failed (oom-kill); it was killed for lack of memory");
    }

    @Test
    void readsWhatSystemctlPrints() {
        String output = """
                Id=nginx.service
                LoadState=loaded
                ActiveState=failed
                SubState=failed
                Result=signal
                InvocationID=0f3c5d8c1a2b4e6f8091a2b3c4d5e6f7
                Requires=system.slice -.mount
                Wants=db.service php8.2-fpm.service network-online.target

                Id=absent.service
                LoadState=not-found
                ActiveState=inactive
                SubState=dead
                Result=success
                """;

        Map<String, UnitState> states = Systemd.parse(output, List.of(NGINX, "absent.service"));

        assertThat(states.get(NGINX).hasFailed()).isTrue();
        assertThat(states.get(NGINX).invocation()).isEqualTo("0f3c5d8c1a2b4e6f8091a2b3c4d5e6f7");
        assertThat(states.get(NGINX).needs()).containsExactlyInAnyOrder("db.service", "php8.2-fpm.service");
        assertThat(states.get("absent.service").hasFailed()).isFalse();
    }
}
