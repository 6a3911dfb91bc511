package io.selfheal.collector;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.rule.ParserCompiler;
import io.selfheal.collector.parse.rule.RuleFile;
import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleRefusal;
import java.nio.file.Path;
import java.util.List;

/** The parsers in force: what ships and what the administrator's folder says, which is looked at again and again. */
final class OwnParsers {
    private static final Log LOG = Log.of(OwnParsers.class);

    private final DropIns<RuleFile, ParserSet> parsers;

    private OwnParsers(DropIns<RuleFile, ParserSet> parsers) {
        this.parsers = parsers;
    }

    /** The parsers as the folder says now. */
    static OwnParsers of(Path folder) {
        OwnParsers own = new OwnParsers(ParserCompiler.over(folder));
        tell(new DropIns.Status(folder.toString(), 0, List.of(), 0), own.status());
        return own;
    }

    /** What is in force now; cheap. */
    ParserSet current() {
        return parsers.current();
    }

    DropIns.Status status() {
        return parsers.status();
    }

    /** Takes what changed in the folder and stayed so since the last look. */
    void look() {
        DropIns.Status before = parsers.status();
        if (parsers.poll()) {
            LOG.info("parsers replaced", "files", parsers.status().files());
        }
        tell(before, parsers.status());
    }

    private static void tell(DropIns.Status before, DropIns.Status now) {
        for (RuleRefusal refusal : now.newSince(before)) {
            LOG.warn("parser file not taken, what was in force stays", "why", refusal.message());
        }
        if (before.degraded() && !now.degraded()) {
            LOG.info("all parser files are in force again");
        }
    }
}
