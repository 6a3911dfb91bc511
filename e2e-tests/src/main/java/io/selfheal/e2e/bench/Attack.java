package io.selfheal.e2e.bench;

import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.replay.ReplayCore;
import io.selfheal.analyzer.replay.ReplaySink;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A line of a web server's access log after which its source is blocked. */
final class Attack {
    private Attack() {}

    static String line(String address, Instant now) {
        return address + " - - [" + SampleLog.accessStamp(now, ZoneId.systemDefault())
                + "] \"GET /products?id=1%27%20UNION%20SELECT%20login,password%20FROM%20users-- HTTP/1.1\" 404 512 \"-\""
                + " \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\"";
    }

    /** Asks the real detection whether one such line makes a block. */
    static void check(Instant now) {
        AtomicInteger decisions = new AtomicInteger();
        ReplayCore core = new ReplayCore(RuleSet.shipped(), PolicyBook.defaults(), new Counting(decisions));
        new Parsing(ParserSet.builtIn(), "attack-", List.of(line("45.10.0.1", now)), now)
                .events()
                .forEach(core::accept);
        if (decisions.get() != 1) {
            throw new IllegalStateException("one line of the attack makes " + decisions + " blocks; allowed: 1");
        }
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
