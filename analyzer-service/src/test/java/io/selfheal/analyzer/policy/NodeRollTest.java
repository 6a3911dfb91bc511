package io.selfheal.analyzer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeRollTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final NodeRoll roll = new NodeRoll();

    @Test
    void nodesThatActOrAskEnforceOthersDoNot() {
        roll.note(responder("web1", Mode.SIMULATE, NOON));
        roll.note(responder("web2", Mode.OFF, NOON));
        assertThat(roll.at(NOON).nobodyEnforces()).isTrue();

        roll.note(responder("web3", Mode.ASK, NOON));
        roll.note(responder("web4", Mode.ACT, NOON));

        FleetModes modes = roll.at(NOON);
        assertThat(modes.enforcing()).containsExactlyInAnyOrder("web3", "web4");
        assertThat(modes.idle()).containsExactlyInAnyOrder("web1", "web2");
        assertThat(modes.nobodyEnforces()).isFalse();
        assertThat(modes.enforcesOn("web1")).isFalse();
        assertThat(modes.enforcesOn("nobody-heard-of-it")).isTrue();
    }

    @Test
    void theNewestWordOfANodeCountsAndCollectorsSayNothing() {
        roll.note(responder("web1", Mode.ACT, NOON.plusSeconds(30)));
        roll.note(responder("web1", Mode.SIMULATE, NOON));
        roll.note(new Vitals(NOON.plusSeconds(60), "web1", "collector", "1", NOON, List.of(), null, Map.of()));

        assertThat(roll.at(NOON.plusSeconds(60)).enforcing()).containsExactly("web1");
    }

    @Test
    void aNodeThatFellSilentIsForgottenAfterADay() {
        roll.note(responder("web1", Mode.ACT, NOON));
        roll.note(responder("web2", Mode.SIMULATE, NOON.plus(Duration.ofHours(2))));

        assertThat(roll.at(NOON.plus(Duration.ofHours(23))).nobodyEnforces()).isFalse();
        assertThat(roll.at(NOON.plus(Duration.ofHours(25))).nobodyEnforces()).isTrue();
    }

    @Test
    void aFleetThatWasNeverHeardOfMayEnforce() {
        assertThat(roll.at(NOON)).isEqualTo(FleetModes.UNKNOWN);
        assertThat(FleetModes.UNKNOWN.nobodyEnforces()).isFalse();
    }

    private static Vitals responder(String host, Mode mode, Instant at) {
        return new Vitals(at, host, "responder", "1", NOON, List.of(), null, Map.of(ActionKind.BLOCK, mode));
    }
}
