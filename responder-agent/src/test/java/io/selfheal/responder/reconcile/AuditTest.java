package io.selfheal.responder.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

    private final List<String> journal = new ArrayList<>();
    private final Recorder fleet = new Recorder();
    private final Audit audit = new Audit(fleet);
    private final Logger logger = Logger.getLogger(Audit.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            journal.add(line.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private static Outcome outcome(String target, String reason, Instant at) {
        return new Outcome("o1", at, "web1", ActionKind.RESTART_UNIT, target, Status.FAILED, reason, "d1", null, null);
    }

    @Test
    void saysWhatWasDoneToWhomAndWhoAskedForIt() {
        audit.outcome(new Outcome(
                "o1",
                NOW,
                "web1",
                ActionKind.BLOCK,
                "203.0.113.7/32",
                Status.APPLIED,
                "",
                "d1",
                NOW.plus(Duration.ofHours(4)),
                null));
        audit.outcome(new Outcome(
                "o2", NOW, "web1", ActionKind.REPAIR_DRIFT, "firewall", Status.APPLIED, "was gone", null, null, null));

        assertThat(journal)
                .containsExactly(
                        "outcome action=block target=203.0.113.7/32 status=applied until=2026-11-26T12:00:00Z asked-by=d1",
                        "outcome action=repair-drift target=firewall status=applied reason=\"was gone\"");
        assertThat(fleet.outcomes).hasSize(2);
    }

    /** An order's target is its sender's text. */
    @Test
    void aLineStaysOneLine() {
        audit.outcome(outcome("x.service\noutcome action=block target=192.0.2.1", "a \"b\"\u001b[31m", NOW));

        assertThat(journal)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .doesNotContain("\n", "\u001b")
                        .startsWith("outcome action=restart-unit target=\"x.service\\u000aoutcome action=block"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3_600, -60})
    void ofManyAtOnceTheJournalGetsTheFirstAndTheFleetAll(int later) {
        for (int i = 0; i < 2 * Audit.MOST; i++) {
            audit.outcome(outcome("unit" + i, "", NOW));
        }
        assertThat(journal).hasSize(Audit.MOST + 1);
        assertThat(journal.getLast()).startsWith("too many outcomes at once");
        assertThat(fleet.outcomes).hasSize(2 * Audit.MOST);

        audit.outcome(outcome("next", "", NOW.plusSeconds(later)));

        assertThat(journal.getLast()).contains("target=next");
    }
}
