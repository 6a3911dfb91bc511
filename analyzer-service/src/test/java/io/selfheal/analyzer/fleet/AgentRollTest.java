package io.selfheal.analyzer.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.vitals.FirewallState;
import io.selfheal.schemas.vitals.SourceHeartbeat;
import io.selfheal.schemas.vitals.Trouble;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** COL-04, PLG-05. */
class AgentRollTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

    private final AgentRoll roll = new AgentRoll();

    private static Vitals collector(Instant at, List<SourceHeartbeat> sources, List<Trouble> troubles) {
        return new Vitals(at, "web1", "collector", "1", NOON, sources, null, Map.of(), null, troubles);
    }

    private static Vitals well(Instant at) {
        return collector(at, List.of(), List.of());
    }

    private static SourceHeartbeat source(String state, long gapBytes, long dropped) {
        return new SourceHeartbeat(
                "/var/log/auth.log", state, 0, 1, 1, 0, null, null, dropped, gapBytes > 0 ? 1 : 0, gapBytes, 0, 0);
    }

    /** It goes on speaking every half minute, up to and including the last moment. */
    private Instant speaks(Instant from, Duration until) {
        Instant at = from;
        for (; !at.isAfter(from.plus(until)); at = at.plus(HALF_MINUTE)) {
            roll.note(well(at), at);
        }
        return at.minus(HALF_MINUTE);
    }

    @Test
    void whoIsNotHeardOfAnyMoreIsToldOnceAndAgainWhenHeIsBack() {
        Instant last = speaks(NOON, Duration.ofMinutes(2));
        assertThat(roll.news(last.plus(AgentRoll.PATIENCE), NOON)).isEmpty();

        Instant late = last.plus(AgentRoll.PATIENCE).plusSeconds(1);
        assertThat(roll.news(late, NOON)).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("agent-silent");
            assertThat(alert.severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.host()).isEqualTo("web1");
            assertThat(alert.description())
                    .startsWith("nothing was heard of the collector of web1 for 5 minutes: its logs");
        });
        assertThat(roll.news(late.plusSeconds(3600), NOON)).isEmpty();

        roll.note(well(late.plusSeconds(7200)), late.plusSeconds(7200));
        assertThat(roll.news(late.plusSeconds(7200), NOON))
                .extracting(Alert::kind)
                .containsExactly("agent-back");
    }

    @Test
    void whoFellSilentBeforeThisRollBeganIsMissedToo() {
        Instant hourAgo = NOON.minusSeconds(3600);
        roll.recall(well(hourAgo), hourAgo);
        roll.recall(well(hourAgo.plusSeconds(30)), hourAgo);

        assertThat(roll.news(NOON.plus(AgentRoll.PATIENCE), NOON))
                .as("he has the whole time to be heard again")
                .isEmpty();
        assertThat(roll.news(NOON.plus(AgentRoll.PATIENCE).plusSeconds(1), NOON))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.kind()).isEqualTo("agent-silent");
                    assertThat(alert.description()).contains("for 65 minutes");
                });
    }

    @Test
    void whoIsHeardAgainIsNotMissedForWhatHeSaidInThePast() {
        Instant hourAgo = NOON.minusSeconds(3600);
        roll.note(well(NOON), NOON);
        roll.recall(well(hourAgo), hourAgo);
        roll.recall(well(hourAgo), hourAgo);
        Instant last = speaks(NOON, Duration.ofMinutes(2));

        assertThat(roll.news(last.plus(AgentRoll.PATIENCE), NOON)).isEmpty();
        assertThat(roll.news(last.plus(AgentRoll.PATIENCE).plusSeconds(1), NOON))
                .as("with the patience of who speaks every half minute")
                .hasSize(1);
    }

    @Test
    void countsWhoSpeaksWhoIsMissedAndWhatCannotBeRead() {
        Instant last = speaks(NOON, Duration.ofMinutes(2));
        FirewallState firewall = new FirewallState("netlink", 8, 7, 0, 120);
        for (String host : List.of("db1", "db2")) {
            List<SourceHeartbeat> sources = List.of(source("reading", 0, 0), source("denied", 0, 0));
            roll.note(new Vitals(last, host, "collector", "1", NOON, sources, null, Map.of()), last);
            roll.note(new Vitals(last, host, "responder", "1", NOON, List.of(), firewall, Map.of()), last);
        }

        roll.news(last, NOON);
        assertThat(roll.figures()).isEqualTo(new FleetFigures(3, 0, 2, 0, 4, 2, 0, 7, 240));

        roll.news(last.plus(AgentRoll.PATIENCE).plusSeconds(1), NOON);
        assertThat(roll.figures())
                .as("who spoke once only is not missed")
                .isEqualTo(new FleetFigures(2, 1, 2, 0, 4, 2, 0, 7, 240));

        roll.news(last.plus(AgentRoll.REMEMBERED).plusSeconds(1), NOON);
        assertThat(roll.figures()).isEqualTo(FleetFigures.NONE);
    }

    /** While no broker is reached nobody is heard of; afterwards everybody has the whole time again. */
    @Test
    void nobodyIsMissedWhileNobodyCanBeHeard() {
        Instant last = speaks(NOON, Duration.ofMinutes(2));
        Instant hourLater = last.plusSeconds(3600);

        assertThat(roll.news(hourLater, hourLater)).isEmpty();
        assertThat(roll.news(hourLater.plus(AgentRoll.PATIENCE), hourLater)).isEmpty();
        assertThat(roll.news(hourLater.plus(AgentRoll.PATIENCE).plusSeconds(1), hourLater))
                .extracting(Alert::kind)
                .containsExactly("agent-silent");
    }

    @Test
    void whoSpeaksOnceAnHourHasThreeHours() {
        roll.note(well(NOON), NOON);
        assertThat(roll.news(NOON.plusSeconds(3000), NOON)).isEmpty();
        Instant last = NOON.plusSeconds(3600);
        roll.note(well(last), last);

        assertThat(roll.news(last.plusSeconds(3 * 3600), NOON)).isEmpty();
        assertThat(roll.news(last.plusSeconds(3 * 3600 + 1), NOON)).hasSize(1);
    }

    @Test
    void whoWasNotHeardOfForADayIsForgotten() {
        Instant last = speaks(NOON, Duration.ofMinutes(2));
        Instant later = last.plus(AgentRoll.REMEMBERED).plusSeconds(1);

        assertThat(roll.news(later, NOON)).isEmpty();
        roll.note(well(later), later);
        assertThat(roll.news(later, NOON)).isEmpty();
    }

    @Test
    void aLogThatIsDeniedIsToldAfterFiveMinutesOnceADay() {
        Instant at = NOON;
        for (; at.isBefore(NOON.plus(AgentRoll.PATIENCE)); at = at.plus(HALF_MINUTE)) {
            roll.note(collector(at, List.of(source("denied", 0, 0)), List.of()), at);
        }
        assertThat(roll.news(at, NOON)).isEmpty();

        roll.note(collector(at, List.of(source("denied", 0, 0)), List.of()), at);
        roll.note(collector(at.plusSeconds(30), List.of(source("denied", 0, 0)), List.of()), at.plusSeconds(30));
        assertThat(roll.news(at.plusSeconds(30), NOON))
                .extracting(Alert::kind, Alert::description)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "source-unread",
                                "/var/log/auth.log of web1 is denied: nothing that is written there is seen. There: selfheal doctor"));

        Instant tomorrow = NOON.plus(Duration.ofDays(1));
        roll.note(collector(tomorrow, List.of(source("denied", 0, 0)), List.of()), tomorrow);
        assertThat(roll.news(tomorrow, NOON)).extracting(Alert::kind).containsExactly("source-unread");
    }

    @Test
    void aLogThatIsReadAgainInBetweenIsNotTold() {
        for (int i = 0; i < 20; i++) {
            Instant at = NOON.plus(HALF_MINUTE.multipliedBy(i));
            roll.note(collector(at, List.of(source(i % 6 == 0 ? "reading" : "hanging", 0, 0)), List.of()), at);
        }
        assertThat(roll.news(NOON.plusSeconds(600), NOON)).isEmpty();
    }

    @Test
    void whatWasTakenAwayUnreadIsTold() {
        roll.note(collector(NOON, List.of(source("reading", 500, 2)), List.of()), NOON);
        assertThat(roll.news(NOON, NOON)).as("from before it was heard of").isEmpty();

        roll.note(collector(NOON.plusSeconds(30), List.of(source("reading", 800, 9)), List.of()), NOON.plusSeconds(30));
        assertThat(roll.news(NOON.plusSeconds(30), NOON)).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("log-gap");
            assertThat(alert.description())
                    .contains("of /var/log/auth.log of web1 at least 300 bytes and at least 7 messages went unread");
        });
    }

    @Test
    void whatALogThatIsNewLostIsToldToo() {
        SourceHeartbeat journal = new SourceHeartbeat("journal", "reading", 0, 1, 1, 0, null, null, 0, 0, 0, 0, 0);
        roll.note(collector(NOON, List.of(journal), List.of()), NOON);

        Instant later = NOON.plusSeconds(30);
        roll.note(collector(later, List.of(journal, source("reading", 300, 0)), List.of()), later);

        assertThat(roll.news(later, NOON))
                .singleElement()
                .satisfies(alert -> assertThat(alert.description()).contains("at least 300 bytes"));
    }

    /** Its counters begin anew, which is no loss, and they may be higher than before. */
    @Test
    void anAgentThatStartedAnewLostNothingByThat() {
        roll.note(collector(NOON, List.of(source("reading", 500, 2)), List.of()), NOON);
        Vitals anew = new Vitals(
                NOON.plusSeconds(30),
                "web1",
                "collector",
                "1",
                NOON.plusSeconds(20),
                List.of(source("reading", 900, 3)),
                null,
                Map.of());
        roll.note(anew, NOON.plusSeconds(30));
        assertThat(roll.news(NOON.plusSeconds(30), NOON)).isEmpty();
    }

    @Test
    void twoNodesOfOneNameAreToldAndAnAgentThatStartsAgainAndAgainIsNot() {
        for (int i = 0; i < 10; i++) {
            roll.note(startedAt(NOON.plusSeconds(i)), NOON.plusSeconds(30L * i));
        }
        assertThat(roll.news(NOON.plusSeconds(300), NOON)).isEmpty();

        for (int i = 0; i < 10; i++) {
            roll.note(startedAt(NOON.minusSeconds(i % 2)), NOON.plusSeconds(300 + 15L * i));
        }
        assertThat(roll.news(NOON.plusSeconds(450), NOON)).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("agent-twice");
            assertThat(alert.description()).startsWith("two collectors call themselves web1");
        });
    }

    private static Vitals startedAt(Instant started) {
        return new Vitals(NOON, "web1", "collector", "1", started, List.of(), null, Map.of());
    }

    @Test
    void aPluginThatFailsIsToldOnceADayWhateverItsCounts() {
        for (int i = 0; i < 10; i++) {
            Trouble trouble = new Trouble("plugin/geo", "plugin geo (source) is off after " + i + " failures\u001b[2J");
            Instant at = NOON.plusSeconds(30L * i);
            roll.note(collector(at, List.of(), List.of(trouble)), at);
        }
        assertThat(roll.news(NOON.plusSeconds(300), NOON)).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("agent-trouble");
            assertThat(alert.description())
                    .isEqualTo("the collector of web1: plugin geo (source) is off after 0 failures·[2J");
        });
    }

    @Test
    void severalAnalyzersSayTheSameWithTheSameId() {
        AgentRoll other = new AgentRoll();
        for (AgentRoll each : List.of(roll, other)) {
            each.note(well(NOON), NOON);
            each.note(well(NOON.plusSeconds(30)), NOON.plusSeconds(each == roll ? 30 : 31));
        }
        assertThat(roll.news(NOON.plusSeconds(600), NOON))
                .extracting(Alert::id)
                .isEqualTo(other.news(NOON.plusSeconds(601), NOON).stream()
                        .map(Alert::id)
                        .toList());
    }

    /** A broker that anybody may write to: what is remembered of an agent stays bounded. */
    @Test
    void ofAnAgentThatNamesEndlessTroublesOnlySoManyAreToldADay() {
        for (int i = 0; i < 1_000; i++) {
            Instant at = NOON.plusSeconds(i);
            roll.note(collector(at, List.of(), List.of(new Trouble("plugin/" + i, "x"))), at);
        }
        assertThat(roll.news(NOON.plusSeconds(1_000), NOON)).hasSize(64);
    }
}
