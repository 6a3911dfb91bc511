package io.selfheal.responder.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Times that come back, as crontab(5) writes them: minute, hour, day of month, month, day of week.
 *
 * @param text as it was written
 */
public record Schedule(String text) {
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /** A last run may be dated by another host. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    public Schedule {
        cron(text);
    }

    /** @throws IllegalArgumentException if the text is no schedule */
    public static Schedule parse(String text) {
        return new Schedule(text);
    }

    /**
     * Whether a time has come since the last run: one that was missed while the machine was off counts once. Something
     * that never ran is due, and so is what ran in the future: then a clock was wrong.
     */
    public boolean isDue(Optional<Instant> lastRun, Instant now, ZoneId zone) {
        if (lastRun.isEmpty() || lastRun.get().isAfter(now.plus(CLOCKS_APART))) {
            return true;
        }
        Optional<ZonedDateTime> last =
                ExecutionTime.forCron(cron(text)).lastExecution(now.atZone(zone).plusSeconds(1));
        return last.isPresent() && last.get().toInstant().isAfter(lastRun.get());
    }

    /** The next time after this one; empty for a date that never comes, like the 30th of February. */
    public Optional<Instant> next(Instant now, ZoneId zone) {
        return ExecutionTime.forCron(cron(text)).nextExecution(now.atZone(zone)).map(ZonedDateTime::toInstant);
    }

    private static Cron cron(String text) {
        try {
            return PARSER.parse(text).validate();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "is no schedule; allowed: minute hour day-of-month month day-of-week, like 0 2 * * *", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
