package io.selfheal.responder.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SampleBlocks;
import io.selfheal.responder.SetClock;
import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.Held;
import io.selfheal.responder.firewall.SimulatedFirewall;
import io.selfheal.responder.guard.AllowEntries;
import io.selfheal.responder.guard.FixedNetworks;
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.guard.GuardLimits;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.policy.AllowEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final Cidr A = Cidr.parse("203.0.113.7");
    private static final Cidr B = Cidr.parse("203.0.113.8");
    private static final Cidr NET = Cidr.parse("198.51.100.0/24");
    private static final Cidr HALF = Cidr.parse("198.51.100.0/25");

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();
    private final SimulatedFirewall firewall = new SimulatedFirewall(clock);
    private final AllowEntries allows = new AllowEntries("the fleet's allowlist", clock);
    private final Guard guard = new Guard(new GuardLimits(24, 64, 3, false), List.of(new FixedNetworks(), allows));
    private final DesiredSet desired = new DesiredSet("web1", List.of("web"));
    private Reconciler reconciler = with(Mode.ACT, firewall);

    private Reconciler with(Mode mode, Firewall backend) {
        Reports reports = new Reports(new Outcomes("web1"), recorder, mode);
        Reconciler made = new Reconciler(desired, guard, backend, mode, reports);
        made.allowRemoval();
        return made;
    }

    private Block block(String id, Cidr target, Scope scope, Duration length) {
        return SampleBlocks.block(id, target, scope, clock.instant(), length);
    }

    private void decide(String id, Cidr target, Duration length) {
        desired.accept(target, block(id, target, Scope.FLEET, length), clock.instant());
    }

    private Set<Cidr> held() {
        return firewall.held().remaining().keySet();
    }

    @Test
    void bringsADecisionIntoForceAndSaysHowLongItTook() {
        reconciler.reconcile(clock.instant());
        decide("d1", A, Duration.ofHours(4));

        reconciler.apply(Set.of(A), clock.move(Duration.ofMillis(7)));

        assertThat(held()).containsExactly(A);
        Outcome outcome = recorder.outcomes.getFirst();
        assertThat(outcome.status()).isEqualTo(Outcome.Status.APPLIED);
        assertThat(outcome.decisionId()).isEqualTo("d1");
        assertThat(outcome.took()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void enforcesNothingThatTheFleetOnlySimulatesAndEverythingThatFollows() {
        reconciler.reconcile(clock.instant());
        desired.accept(A, simulated("d1", A), clock.instant());
        desired.accept(NET, simulated("d2", NET), clock.instant());

        reconciler.apply(Set.of(A, NET), clock.instant());
        reconciler.reconcile(clock.move(Duration.ofMinutes(1)));

        assertThat(held()).isEmpty();
        assertThat(recorder.drain())
                .containsExactlyInAnyOrder("BLOCK SIMULATED 203.0.113.7", "BLOCK SIMULATED 198.51.100.0/24");

        decide("d3", A, Duration.ofHours(4));
        reconciler.apply(Set.of(A), clock.instant());

        assertThat(held()).containsExactly(A);
        assertThat(recorder.drain()).containsExactly("BLOCK APPLIED 203.0.113.7");
    }

    @Test
    void refusesWhatItsFirewallCanNeverBlockAndBlocksTheRest() {
        Reconciler partly = with(Mode.ACT, new PartialFirewall(firewall, NET));
        decide("d1", A, Duration.ofHours(4));
        decide("d2", NET, Duration.ofHours(4));

        partly.reconcile(clock.instant());
        partly.reconcile(clock.move(Duration.ofMinutes(1)));

        assertThat(held()).containsExactly(A);
        assertThat(recorder.drain())
                .containsExactlyInAnyOrder("BLOCK APPLIED 203.0.113.7", "BLOCK REFUSED 198.51.100.0/24");
    }

    @Test
    void asksNobodyAboutABlockThatIsOnlySimulated() {
        Reconciler asking = with(Mode.ASK, firewall);
        desired.accept(A, simulated("d1", A), clock.instant());

        asking.reconcile(clock.instant());

        assertThat(recorder.drain()).containsExactly("BLOCK SIMULATED 203.0.113.7");
    }

    @Test
    void saysThatTheEndOfASimulatedBlockIsSimulatedToo() {
        reconciler.reconcile(clock.instant());
        desired.accept(A, simulated("d1", A), clock.instant());
        reconciler.apply(Set.of(A), clock.instant());
        recorder.drain();

        desired.lift(A, clock.instant(), clock.instant());
        reconciler.noteLift(A, "l1");
        reconciler.apply(Set.of(A), clock.instant());

        assertThat(recorder.drain()).containsExactly("LIFT SIMULATED 203.0.113.7");
    }

    private Block simulated(String id, Cidr target) {
        return SampleBlocks.simulated(id, target, clock.instant(), Duration.ofHours(4));
    }

    @Test
    void saysNothingTwice() {
        decide("d1", A, Duration.ofHours(4));
        reconciler.reconcile(clock.instant());
        recorder.drain();

        reconciler.apply(Set.of(A), clock.instant());
        reconciler.reconcile(clock.move(Duration.ofMinutes(1)));

        assertThat(recorder.drain()).isEmpty();
    }

    @Test
    void findsWhatTheKernelAlreadyHolds() throws Exception {
        firewall.apply(new Change(true, Map.of(A, Duration.ofHours(4)), Map.of(), Set.of(), null));
        decide("d1", A, Duration.ofHours(4));

        reconciler.reconcile(clock.instant());

        assertThat(recorder.drain()).containsExactly("BLOCK ALREADY_IN_FORCE 203.0.113.7");
    }

    @Test
    void removesNothingBeforeTheDecisionsWereRead() throws Exception {
        firewall.apply(
                new Change(true, Map.of(A, Duration.ofHours(4)), Map.of(), Set.of(), Map.of(NET, Duration.ofHours(4))));
        Reconciler starting = new Reconciler(
                desired, guard, firewall, Mode.ACT, new Reports(new Outcomes("web1"), recorder, Mode.ACT));

        starting.reconcile(clock.instant());
        assertThat(held()).containsExactlyInAnyOrder(A, NET);

        starting.allowRemoval();
        starting.reconcile(clock.instant());
        assertThat(held()).isEmpty();
    }

    @Test
    void givesALongerDecisionItsNewEnd() {
        decide("d1", A, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());
        decide("d2", A, Duration.ofHours(8));

        reconciler.apply(Set.of(A), clock.instant());

        assertThat(firewall.held().remaining().get(A)).isEqualTo(Duration.ofHours(8));
    }

    @Test
    void liftsAndReportsIt() {
        decide("d1", A, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());
        recorder.drain();
        Lift lift = new Lift("l1", A, Scope.FLEET, clock.instant(), Lift.Cause.ORDERED, "order 1 by ann", "mistake");

        desired.accept(A, lift, clock.instant());
        reconciler.noteLift(A, "l1");
        reconciler.apply(Set.of(A), clock.instant());

        assertThat(held()).isEmpty();
        assertThat(recorder.drain()).containsExactly("LIFT LIFTED 203.0.113.7");
    }

    @Test
    void repairsDriftInBothDirectionsAndCountsIt() throws Exception {
        decide("d1", A, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());
        recorder.drain();

        firewall.apply(new Change(false, Map.of(B, Duration.ofHours(1)), Map.of(), Set.of(A), null));
        reconciler.reconcile(clock.instant());

        assertThat(held()).containsExactly(A);
        assertThat(reconciler.driftRepaired()).isEqualTo(2);
        assertThat(recorder.drain())
                .containsExactlyInAnyOrder("REPAIR_DRIFT APPLIED 203.0.113.7", "REPAIR_DRIFT APPLIED 203.0.113.8");
    }

    @Test
    void makesTheTableAnewWhenItIsGone() {
        decide("d1", A, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());
        firewall.removeAll();
        decide("d2", B, Duration.ofHours(1));

        reconciler.apply(Set.of(B), clock.instant());

        assertThat(held()).containsExactlyInAnyOrder(A, B);
        assertThat(recorder.drain()).contains("REPAIR_DRIFT APPLIED firewall");
    }

    @Test
    void anExpiredBlockIsNoDrift() {
        decide("d1", A, Duration.ofMinutes(10));
        reconciler.reconcile(clock.instant());

        reconciler.reconcile(clock.move(Duration.ofMinutes(11)));

        assertThat(reconciler.driftRepaired()).isZero();
    }

    @Test
    void refusesWhomTheGuardProtectsAndLetsGoWhoBecomesProtected() {
        decide("d1", A, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());
        recorder.drain();

        allows.put(new AllowEntry(Cidr.parse("203.0.113.0/24"), "partner", "ann", null));
        reconciler.reconcile(clock.instant());

        assertThat(held()).isEmpty();
        assertThat(recorder.outcomes.getFirst().reason()).isEqualTo("is on the fleet's allowlist (partner)");
        assertThat(recorder.drain()).containsExactly("BLOCK REFUSED 203.0.113.7");
    }

    @Test
    void blocksNoMoreThanItMay() {
        for (int i = 0; i < 5; i++) {
            decide("d" + i, Cidr.parse("203.0.113." + (20 + i)), Duration.ofHours(1));
        }

        reconciler.reconcile(clock.instant());

        assertThat(held()).hasSize(3);
        assertThat(recorder.drain())
                .filteredOn(said -> said.startsWith("BLOCK REFUSED"))
                .hasSize(2);
    }

    @Test
    void keepsANarrowBlockThatOutlivesTheWideOneAroundIt() {
        decide("wide", NET, Duration.ofHours(1));
        decide("narrow", HALF, Duration.ofHours(9));

        reconciler.reconcile(clock.instant());
        assertThat(held()).containsExactlyInAnyOrder(HALF, Cidr.parse("198.51.100.128/25"));

        reconciler.reconcile(clock.move(Duration.ofHours(2)));
        assertThat(held()).containsExactly(HALF);
    }

    @Test
    void concernsItselfOnlyWithItsOwnScope() {
        desired.accept(A, block("d1", A, Scope.host("db1"), Duration.ofHours(1)), clock.instant());
        desired.accept(B, block("d2", B, Scope.group("web"), Duration.ofHours(1)), clock.instant());

        reconciler.reconcile(clock.instant());

        assertThat(held()).containsExactly(B);
    }

    @Test
    void simulatesWithoutSayingThatAnythingWasDone() {
        reconciler = with(Mode.SIMULATE, firewall);
        decide("d1", A, Duration.ofHours(1));

        reconciler.reconcile(clock.instant());

        assertThat(recorder.drain()).containsExactly("BLOCK SIMULATED 203.0.113.7");
    }

    @Test
    void asksBeforeItActs() {
        reconciler = with(Mode.ASK, firewall);
        decide("d1", A, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());
        assertThat(held()).isEmpty();
        assertThat(recorder.outcomes.getFirst().status()).isEqualTo(Outcome.Status.WAITING);
        assertThat(recorder.outcomes.getFirst().reason()).isEqualTo("waits for approval: selfheal approve d1");
        recorder.drain();

        desired.override(desired.overrides().withApproved("d1"));
        reconciler.reconcile(clock.instant());

        assertThat(held()).containsExactly(A);
        assertThat(recorder.drain()).containsExactly("BLOCK APPLIED 203.0.113.7");
    }

    /** A node that acted, and asks from now on, with state from before: what is blocked stays so, and is not asked about. */
    @Test
    void toAskOpensNothing() {
        decide("d1", A, Duration.ofHours(1));
        decide("d2", NET, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());
        Reports before = new Reports(new Outcomes("web1"), recorder, Mode.ASK);
        before.restore(Map.of(
                A, new Reports.Report("d1", Outcome.Status.APPLIED, ""),
                NET, new Reports.Report("d2", Outcome.Status.APPLIED, "")));
        recorder.drain();
        Reconciler asking = new Reconciler(desired, guard, firewall, Mode.ASK, before);
        asking.allowRemoval();

        asking.reconcile(clock.instant());
        asking.reconcile(clock.move(Duration.ofMinutes(1)));

        assertThat(held()).containsExactlyInAnyOrder(A, NET);
        assertThat(recorder.drain()).isEmpty();
    }

    /** Each new decision of an attacker is asked about; meanwhile the block to which somebody agreed holds. */
    @Test
    void whileALongerBlockWaitsTheFormerOneHoldsToItsEnd() {
        reconciler = with(Mode.ASK, firewall);
        decide("d1", A, Duration.ofHours(1));
        decide("n1", NET, Duration.ofHours(1));
        desired.override(desired.overrides().withApproved("d1").withApproved("n1"));
        reconciler.reconcile(clock.instant());
        recorder.drain();

        clock.move(Duration.ofMinutes(30));
        decide("d2", A, Duration.ofHours(4));
        decide("n2", NET, Duration.ofHours(4));
        reconciler.apply(Set.of(A, NET), clock.instant());
        reconciler.reconcile(clock.move(Duration.ofMinutes(1)));

        assertThat(held()).containsExactlyInAnyOrder(A, NET);
        assertThat(recorder.drain())
                .containsExactlyInAnyOrder("BLOCK WAITING 203.0.113.7", "BLOCK WAITING 198.51.100.0/24");

        reconciler.reconcile(clock.move(Duration.ofMinutes(30)));
        assertThat(held()).as("over, and nobody agreed to more").isEmpty();

        desired.override(desired.overrides().withApproved("d2"));
        reconciler.reconcile(clock.instant());
        assertThat(held()).containsExactly(A);
    }

    @Test
    void whatIsLiftedOrProtectedGoesAlsoWhileALongerBlockWaits() {
        reconciler = with(Mode.ASK, firewall);
        decide("d1", A, Duration.ofHours(1));
        decide("n1", NET, Duration.ofHours(1));
        desired.override(desired.overrides().withApproved("d1").withApproved("n1"));
        reconciler.reconcile(clock.instant());
        clock.move(Duration.ofMinutes(30));
        decide("d2", A, Duration.ofHours(4));
        decide("n2", NET, Duration.ofHours(4));
        reconciler.apply(Set.of(A, NET), clock.instant());

        desired.lift(A, clock.instant(), clock.instant());
        reconciler.apply(Set.of(A), clock.instant());
        assertThat(held()).containsExactly(NET);

        allows.put(new AllowEntry(Cidr.parse("198.51.100.9"), "office", "alice", null));
        reconciler.reconcile(clock.move(Duration.ofMinutes(1)));
        assertThat(held()).isEmpty();
    }

    @Test
    void anUnblockHereHoldsUntilANewerDecision() {
        decide("d1", A, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());

        desired.override(desired.overrides().withUnblocked(A, clock.instant()));
        reconciler.reconcile(clock.instant());
        assertThat(held()).isEmpty();

        clock.move(Duration.ofMinutes(1));
        decide("d2", A, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());
        assertThat(held()).containsExactly(A);
    }

    @Test
    void oneImpossibleElementKeepsNoOtherOut() {
        Firewall picky = new PickyFirewall(firewall, B);
        reconciler = with(Mode.ACT, picky);
        reconciler.reconcile(clock.instant());
        decide("d1", A, Duration.ofHours(1));
        decide("d2", B, Duration.ofHours(1));

        reconciler.reconcile(clock.instant());

        assertThat(held()).containsExactly(A);
        assertThat(recorder.drain()).containsExactlyInAnyOrder("BLOCK APPLIED 203.0.113.7", "BLOCK FAILED 203.0.113.8");
        assertThat(reconciler.problem()).isEqualTo("not this one");
    }

    @Test
    void saysThatItFailsWhenTheFirewallCannotBeRead() {
        Firewall broken = new BrokenFirewall();
        reconciler = with(Mode.ACT, broken);
        decide("d1", A, Duration.ofHours(1));

        reconciler.reconcile(clock.instant());
        reconciler.reconcile(clock.instant());

        assertThat(recorder.drain()).containsExactly("BLOCK FAILED 203.0.113.7");
        assertThat(reconciler.problem()).isEqualTo("no nft here");
    }

    @Test
    void takesOutWhatHasEndedWhereTheFirewallDoesNotEvenBeforeTheDecisionsWereRead() {
        LastingFirewall lasting = new LastingFirewall(clock);
        Reconciler starting = new Reconciler(
                desired, guard, lasting, Mode.ACT, new Reports(new Outcomes("web1"), recorder, Mode.ACT));
        decide("d1", A, Duration.ofMinutes(10));
        decide("d2", NET, Duration.ofMinutes(10));
        starting.reconcile(clock.instant());
        recorder.drain();

        starting.reconcile(clock.move(Duration.ofMinutes(9)));
        assertThat(lasting.ends).containsOnlyKeys(A, NET);
        starting.reconcile(clock.move(Duration.ofMinutes(1)));

        assertThat(lasting.ends).isEmpty();
        assertThat(starting.driftRepaired()).isZero();
        assertThat(recorder.drain()).isEmpty();
    }

    @Test
    void readsTheFirewallOnlyWhenSomebodyElseTouchedIt() throws Exception {
        WatchedFirewall watched = new WatchedFirewall(firewall);
        reconciler = with(Mode.ACT, watched);
        decide("d1", A, Duration.ofHours(1));
        reconciler.reconcile(clock.instant());
        reconciler.reconcile(clock.instant());
        int readings = watched.readings;

        watched.untouched = true;
        decide("d2", B, Duration.ofHours(1));
        reconciler.reconcile(clock.move(Duration.ofMinutes(1)));

        assertThat(watched.readings).isEqualTo(readings);
        assertThat(held()).containsExactlyInAnyOrder(A, B);
        assertThat(reconciler.dropped()).isEqualTo(42);

        firewall.apply(new Change(false, Map.of(), Map.of(), Set.of(A), null));
        watched.untouched = false;
        reconciler.reconcile(clock.move(Duration.ofMinutes(1)));

        assertThat(held()).containsExactlyInAnyOrder(A, B);
        assertThat(reconciler.driftRepaired()).isEqualTo(1);
    }

    @Test
    void readsTheFirewallNowAndThenWhateverItSays() {
        WatchedFirewall watched = new WatchedFirewall(firewall);
        watched.untouched = true;
        reconciler = with(Mode.ACT, watched);
        for (int i = 0; i < 40; i++) {
            reconciler.reconcile(clock.move(Duration.ofMinutes(1)));
        }

        assertThat(watched.readings).isBetween(3, 5);
    }

    /** Like ufw: lets nothing end. */
    private static final class LastingFirewall implements Firewall {
        private final SetClock clock;
        private final Map<Cidr, Instant> ends = new HashMap<>();

        LastingFirewall(SetClock clock) {
            this.clock = clock;
        }

        @Override
        public String name() {
            return "lasting";
        }

        @Override
        public Held held() {
            Map<Cidr, Duration> remaining = new HashMap<>();
            ends.forEach((target, end) -> {
                Duration left = Duration.between(clock.instant(), end);
                remaining.put(target, left.isNegative() ? Duration.ZERO : left);
            });
            return new Held(true, remaining, Map.of(), 0, -1);
        }

        @Override
        public void apply(Change change) {
            ends.keySet().removeAll(change.remove());
            change.add()
                    .forEach((target, left) -> ends.put(target, clock.instant().plus(left)));
            Map<Cidr, Duration> networks = change.networks();
            if (networks != null) {
                ends.keySet().removeIf(target -> !target.isSingleAddress());
                networks.forEach(
                        (target, left) -> ends.put(target, clock.instant().plus(left)));
            }
        }

        @Override
        public void removeAll() {
            ends.clear();
        }
    }

    /** Does what the simulated one does, but for what it is made to do otherwise. */
    private interface OverSimulated extends Firewall {
        SimulatedFirewall real();

        @Override
        default Held held() {
            return real().held();
        }

        @Override
        default void apply(Change change) throws FirewallException {
            real().apply(change);
        }

        @Override
        default void removeAll() {
            real().removeAll();
        }
    }

    /** Knows whether somebody else touched it. */
    private static final class WatchedFirewall implements OverSimulated {
        private final SimulatedFirewall real;
        private boolean untouched;
        private int readings;

        WatchedFirewall(SimulatedFirewall real) {
            this.real = real;
        }

        @Override
        public SimulatedFirewall real() {
            return real;
        }

        @Override
        public String name() {
            return "watched";
        }

        @Override
        public Held held() {
            readings++;
            return real.held();
        }

        @Override
        public OptionalLong droppedIfUntouched() {
            return untouched ? OptionalLong.of(42) : OptionalLong.empty();
        }
    }

    /** Says beforehand what it cannot block. */
    private record PartialFirewall(SimulatedFirewall real, Cidr never) implements OverSimulated {
        @Override
        public String name() {
            return "partial";
        }

        @Override
        public @Nullable String objection(Cidr target) {
            return target.equals(never) ? "not this one" : null;
        }
    }

    /** Refuses one element. */
    private record PickyFirewall(SimulatedFirewall real, Cidr refused) implements OverSimulated {
        @Override
        public String name() {
            return "picky";
        }

        @Override
        public void apply(Change change) throws FirewallException {
            Map<Cidr, Duration> all = new HashMap<>(change.add());
            all.putAll(change.refresh());
            if (all.containsKey(refused)) {
                throw new FirewallException("not this one");
            }
            real.apply(change);
        }
    }

    /** Nothing works. */
    private record BrokenFirewall() implements Firewall {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Held held() throws FirewallException {
            throw new FirewallException("no nft here");
        }

        @Override
        public void apply(Change change) throws FirewallException {
            throw new FirewallException("no nft here");
        }

        @Override
        public void removeAll() throws FirewallException {
            throw new FirewallException("no nft here");
        }
    }
}
