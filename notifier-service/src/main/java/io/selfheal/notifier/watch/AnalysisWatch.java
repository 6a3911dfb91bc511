package io.selfheal.notifier.watch;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says when events have waited for too long without one being judged, and when Kafka has been away for too long; of each
 * once, and once more when it is over. No events at all are no reason. For one thread.
 */
final class AnalysisWatch {
    private static final int LONGEST = 300;

    private final Duration patience;
    private final Trouble away = new Trouble();
    private final Trouble stands = new Trouble();
    private long taken = -1;

    /** @param patience how long either may last before it is told */
    AnalysisWatch(Duration patience) {
        this.patience = patience;
    }

    /** Something that lasts, or not. */
    private static final class Trouble {
        private @Nullable Instant since;
        private boolean told;

        /** Whether it is to be told now. */
        boolean lasts(Instant now, Duration patience) {
            if (since == null || now.isBefore(since)) {
                since = now;
            }
            boolean tell = !told && !now.isBefore(since.plus(patience));
            told |= tell;
            return tell;
        }

        /** Whether it was told before, and is over. */
        boolean ends() {
            boolean was = told;
            since = null;
            told = false;
            return was;
        }
    }

    /** What people should hear after this look. */
    Optional<Alert> look(Progress progress, Instant now) {
        return switch (progress) {
            case Progress.Away(String cause) -> {
                // Nothing can be known of the analyzer meanwhile; it has its whole time again afterwards.
                stands.since = null;
                yield away.lasts(now, patience) ? Optional.of(kafkaAway(cause, now)) : Optional.empty();
            }
            case Progress.Denied d -> Optional.empty();
            case Progress.Seen seen -> seen(seen, now);
        };
    }

    private Optional<Alert> seen(Progress.Seen seen, Instant now) {
        if (away.ends()) {
            return Optional.of(alert(
                    Severity.MEDIUM,
                    "kafka-back",
                    "kafka",
                    "Kafka answers again",
                    "reports that waited on the nodes come now",
                    now));
        }
        boolean moves = seen.behind() == 0 || seen.taken() != taken;
        taken = seen.taken();
        if (!moves) {
            return stands.lasts(now, patience) ? Optional.of(standsStill(seen, now)) : Optional.empty();
        }
        return stands.ends()
                ? Optional.of(alert(
                        Severity.MEDIUM,
                        "analysis-back",
                        "analyzer-service",
                        "Events are judged again",
                        seen.behind() + " are still waiting",
                        now))
                : Optional.empty();
    }

    private Alert kafkaAway(String cause, Instant now) {
        return alert(
                Severity.HIGH,
                "kafka-away",
                "kafka",
                "Kafka has not answered for " + minutes(),
                "the notifier reaches no broker: " + Excerpt.of(cause, LONGEST)
                        + ". Blocks on the nodes hold and services are healed; no new attacker is blocked, and nothing but"
                        + " this is told",
                now);
    }

    private Alert standsStill(Progress.Seen seen, Instant now) {
        return alert(
                Severity.CRITICAL,
                "analysis-stands",
                "analyzer-service",
                "No event has been judged for " + minutes(),
                seen.behind()
                        + " events wait for the analyzer, which takes none: nobody is blocked. See its log and its"
                        + " readiness (/q/health/ready); nothing is lost, it goes on where it stopped",
                now);
    }

    private String minutes() {
        return patience.toMinutes() == 1 ? "a minute" : patience.toMinutes() + " minutes";
    }

    private static Alert alert(
            Severity severity, String kind, String subject, String title, String description, Instant now) {
        return new Alert(
                UUID.randomUUID().toString(),
                now,
                severity,
                kind,
                kind + '/' + now,
                title,
                description,
                subject,
                "",
                Map.of(),
                "notifier-service");
    }
}
