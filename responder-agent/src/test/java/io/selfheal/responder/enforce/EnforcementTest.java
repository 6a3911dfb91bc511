package io.selfheal.responder.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SampleBlocks;
import io.selfheal.responder.SetClock;
import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.SimulatedFirewall;
import io.selfheal.responder.guard.AllowEntries;
import io.selfheal.responder.guard.Guard;
import io.selfheal.responder.guard.GuardLimits;
import io.selfheal.responder.reconcile.ActedMark;
import io.selfheal.responder.reconcile.DesiredSet;
import io.selfheal.responder.reconcile.Leftovers;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Reconciler;
import io.selfheal.responder.reconcile.Recorder;
import io.selfheal.responder.reconcile.Reports;
import io.selfheal.responder.state.NodeStore;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnforcementTest {
    private static final Cidr A = Cidr.parse("203.0.113.7");
    private static final Duration EVERY = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();
    private final Recorder recorder = new Recorder();
    private final SimulatedFirewall firewall = new SimulatedFirewall(clock);

    @Test
    void aClockThatIsSetBackDoesNotKeepTheFirewallFromBeingLookedAfter() throws Exception {
        Enforcement enforcement = enforcement();
        enforcement.decided(A, block(), clock.instant());
        enforcement.finish();
        clock.move(Duration.ofDays(-1));
        firewall.apply(new Change(false, Map.of(), Map.of(), Set.of(A), null));

        Duration wait = enforcement.finish();
        for (int i = 0; i < 20; i++) {
            clock.move(EVERY);
            enforcement.finish();
        }

        assertThat(wait).isLessThanOrEqualTo(EVERY);
        assertThat(firewall.held().remaining()).containsKey(A);
    }

    private Block block() {
        return SampleBlocks.block("d1", A, Scope.FLEET, clock.instant(), Duration.ofHours(4));
    }

    private Enforcement enforcement() throws Exception {
        DesiredSet desired = new DesiredSet("web1", List.of());
        Guard guard = new Guard(new GuardLimits(24, 64, 100, false), List.of());
        Outcomes outcomes = new Outcomes("web1");
        Reports reports = new Reports(outcomes, recorder, Mode.ACT);
        Reconciler reconciler = new Reconciler(desired, guard, firewall, Mode.ACT, reports);
        reconciler.allowRemoval();
        return new Enforcement(
                clock,
                desired,
                reconciler,
                new Leftovers(Optional.empty(), new ActedMark(directory), desired, guard, outcomes, recorder),
                reports,
                new AllowEntries("the fleet's allowlist", clock),
                new AllowEntries("this node's allowlist", clock),
                new NodeStore(directory),
                outcomes,
                recorder,
                new EnforcementAlerts("web1", recorder),
                EVERY);
    }
}
