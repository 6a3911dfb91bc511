package io.selfheal.e2e.bench;

import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.replay.ReplayCore;
import io.selfheal.analyzer.replay.ReplaySink;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.SecurityEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A password guesser's lines in auth.log, up to the one that decides. */
final class Attack {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    private static final int ENOUGH = 100;

    private Attack() {}

    /** The lines of one address; the last one is the one after which the address is blocked. */
    static List<String> lines(String address, int count, Instant now) {
        String stamp = STAMP.format(ZonedDateTime.ofInstant(now, ZoneId.systemDefault()));
        return IntStream.range(0, count)
                .mapToObj(i -> stamp + " web1 sshd[" + (2000 + i) + "]: Failed password for root from " + address
                        + " port " + (40_000 + i) + " ssh2")
                .toList();
    }

    /** How many such lines make a block: asked of the real detection. */
    static int deciding(Instant now) {
        AtomicInteger decisions = new AtomicInteger();
        ReplayCore core = new ReplayCore(RuleSet.shipped(), PolicyBook.defaults(), new Counting(decisions));
        List<SecurityEvent> events = new ArrayList<>(
                new Parsing(ParserSet.builtIn(), "attack-", lines("45.10.0.1", ENOUGH, now), now).events());
        for (int i = 0; i < events.size(); i++) {
            core.accept(events.get(i));
            if (decisions.get() > 0) {
                return i + 1;
            }
        }
        throw new IllegalStateException(ENOUGH + " failed logins make no block");
    }

    private record Counting(AtomicInteger decisions) implements ReplaySink {
        @Override
        public void assessment(Assessment assessment) {
            // only decisions count
        }

        @Override
        public void decision(Decision decision) {
            decisions.incrementAndGet();
        }

        @Override
        public void alert(Alert alert) {
            // only decisions count
        }
    }
}
