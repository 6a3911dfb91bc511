package io.selfheal.analyzer.detect;

import static io.selfheal.analyzer.Events.SOURCE;
import static io.selfheal.analyzer.Events.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.policy.FleetModes;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.Tally;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.policy.BlastCap;
import io.selfheal.schemas.policy.BlockingMode;
import io.selfheal.schemas.policy.BlockingPolicy;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SAF-05 to SAF-08: a dry run tells what would be done, and changes nothing of what is done. */
class DryRunTest {
    private static final RuleSet RULES = RuleSet.shipped();
    private static final FleetModes ALL_SIMULATE = new FleetModes(Set.of(), Set.of("web1", "web2"));

    private final Events events = new Events();
    private final PolicyBook policy = PolicyBook.defaults();
    private final AnalyzerCore core = new AnalyzerCore(RULES, policy, new BlastRadius());
    private final SourceProfile profile = SourceProfile.create(SOURCE);
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();

    @Test
    void twoWeeksOfDryRunReportEveryBlockAndTheFirstRealOneIsOffenceOne() {
        policy.apply(ALL_SIMULATE);
        for (int day = 0; day < 14; day++) {
            Instant at = START.plus(Duration.ofDays(day));
            give(attack(at));
            sweep(at.plus(Duration.ofDays(1)).minusSeconds(1));
        }
        assertThat(decisions.stream().filter(Block.class::isInstance).map(Block.class::cast))
                .hasSizeGreaterThan(5)
                .allMatch(Block::simulated)
                .extracting(Block::offence)
                .startsWith(1, 2, 3);
        assertThat(profile.blocks().offences()).isZero();
        decisions.clear();

        policy.apply(new FleetModes(Set.of("web1"), Set.of("web2")));
        give(attack(START.plus(Duration.ofDays(15))));

        Block real = lastBlock();
        assertThat(real.simulated()).isFalse();
        assertThat(real.offence()).isEqualTo(1);
        assertThat(real.length()).isEqualTo(Duration.ofHours(4));
    }

    @Test
    void armingBlocksWhoeverGoesOnAlthoughHisSimulatedBlockHasNotEnded() {
        policy.apply(in(BlockingMode.SIMULATE));
        give(attack(START));
        assertThat(lastBlock().simulated()).isTrue();

        policy.apply(in(BlockingMode.ACT));
        give(events.failedLogin(START.plusSeconds(60)));

        assertThat(lastBlock().simulated()).isFalse();
        assertThat(lastBlock().id()).isNotEqualTo(((Block) decisions.getFirst()).id());
        decisions.clear();
        sweep(START.plusSeconds(59).plus(Duration.ofHours(4)));
        assertThat(decisions).isEmpty();
        sweep(START.plusSeconds(60).plus(Duration.ofHours(4)));
        assertThat(decisions)
                .singleElement()
                .satisfies(lift -> assertThat(lift.simulated()).isFalse());
    }

    @Test
    void whatAWebServerRefusesCountsWhileNobodyIsReallyBlocked() {
        policy.apply(in(BlockingMode.SIMULATE));
        give(attack(START));
        int before = threats();

        give(events.request("/?id=1%27%20UNION%20SELECT%20password%20FROM%20users--", 403, START.plusSeconds(60)));

        assertThat(threats()).isGreaterThan(before);
    }

    @Test
    void refusalsAreOurOwnOnlyOnHostsThatEnforce() {
        policy.apply(new FleetModes(Set.of("web2"), Set.of("web1")));
        give(attack(START));
        assertThat(profile.isBlocked()).isTrue();
        int before = threats();

        give(events.request("/?id=1%27%20UNION%20SELECT%20password%20FROM%20users--", 403, START.plusSeconds(60)));
        assertThat(threats()).isGreaterThan(before);

        policy.apply(new FleetModes(Set.of("web1", "web2"), Set.of()));
        int then = threats();
        give(events.request("/?id=1%27%20UNION%20SELECT%20password%20FROM%20users--", 403, START.plusSeconds(61)));
        assertThat(threats()).isEqualTo(then);
    }

    @Test
    void oneNodeThatActsMakesBlocksRealAndNobodyHeardOfLeavesThemToTheNodes() {
        give(attack(START));
        assertThat(lastBlock().simulated()).isFalse();

        policy.apply(new FleetModes(Set.of("web2"), Set.of("web1")));
        assertThat(policy.current().simulates()).isFalse();

        policy.apply(ALL_SIMULATE);
        assertThat(policy.current().simulates()).isTrue();
    }

