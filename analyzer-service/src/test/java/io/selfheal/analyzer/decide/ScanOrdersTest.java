package io.selfheal.analyzer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.order.NodeAct.Scan;
import io.selfheal.schemas.order.NodeAct.ScanProfile;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.policy.ScanPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanOrdersTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ScanPolicy AUTOMATIC =
            new ScanPolicy("test", true, true, true, Duration.ofHours(1), ScanPolicy.PRIVATE);

    private final ScanOrders scans = new ScanOrders(() -> AUTOMATIC);

    @Test
    void theAttackedNodeLooksAtASourceOfOurOwnNetworks() {
        assertThat(scans.of(assessment("10.1.2.3", "web-1", NOW, PlannedAction.QUICK_SCAN), NOW))
                .singleElement()
                .satisfies(order -> {
                    assertThat(order.host()).isEqualTo("web-1");
                    assertThat(order.act()).isEqualTo(new Scan(ScanProfile.QUICK, "10.1.2.3"));
                    assertThat(order.expires()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
                    assertThat(order.reason()).contains("10.1.2.3").contains("assessment a-1");
                });
    }

    @Test
    void theAttackedNodeLooksAtItselfAndThenRests() {
        Assessment attack = assessment("203.0.113.7", "web-1", NOW, PlannedAction.VULNERABILITY_SCAN);
        Assessment another = assessment("203.0.113.8", "web-1", NOW, PlannedAction.VULNERABILITY_SCAN);

        assertThat(scans.of(attack, NOW))
                .extracting(NodeOrder::act)
                .containsExactly(new Scan(ScanProfile.VULNERABILITY, "127.0.0.1"));
        assertThat(scans.of(another, NOW.plusSeconds(600))).isEmpty();
        assertThat(scans.of(assessment("203.0.113.8", "db-1", NOW, PlannedAction.VULNERABILITY_SCAN), NOW))
                .extracting(NodeOrder::host)
                .containsExactly("db-1");
        Instant later = NOW.plus(AUTOMATIC.rest());
        assertThat(scans.of(assessment("203.0.113.9", "web-1", later, PlannedAction.VULNERABILITY_SCAN), later))
                .hasSize(1);
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongTheRest() {
        Instant earlier = NOW.minus(Duration.ofDays(365));
        scans.of(assessment("10.1.2.3", "web-1", NOW, PlannedAction.QUICK_SCAN), NOW);

        assertThat(scans.of(assessment("10.1.2.3", "web-1", earlier, PlannedAction.QUICK_SCAN), earlier))
                .hasSize(1);
    }

    @Test
    void whoWritesAddressesIntoLogsMakesNobodyAScanner() {
        List<NodeOrder> orders = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String source = "10.1." + i / 250 + "." + i % 250;
            orders.addAll(scans.of(assessment(source, "web-1", NOW, PlannedAction.QUICK_SCAN), NOW));
        }

        assertThat(orders).hasSize(ScanOrders.HOURLY);
        assertThat(scans.of(assessment("10.9.9.9", "db-1", NOW, PlannedAction.QUICK_SCAN), NOW))
                .as("other nodes have allowances of their own")
                .hasSize(1);
    }

    @Test
    void historyNamelessHostsAndTheDefaultPolicyLeadToNone() {
        PlannedAction plan = PlannedAction.VULNERABILITY_SCAN;
        Instant old = NOW.minus(Duration.ofHours(1));

        assertThat(scans.of(assessment("203.0.113.7", "web-1", old, plan), NOW)).isEmpty();
        assertThat(scans.of(assessment("203.0.113.7", "", NOW, plan), NOW)).isEmpty();
        assertThat(new ScanOrders(() -> ScanPolicy.DEFAULT).of(assessment("203.0.113.7", "web-1", NOW, plan), NOW))
                .isEmpty();
    }

    private static Assessment assessment(String source, String host, Instant time, PlannedAction plan) {
        return new Assessment(
                "a-1",
                time,
                new Subject(Subject.Kind.SOURCE, source),
                65,
                ThreatLevel.HIGH,
                ThreatClass.BRUTE_FORCE,
                List.of(),
                List.of(),
                List.of(plan),
                1,
                "event-1",
                host,
                null,
                false,
                65,
                null,
                null);
    }
}
