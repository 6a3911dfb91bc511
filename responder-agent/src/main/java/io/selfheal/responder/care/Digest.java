package io.selfheal.responder.care;

import io.selfheal.responder.config.DigestSettings;
import io.selfheal.responder.reconcile.NodeAlert;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.state.Remembered;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One message a day of how this node is (HLT-04, HLT-24): it hears all that the node says, passes it on, and sums it up
 * at its hour. What can wait for that is not an alert of its own. A digest that was due while the node was off is sent
 * once it runs again; a crash costs at most what was heard within the last minute.
 */
public final class Digest implements Sink {
    /** Of no urgency: outcomes of them are written all the same. */
    private static final Set<String> CAN_WAIT = Set.of("backup-done", "trial-restore-done", "updates-found");

    /** What outcomes already say. */
    private static final Set<String> KNOWN =
            Set.of("backup-done", "backup-failed", "trial-restore-done", "updates-found", "check-failed");

    private static final int SPREAD_MINUTES = 15;

    private final String host;
    private final Sink sink;
    private final DigestSettings settings;
    private final Remembered file;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Day day;
    private boolean changed;
    private volatile Supplier<String> review = () -> "";

    /**
     * @param sink where everything goes on to
     * @param zone in which the schedule counts
     */
    public Digest(String host, Sink sink, DigestSettings settings, Remembered file, InstantSource clock, ZoneId zone) {
        this.host = host;
        this.sink = sink;
        this.settings = settings;
        this.file = file;
        this.clock = clock;
        this.zone = zone;
        this.day = Day.read(file.read(), clock.instant());
    }

    @Override
    public void outcome(Outcome outcome) {
        sink.outcome(outcome);
        note(outcome);
    }

    private synchronized void note(Outcome outcome) {
        changed = true;
        boolean failed = outcome.status() == Status.FAILED;
        switch (outcome.action()) {
            case BLOCK, REPAIR_DRIFT -> day.count(outcome.action(), outcome.status());
            case RESTART_UNIT, RESTART_GUEST -> day.countUnit(outcome.target(), outcome.status());
            case BACK_UP -> day.backup(outcome.target(), failed, outcome.time());
            case CHECK_UPDATES -> {
                if (failed) {
                    day.check(outcome.target(), 1, "could not be looked at: " + outcome.reason(), outcome.time());
                } else if (outcome.detail() instanceof Detail.UpdateReport updates) {
                    day.check(outcome.target(), updates.found().size(), summary(updates), outcome.time());
                }
            }
            default -> {}
        }
    }

    private static String summary(Detail.UpdateReport updates) {
        return updates.found().isEmpty()
                ? "nothing to be done"
                : updates.found().size() + updates.leftOut() + " found, " + updates.urgent() + " urgent, the first: "
                        + updates.found().getFirst();
    }

    @Override
    public void alert(Alert alert) {
        boolean canWait = CAN_WAIT.contains(alert.kind()) && alert.severity().compareTo(Severity.LOW) <= 0;
        if (!KNOWN.contains(alert.kind()) && alert.severity().compareTo(Severity.MEDIUM) >= 0) {
            noteAlert(alert);
        }
        if (!canWait || !settings.enabled()) {
            sink.alert(alert);
        }
    }

    private synchronized void noteAlert(Alert alert) {
        changed = true;
        day.countAlert(alert.kind());
    }

    /** @param value what the first digest of a month asks people to look at, in one sentence */
    public void reviewedBy(Supplier<String> value) {
        review = value;
    }

    /** Sends the digest when its time has come, and keeps what is new on disk; to be called every minute. */
    public void tick() {
        Instant now = clock.instant();
        boolean due = isDue(now);
        // Not within the lock: who answers may be telling something meanwhile.
        save(now, due, due && isFirstOfMonth(now) ? review.get() : "");
    }

    private synchronized boolean isDue(Instant now) {
        Instant shifted = now.minusSeconds(60L * Math.floorMod(host.hashCode(), SPREAD_MINUTES));
        return settings.enabled() && settings.at().isDue(Optional.of(day.since()), shifted, zone);
    }

    private synchronized boolean isFirstOfMonth(Instant now) {
        return !YearMonth.from(day.since().atZone(zone)).equals(YearMonth.from(now.atZone(zone)));
    }

    private synchronized void save(Instant now, boolean due, String monthly) {
        if (due) {
            sink.alert(digest(now, monthly));
            day.begin(now);
            changed = true;
        }
        if (changed) {
            file.write(day.lines());
            changed = false;
        }
    }

    private Alert digest(Instant now, String monthly) {
        Map<String, String> facts = day.facts(now);
        int wants = day.wanting();
        return new NodeAlert(
                        wants > 0 ? Severity.LOW : Severity.INFO,
                        Alert.DAILY_DIGEST,
                        Alert.DAILY_DIGEST + "/" + host + "/" + now,
                        "Daily digest of a node",
                        (wants == 0
                                        ? "nothing waits for you"
                                        : wants == 1 ? "one thing waits for you" : wants + " things wait for you")
                                + "; since " + day.sinceText()
                                + (monthly.isEmpty() ? "" : ". Once a month: " + monthly))
                .about(host, facts, host, now);
    }
}