    @Test
    void aSimulatedBlockEndsWithASimulatedLiftAlsoAfterARestart() {
        policy.apply(in(BlockingMode.SIMULATE));
        give(attack(START));
        SourceProfile restored = SourceProfile.fromBytes(SOURCE, profile.toBytes());
        assertThat(restored.wouldBeBlocked()).isTrue();
        assertThat(restored.isBlocked()).isFalse();

        Findings end = core.sweep(restored, START.plus(Duration.ofHours(4)));

        assertThat(end.decisions()).singleElement().isInstanceOfSatisfying(Lift.class, lift -> {
            assertThat(lift.simulated()).isTrue();
            assertThat(lift.cause()).isEqualTo(Lift.Cause.EXPIRED);
        });
        assertThat(restored.awaitsEnd()).isFalse();
    }

    @Test
    void aVerdictAfterASimulatedBlockDoesNotBlockForTheSameAgain() {
        policy.apply(in(BlockingMode.SIMULATE));
        give(attack(START));
        sweep(START.plus(Duration.ofHours(4)));
        decisions.clear();
        Instant later = START.plus(Duration.ofHours(5));
        Finding finding = new Finding(
                "virustotal", Finding.Opinion.MALICIOUS, 20, "9 of 90", null, later, later.plus(Duration.ofDays(1)));

        take(core.on(new Verdict(IpAddress.parse(SOURCE), later, List.of(finding)), profile, later));

        assertThat(decisions).isEmpty();
    }

    @Test
    void theDryRunHasAnAllowanceOfItsOwn() {
        BlastRadius cap = new BlastRadius();

        BlastCap one = new BlastCap(1, 100);

        assertThat(cap.tryTake(true, 0, one)).isNull();
        assertThat(cap.tryTake(true, 0, one)).isEqualTo("more than 1 blocks in a minute");
        assertThat(cap.tryTake(false, 0, one)).isNull();
        assertThat(cap.tryTake(false, 0, one)).isEqualTo("more than 1 blocks in a minute");
        assertThat(cap.tryTake(true, 60, one)).isNull();
    }

    @Test
    void alertsSayThatItWouldHaveBeenDone() {
        policy.apply(in(BlockingMode.SIMULATE));
        give(attack(START));
        give(attack(START.plusSeconds(1)));

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("would-block");
            assertThat(alert.title()).contains("would be blocked");
            assertThat(alert.description()).contains("nothing is enforced (dry run)");
        });
    }

    @Test
    void whatPeopleOrderIsSimulatedTooAndNeverEndsARealBlock() {
        policy.apply(in(BlockingMode.SIMULATE));
        take(core.on(order("o1"), profile, START));
        assertThat(lastBlock().simulated()).isTrue();

        policy.apply(in(BlockingMode.ACT));
        take(core.on(order("o2"), profile, START.plusSeconds(1)));
        assertThat(lastBlock().simulated()).isFalse();
        assertThat(lastBlock().offence()).isEqualTo(1);

        policy.apply(in(BlockingMode.SIMULATE));
        int before = decisions.size();
        take(core.on(order("o3"), profile, START.plusSeconds(2)));
        assertThat(decisions).hasSize(before);
        assertThat(alerts.getLast().description()).contains("only simulated now");
        assertThat(profile.isBlocked()).isTrue();
    }

    @Test
    void modeAskProposesAndModeOffDoesNothing() {
        policy.apply(in(BlockingMode.ASK));
        give(attack(START));
        assertThat(decisions).isEmpty();
        assertThat(alerts.getLast().kind()).isEqualTo("block-proposed");
        assertThat(alerts.getLast().labels().get("order_block"))
                .startsWith("selfheal order block " + SOURCE + " --for 240m");

        policy.apply(in(BlockingMode.OFF));
        give(attack(START.plus(Duration.ofHours(1))));
        assertThat(decisions).isEmpty();
    }

    private SecurityEvent attack(Instant at) {
        return events.report(ThreatType.CONFIRMED_ATTACK, at);
    }

    private static BlockingPolicy in(BlockingMode mode) {
        return BlockingPolicy.DEFAULT.in(mode);
    }

    private static BlockOrder order(String id) {
        return new BlockOrder(
                id,
                START,
                START.plusSeconds(300),
                "anna",
                "scans us",
                Cidr.parse(SOURCE),
                Scope.FLEET,
                Duration.ofHours(2));
    }

    private int threats() {
        return profile.within(Tally.THREATS, (int) START.plusSeconds(120).getEpochSecond(), 3600);
    }

    private void give(SecurityEvent event) {
        take(core.on(event, profile, event.time()));
    }

    private void sweep(Instant now) {
        take(core.sweep(profile, now));
    }

    private void take(Findings findings) {
        decisions.addAll(findings.decisions());
        alerts.addAll(findings.alerts());
    }

    private Block lastBlock() {
        return (Block)
                decisions.stream().filter(Block.class::isInstance).toList().getLast();
    }
}
