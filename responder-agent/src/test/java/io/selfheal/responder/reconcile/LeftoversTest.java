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
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.guard.GuardLimits;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.policy.AllowEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final Cidr A = Cidr.parse("203.0.113.7");
    private static final Cidr B = Cidr.parse("203.0.113.8");
    private static final Cidr NET = Cidr.parse("198.51.100.0/24");
    private static final Cidr OTHER = Cidr.parse("2001:db8::/64");

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();
    private final Counting kernel = new Counting(new SimulatedFirewall(clock));
    private final AllowEntries allows = new AllowEntries("the fleet's allowlist", clock);
    private final Guard guard = new Guard(new GuardLimits(24, 64, 100, false), List.of(allows));
    private final DesiredSet desired = new DesiredSet("web1", List.of());
    private Leftovers leftovers;

    @TempDir
    Path directory;

    private ActedMark acted;

    @BeforeEach
    void theNodeActed() throws Exception {
        acted = new ActedMark(directory);
        acted.set();
        leftovers = leftoversOf(kernel);
        Map<Cidr, Duration> addresses = Map.of(A, Duration.ofHours(1), B, Duration.ofHours(4));
        Map<Cidr, Duration> networks = Map.of(NET, Duration.ofHours(4), OTHER, Duration.ofHours(4));
        kernel.apply(new Change(true, addresses, Map.of(), Set.of(), networks));
        List.of(A, B, NET, OTHER).forEach(target -> decide(target.toString(), target));
    }

    private Leftovers leftoversOf(Firewall firewall) {
        return new Leftovers(Optional.of(firewall), acted, desired, guard, new Outcomes("web1"), recorder);
    }

    private void decide(String id, Cidr target) {
        desired.accept(
                target,
                SampleBlocks.block(id, target, Scope.FLEET, clock.instant(), Duration.ofHours(4)),
                clock.instant());
    }

    private Set<Cidr> held() throws FirewallException {
        return kernel.held().remaining().keySet();
    }

    @Test
    void whatIsStillWantedStaysToItsEnd() throws Exception {
        leftovers.allowRemoval();
        leftovers.settle(clock.instant());

        assertThat(held()).containsExactlyInAnyOrder(A, B, NET, OTHER);
        assertThat(leftovers.size()).isEqualTo(4);
        assertThat(leftovers.holds(A)).isTrue();

        leftovers.settle(clock.move(Duration.ofHours(2)));

        assertThat(leftovers.holds(A)).isFalse();
        assertThat(leftovers.size()).isEqualTo(3);
        assertThat(recorder.drain()).isEmpty();
    }

    @Test
    void whomTheFleetLetsInAgainIsLetInHereAtOnce() throws Exception {
        leftovers.allowRemoval();
        leftovers.settle(clock.instant());

        desired.lift(A, clock.instant(), clock.instant());
        desired.lift(NET, clock.instant(), clock.instant());
        leftovers.settle(List.of(A, NET), clock.instant());

        assertThat(held()).containsExactlyInAnyOrder(B, OTHER);
        assertThat(recorder.drain()).containsExactlyInAnyOrder("LIFT LIFTED " + A, "LIFT LIFTED " + NET);
    }

    @Test
    void beforeTheDecisionsWereReadOnlyWhatIsProtectedGoes() throws Exception {
        desired.lift(A, clock.instant(), clock.instant());
        allows.put(new AllowEntry(Cidr.parse("198.51.100.9"), "office", "alice", null));
        guard.refresh();

        leftovers.settle(clock.instant());

        assertThat(held()).containsExactlyInAnyOrder(A, B, OTHER);
        assertThat(recorder.outcomes)
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.reason())
                        .startsWith("was left from when this node acted: is ")
                        .contains("office"));
    }

    @Test
    void anAdministratorEndsThemWhateverWasRead() throws Exception {
        assertThat(leftovers.release(A, clock.instant())).isNull();
        assertThat(leftovers.release(NET, clock.instant())).isNull();
        assertThat(held()).containsExactlyInAnyOrder(B, OTHER);

        assertThat(leftovers.releaseAll()).isNull();
        assertThat(held()).isEmpty();
        assertThat(leftovers.size()).isZero();
    }

    /** A piece of a network that the kernel holds in pieces belongs to the block that it was made of. */
    @Test
    void piecesOfAWantedNetworkStay() throws Exception {
        Map<Cidr, Duration> halves = Map.of(
                Cidr.parse("198.51.100.0/25"), Duration.ofHours(4),
                Cidr.parse("198.51.100.128/25"), Duration.ofHours(5));
        kernel.apply(new Change(false, Map.of(), Map.of(), Set.of(), halves));
        leftovers.allowRemoval();

        leftovers.settle(clock.instant());

        assertThat(held()).containsAll(halves.keySet());
    }

    @Test
    void oneThatTheFleetOnlySimulatesByNowGoes() throws Exception {
        desired.accept(A, SampleBlocks.simulated("s1", A, clock.instant(), Duration.ofHours(1)), clock.instant());
        leftovers.allowRemoval();

        leftovers.settle(clock.instant());

        assertThat(held()).doesNotContain(A).contains(B);
    }

    /** As ufw and Proxmox do, which know no time limits. */
    @Test
    void whatHasEndedIsTakenOutWhereTheFirewallDoesNotLetItGoByItself() throws Exception {
        Kept kept = new Kept();
        Leftovers ofKept = leftoversOf(kept);

        ofKept.settle(clock.instant());

        assertThat(kept.held).containsOnlyKeys(B);
        assertThat(ofKept.size()).isEqualTo(1);
        assertThat(recorder.drain()).containsExactly("LIFT LIFTED " + A);
    }

    @Test
    void whenNoneIsLeftTheKernelIsNotAskedAgain() throws Exception {
        leftovers.settle(clock.move(Duration.ofHours(5)));
        int asked = kernel.readings;

        leftovers.settle(clock.move(Duration.ofMinutes(1)));
        leftovers.settle(List.of(NET), clock.instant());

        assertThat(leftovers.size()).isZero();
        assertThat(kernel.readings).isEqualTo(asked);
        assertThat(acted.isSet()).as("nor by the next run").isFalse();
    }

    /** A demonstration, say, on a machine whose agent acts. */
    @Test
    void whoNeverActedLeavesWhatIsInTheKernelAlone() throws Exception {
        acted.clear();
        Leftovers none = leftoversOf(kernel);
        none.allowRemoval();
        List.of(A, B, NET, OTHER).forEach(target -> desired.lift(target, clock.instant(), clock.instant()));

        none.settle(clock.instant());
        none.settle(List.of(NET), clock.instant());

        assertThat(held()).containsExactlyInAnyOrder(A, B, NET, OTHER);
        assertThat(none.release(A, clock.instant())).isNull();
        assertThat(held()).as("the administrator's word").containsExactlyInAnyOrder(B, NET, OTHER);
    }

    @Test
    void whatCannotBeReadOrTakenOutIsSaidAndTriedAgain() throws Exception {
        kernel.fails = true;
        assertThat(leftovers.release(A, clock.instant())).isEqualTo("no permission");
        assertThat(leftovers.releaseAll()).isEqualTo("no permission");

        kernel.fails = false;
        assertThat(leftovers.release(A, clock.instant())).isNull();
        assertThat(held()).doesNotContain(A);
    }

    @Test
    void ofManyOneOutcomeIsEnough() throws Exception {
        Map<Cidr, Duration> many = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            many.put(Cidr.parse("192.0.2." + i), Duration.ofHours(1));
        }
        kernel.apply(new Change(false, many, Map.of(), Set.of(), null));
        leftovers.allowRemoval();

        leftovers.settle(clock.instant());

        assertThat(held()).containsExactlyInAnyOrder(A, B, NET, OTHER);
        assertThat(recorder.drain()).containsExactly("LIFT LIFTED 100 addresses and networks");
    }

    @Test
    void aNodeThatActsHasNone() {
        Leftovers none = new Leftovers(Optional.empty(), acted, desired, guard, new Outcomes("web1"), recorder);
        none.allowRemoval();
        none.settle(clock.instant());

        assertThat(none.size()).isZero();
        assertThat(none.release(A, clock.instant())).isNull();
        assertThat(none.releaseAll()).isNull();
    }

    /** Counts how often it is read, and can be made to refuse. */
    private static final class Counting implements Firewall {
        private final Firewall inner;
        private int readings;
        private boolean fails;

        Counting(Firewall inner) {
            this.inner = inner;
        }

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public Held held() throws FirewallException {
            check();
            readings++;
            return inner.held();
        }

        @Override
        public void apply(Change change) throws FirewallException {
            check();
            inner.apply(change);
        }

        @Override
        public void removeAll() throws FirewallException {
            check();
            inner.removeAll();
        }

        private void check() throws FirewallException {
            if (fails) {
                throw new FirewallException("no permission");
            }
        }
    }

    /** Holds what it holds until it is told otherwise; the time of one is over. */
    private static final class Kept implements Firewall {
        private final Map<Cidr, Duration> held = new HashMap<>(Map.of(A, Duration.ZERO, B, Duration.ofHours(1)));

        @Override
        public String name() {
            return "kept";
        }

        @Override
        public Held held() {
            return new Held(true, Map.copyOf(held), Map.of(), 0, -1);
        }

        @Override
        public void apply(Change change) {
            held.keySet().removeAll(change.remove());
        }

        @Override
        public void removeAll() {
            held.clear();
        }
    }
}
