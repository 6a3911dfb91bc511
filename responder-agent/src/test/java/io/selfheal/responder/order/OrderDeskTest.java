package io.selfheal.responder.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.responder.state.OrderBook;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderDeskTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final NodeAct RESTART = new NodeAct.RestartUnit("nginx.service");
    private static final NodeAct REBOOT = new NodeAct.Reboot(5);

    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();
    private final List<NodeAct> done = new CopyOnWriteArrayList<>();
    private final List<Proof> proofs = new CopyOnWriteArrayList<>();
    private final Map<OrderKind, Mode> modes = new EnumMap<>(OrderKind.class);
    private boolean breaks;
    private OrderDesk desk;

    private OrderDesk desk() {
        for (OrderKind kind : OrderKind.values()) {
            modes.putIfAbsent(kind, Mode.ACT);
        }
        Performer performer = new Performer() {
            @Override
            public Optional<String> objection(NodeAct act) {
                return act.target().equals("sshd.service") ? Optional.of("not on the list") : Optional.empty();
            }

            @Override
            public Optional<String> estimate(NodeAct act) {
                return act instanceof NodeAct.Scan ? Optional.of("60 s at most") : Optional.empty();
            }

            @Override
            public Result perform(Task task) {
                done.add(task.act());
                proofs.add(task.proof());
                if (breaks) {
                    throw new IllegalStateException("broken");
                }
                return Result.applied("");
            }
        };
        Map<OrderKind, Performer> performers = new EnumMap<>(OrderKind.class);
        for (OrderKind kind : OrderKind.values()) {
            performers.put(kind, performer);
        }
        OrderPolicy policy = new OrderPolicy(
                Map.of(
                        "console", new Rights(EnumSet.allOf(OrderKind.class), Set.of()),
                        "web-team", new Rights(Set.of(OrderKind.RESTART_UNIT), Set.of("nginx.service"))),
                modes::get,
                kind -> kind == OrderKind.RESTART_UNIT ? 3 : 100,
                Duration.ofHours(24));
        desk = new OrderDesk(
                "web1", policy, new OrderBook(directory, clock), performers, new Outcomes("web1"), recorder, clock);
        desk.resume();
        return desk;
    }

    @AfterEach
    void close() {
        if (desk != null) {
            desk.close();
        }
    }

    private NodeOrder order(String id, NodeAct act) {
        return order(id, clock.instant(), act);
    }

    private static NodeOrder order(String id, Instant issued, NodeAct act) {
        return new NodeOrder(id, issued, issued.plus(HOUR), "ann", "because", "web1", act);
    }

    private Outcome outcome(int number) {
        await().until(() -> recorder.outcomes.size() > number);
        return recorder.outcomes.get(number);
    }

    private String refusal(NodeOrder order) {
        int before = recorder.outcomes.size();
        take(desk, order, "console", "t/0@" + order.id());
        Outcome outcome = outcome(before);
        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(done).isEmpty();
        return outcome.reason();
    }

    /** A host that was cut off, and whose administrator then took the node back into a dry run. */
    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"SIMULATE", "OFF"})
    void endsWhatThisNodeDidByOrderAlsoWhenItDoesSoNoMore(Mode mode) {
        modes.put(OrderKind.ISOLATE, mode);
        modes.put(OrderKind.SCAN, mode);
        modes.put(OrderKind.POWER, mode);
        desk();

        take(desk, order("o1", new NodeAct.Isolate(60)), "console", "t/0@1");
        take(desk, order("o2", new NodeAct.CancelShutdown()), "console", "t/0@2");
        outcome(1);
        assertThat(done).isEmpty();

        take(desk, order("o3", new NodeAct.Release()), "console", "t/0@3");
        take(desk, order("o4", new NodeAct.CancelScan("o0")), "console", "t/0@4");
        outcome(3);
        assertThat(done).containsExactlyInAnyOrder(new NodeAct.Release(), new NodeAct.CancelScan("o0"));
    }

    @Test
    void carriesAnOrderOutOnceHoweverOftenItIsRead() {
        desk();
        NodeOrder order = order("o1", RESTART);

        take(desk, order, "console", "t/0@1");
        assertThat(outcome(0).status()).isEqualTo(Status.APPLIED);
        take(desk, order, "console", "t/0@1");
        take(desk(), order, "console", "t/0@1");

        assertThat(done).containsExactly(RESTART);
        assertThat(recorder.outcomes).hasSize(1);
        assertThat(outcome(0).decisionId()).isEqualTo("o1");
    }

    @Test
    void aReplayAtAnotherPlaceIsRefusedAlsoAfterARestart() {
        desk();
        NodeOrder order = order("o1", RESTART);
        take(desk, order, "console", "t/0@1");
        outcome(0);

        take(desk, order, "console", "t/0@2");
        take(desk(), order, "console", "t/0@3");

        assertThat(done).hasSize(1);
        assertThat(outcome(1).reason()).isEqualTo("order o1 was taken before, from t/0@1");
        assertThat(outcome(2).target()).isEqualTo("t/0@3");
        assertThat(outcome(2).action()).isEqualTo(ActionKind.ORDER);
    }

    @Test
    void ordersOfTheWrongTimeAreRefused() {
        desk();
        Instant now = clock.move(Duration.ofDays(3));

        assertThat(refusal(order("late", now.minus(HOUR), RESTART))).startsWith("it expired at");
        assertThat(refusal(order("early", now.plusSeconds(301), RESTART))).contains("the clocks differ");
        NodeOrder forEver =
                new NodeOrder("for-ever", now, now.plus(Duration.ofDays(2)), "ann", "because", "web1", RESTART);
        assertThat(refusal(forEver)).contains("longest-validity");
    }

    @Test
    void ordersFromBeforeTheMemoryOfOrdersAreRefused() {
        Instant before = clock.instant();
        clock.move(Duration.ofMinutes(1));
        desk();

        assertThat(refusal(order("o1", before, RESTART))).contains("before this node began to remember");
    }

    @Test
    void anOlderOrderThatWasHeldBackDoesNotUndoANewerOne() {
        desk();
        Instant first = clock.instant();
        Instant second = clock.move(Duration.ofMinutes(1));

        take(desk, order("cancel", second, new NodeAct.CancelShutdown()), "console", "t/0@1");
        outcome(0);
        take(desk, order("shutdown", first, new NodeAct.ShutDown(1)), "console", "t/0@2");

        assertThat(outcome(1).reason()).startsWith("a newer order about the same was taken before");
        assertThat(done).containsExactly(new NodeAct.CancelShutdown());
    }

    @Test
    void anIsolationWaitsForApprovalAndItsEndDoesNot() {
        modes.put(OrderKind.ISOLATE, Mode.ASK);
        desk();

        take(desk, order("isolate", new NodeAct.Isolate(60)), "console", "t/0@1");
        assertThat(outcome(0).status()).isEqualTo(Status.WAITING);
        clock.move(Duration.ofMinutes(1));
        take(desk, order("release", new NodeAct.Release()), "console", "t/0@2");

        assertThat(outcome(1).status()).isEqualTo(Status.APPLIED);
        assertThat(done).containsExactly(new NodeAct.Release());
    }

    @Test
    void aKeyAsksForWhatThePolicyGivesItOnly() {
        desk();

        take(desk, order("o1", REBOOT), "web-team", "t/0@1");
        take(desk, order("o2", new NodeAct.RestartUnit("mysql.service")), "web-team", "t/0@2");
        take(desk, order("o3", RESTART), "analyzer", "t/0@3");
        take(desk, order("o4", RESTART), "web-team", "t/0@4");

        assertThat(outcome(0).reason())
                .isEqualTo("the key web-team may not order this here (trust.keys.web-team.orders)");
        assertThat(outcome(1).reason())
                .isEqualTo("the key web-team may not order this of mysql.service (trust.keys.web-team.units)");
        assertThat(outcome(2).reason()).startsWith("the key analyzer may not order this here");
        assertThat(outcome(3).status()).isEqualTo(Status.APPLIED);
        assertThat(done).containsExactly(RESTART);
    }

    @Test
    void whatTheNodeNeverDoesIsRefusedWhateverIsSigned() {
        modes.put(OrderKind.POWER, Mode.OFF);
        desk();

        assertThat(refusal(order("o1", REBOOT))).isEqualTo("this node does not do this (modes)");
        assertThat(refusal(order("o2", new NodeAct.RestartUnit("sshd.service"))))
                .isEqualTo("not on the list");
    }

    @Test
    void simulatesWithoutDoingAnything() {
        modes.put(OrderKind.RESTART_UNIT, Mode.SIMULATE);
        desk();

        for (int i = 0; i < 5; i++) {
            take(desk, order("o" + i, RESTART), "console", "t/0@" + i);
            assertThat(outcome(i).status()).isEqualTo(Status.SIMULATED);
        }

        assertThat(done).isEmpty();
    }

    @Test
    void aStolenKeyReachesNoFurtherThanTheBoundAlsoAcrossARestart() {
        desk();
        for (int i = 0; i < 3; i++) {
            take(desk, order("o" + i, RESTART), "console", "t/0@" + i);
            outcome(i);
        }
        desk();

        take(desk, order("o3", RESTART), "console", "t/0@3");
        assertThat(outcome(3).reason())
                .isEqualTo("the bound of 3 within an hour is reached (orders.per-hour.restart-unit)");
        assertThat(done).hasSize(3);

        clock.move(HOUR);
        take(desk, order("o4", RESTART), "console", "t/0@4");
        assertThat(outcome(4).status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void asksFirstAndDoesWhatIsApproved() {
        modes.put(OrderKind.POWER, Mode.ASK);
        desk();

        take(desk, order("o1", REBOOT), "console", "t/0@1");
        assertThat(outcome(0).status()).isEqualTo(Status.WAITING);
        assertThat(outcome(0).reason()).isEqualTo("waits for approval: selfheal approve o1");
        assertThat(done).isEmpty();
        assertThat(desk.approve("o2")).isFalse();
        assertThat(desk().waiting()).containsOnlyKeys("o1");

        assertThat(desk.approve("o1")).isTrue();
        assertThat(outcome(1).status()).isEqualTo(Status.APPLIED);
        assertThat(done).containsExactly(REBOOT);
        assertThat(desk.approve("o1")).isFalse();
    }

    @Test
    void aScanThatIsTakenSaysFirstHowLongItTakes() {
        take(desk(), order("o1", new NodeAct.Scan(NodeAct.ScanProfile.QUICK, "10.0.0.5")), "console", "t/0@1");

        assertThat(outcome(0))
                .extracting(Outcome::status, Outcome::reason, Outcome::decisionId)
                .containsExactly(Status.ACCEPTED, "60 s at most", "o1");
        assertThat(outcome(1)).extracting(Outcome::status, Outcome::decisionId).containsExactly(Status.APPLIED, "o1");
    }

    @Test
    void aStealthScanWaitsForApprovalEvenWhereScansDoNot() {
        NodeAct stealth = new NodeAct.Scan(NodeAct.ScanProfile.STEALTH, "10.0.0.5");
        take(desk(), order("o1", stealth), "console", "t/0@1");

        assertThat(outcome(0))
                .extracting(Outcome::status, Outcome::reason)
                .containsExactly(Status.WAITING, "waits for approval: selfheal approve o1");
        assertThat(done).isEmpty();
        assertThat(desk.approve("o1")).isTrue();

        assertThat(outcome(1).status()).isEqualTo(Status.ACCEPTED);
        assertThat(outcome(2).status()).isEqualTo(Status.APPLIED);
        assertThat(done).containsExactly(stealth);
    }

    @Test
    void callingOffNeedsNoApproval() {
        modes.put(OrderKind.POWER, Mode.ASK);
        desk();

        take(desk, order("o1", new NodeAct.CancelShutdown()), "console", "t/0@1");

        assertThat(outcome(0).status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void whatNobodyApprovesEndsWithItsTime() {
        modes.put(OrderKind.LOCK_ACCOUNT, Mode.ASK);
        desk();
        take(desk, order("o1", new NodeAct.LockAccount("bob")), "console", "t/0@1");
        outcome(0);

        clock.move(HOUR);
        assertThat(desk.approve("o1")).isFalse();
        desk.tick();

        assertThat(outcome(1).status()).isEqualTo(Status.REFUSED);
        assertThat(outcome(1).action()).isEqualTo(ActionKind.LOCK_ACCOUNT);
        assertThat(outcome(1).reason()).isEqualTo("nobody approved it before it expired");
        assertThat(done).isEmpty();
    }

    @Test
    void whatWasBeingDoneWhenTheResponderDiedIsNotDoneAgainAndSaidToBeUnknown() throws Exception {
        OrderBook book = new OrderBook(directory, clock);
        Instant now = clock.instant();
        book.note(new OrderBook.Entry(
                "o1", "t/0@1", "POWER", "power", now, now.plus(HOUR), now, true, OrderBook.Stage.OPEN, "", ""));

        take(desk(), order("o1", REBOOT), "console", "t/0@1");

        assertThat(outcome(0).status()).isEqualTo(Status.FAILED);
        assertThat(outcome(0).reason()).contains("whether it is done is not known");
        assertThat(done).isEmpty();
    }

    @Test
    void aPerformerThatBreaksIsAFailure() {
        breaks = true;
        desk();

        take(desk, order("o1", RESTART), "console", "t/0@1");

        assertThat(outcome(0).status()).isEqualTo(Status.FAILED);
        assertThat(outcome(0).reason()).contains("broken");
    }

    @Test
    void aFloodOfForgedOrdersIsCountedAndKeepsNobodyOut() throws Exception {
        desk();
        for (int i = 0; i < 5_000; i++) {
            desk.refuse("t/0@" + i, "it is not signed");
        }
        assertThat(recorder.outcomes).hasSize(100);

        take(desk, order("o1", RESTART), "console", "t/0@5000");
        assertThat(outcome(100).status()).isEqualTo(Status.APPLIED);
        clock.move(HOUR);
        desk.tick();

        assertThat(outcome(101).reason())
                .isEqualTo("4900 more orders were refused within the hour, the last one because it is not signed");
        assertThat(Files.size(directory.resolve("orders-done.jsonl"))).isLessThan(100_000);
    }

    @Test
    void whatCannotBeNotedIsNotDone() throws Exception {
        desk();
        Path file = directory.resolve("orders-done.jsonl");
        Files.deleteIfExists(file);
        // A directory of this name makes every write fail, also for root.
        Files.createDirectory(file);
        Files.writeString(file.resolve("x"), "x", StandardCharsets.UTF_8);

        take(desk, order("o1", RESTART), "console", "t/0@1");

        assertThat(outcome(0).status()).isEqualTo(Status.FAILED);
        assertThat(outcome(0).reason()).contains("cannot be noted on disk");
        assertThat(done).isEmpty();
    }

    @Test
    void anAdministratorOfTheNodeIsHisOwnApproval() {
        modes.put(OrderKind.SCAN, Mode.ASK);
        modes.put(OrderKind.STOP_UNIT, Mode.OFF);
        modes.put(OrderKind.START_UNIT, Mode.SIMULATE);
        desk();

        assertThat(desk.local(new NodeAct.CancelScan("x"), "root").status()).isEqualTo(Status.APPLIED);
        assertThat(desk.local(new NodeAct.StopUnit("a.service"), "root").status())
                .isEqualTo(Status.REFUSED);
        assertThat(desk.local(new NodeAct.StartUnit("a.service"), "root").status())
                .isEqualTo(Status.SIMULATED);
        assertThat(recorder.drain())
                .containsExactly(
                        "CANCEL_SCAN APPLIED x", "STOP_UNIT REFUSED a.service", "START_UNIT SIMULATED a.service");
    }

    @Test
    void whatIsDoneCarriesTheSignedOrderAlsoAfterItWaitedAcrossARestart() {
        modes.put(OrderKind.POWER, Mode.ASK);
        NodeOrder order = order("o1", REBOOT);
        take(desk(), order, "console", "t/0@1");
        outcome(0);

        assertThat(desk().approve("o1")).isTrue();
        outcome(1);

        String text = new String(Topics.ORDERS.codec().encode(order), StandardCharsets.UTF_8);
        assertThat(proofs).containsExactly(new Proof(text, "console:c2lnbmVk"));
    }

    private static void take(OrderDesk desk, NodeOrder order, String key, String place) {
        String text = new String(Topics.ORDERS.codec().encode(order), StandardCharsets.UTF_8);
        desk.take(order, key, place, new Proof(text, key + ":c2lnbmVk"));
    }
}
