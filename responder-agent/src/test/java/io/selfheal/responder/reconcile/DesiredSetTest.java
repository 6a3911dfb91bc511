package io.selfheal.responder.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SampleBlocks;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody who holds the broker can do with decisions that were signed once. */
class DesiredSetTest {
    private static final Cidr A = Cidr.parse("203.0.113.7");
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final DesiredSet desired = new DesiredSet("web1", List.of());

    @Test
    void anOldLiftEndsNoNewerBlock() {
        Lift old = lift(NOON.minusSeconds(3600));
        desired.accept(A, block("b2", NOON, DAY), NOON);

        assertThat(desired.accept(A, old, NOON.plusSeconds(60))).isFalse();
        assertThat(desired.lift(A, old.issued(), NOON.plusSeconds(60))).isFalse();

        assertThat(desired.ofFleet(A)).isNotNull();
    }

    @Test
    void aLiftCountsWhereTheHostsClockWasAhead() {
        desired.accept(A, block("b1", NOON.plusSeconds(240), DAY), NOON);

        assertThat(desired.accept(A, lift(NOON.plusSeconds(10)), NOON.plusSeconds(10)))
                .isTrue();
        assertThat(desired.ofFleet(A)).isNull();
    }

    @Test
    void aBlockThatWasLiftedBeforeItsTimeIsNotMadeAgain() {
        Block lifted = block("b1", NOON, DAY);
        desired.accept(A, lifted, NOON);
        desired.accept(A, lift(NOON.plusSeconds(60)), NOON.plusSeconds(60));

        assertThat(desired.accept(A, lifted, NOON.plusSeconds(90))).isFalse();
        assertThat(desired.ofFleet(A)).isNull();

        DesiredSet restarted = new DesiredSet("web1", List.of());
        restarted.ended().restore(desired.ended().all());
        assertThat(restarted.accept(A, lifted, NOON.plusSeconds(120))).isFalse();
        assertThat(restarted.accept(A, block("b2", NOON.plusSeconds(130), DAY), NOON.plusSeconds(130)))
                .as("a new one is")
                .isTrue();
    }

    @Test
    void anOlderBlockTakesNoNewerOnesPlace() {
        Block expired = block("b1", NOON.minus(DAY), Duration.ofHours(4));
        Block endsSooner = block("b2", NOON.minusSeconds(60), Duration.ofMinutes(2));
        Block now = block("b3", NOON, DAY);
        desired.accept(A, now, NOON);

        assertThat(desired.accept(A, expired, NOON)).isFalse();
        assertThat(desired.accept(A, endsSooner, NOON)).isFalse();

        assertThat(desired.ofFleet(A)).extracting(Wanted::id).isEqualTo("b3");
    }

    @Test
    void aRealBlockTakesTheDryRunsPlaceAlsoForWhatWasDoneBefore() {
        desired.accept(A, SampleBlocks.simulated("would", A, NOON, DAY), NOON);

        assertThat(desired.accept(A, block("real", NOON.minusSeconds(600), DAY), NOON))
                .isTrue();
        assertThat(desired.ofFleet(A)).extracting(Wanted::id).isEqualTo("real");
    }

    @Test
    void whatWasEndedIsRememberedWithinABound() {
        EndedBlocks ended = new EndedBlocks();
        for (int i = 0; i < EndedBlocks.MOST + 1; i++) {
            ended.add(Wanted.of(block("b" + i, NOON, Duration.ofMinutes(10).plusSeconds(i)), NOON), NOON);
        }

        assertThat(ended.all()).hasSizeLessThanOrEqualTo(EndedBlocks.MOST);
        assertThat(ended.contains("b" + EndedBlocks.MOST)).isTrue();
        assertThat(ended.contains("b0")).as("would have ended first").isFalse();
    }

    private static Block block(String id, Instant issued, Duration length) {
        return SampleBlocks.block(id, A, Scope.FLEET, issued, length);
    }

    private static Lift lift(Instant issued) {
        return new Lift("l-" + issued, A, Scope.FLEET, issued, Lift.Cause.ORDERED, "ann", "mistake");
    }
}
