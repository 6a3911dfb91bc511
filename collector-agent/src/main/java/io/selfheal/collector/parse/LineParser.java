package io.selfheal.collector.parse;

import io.selfheal.collector.parse.access.AccessScanner;
import io.selfheal.collector.parse.frame.Frame;
import io.selfheal.collector.parse.frame.JournalFrame;
import io.selfheal.collector.parse.frame.JsonFields;
import io.selfheal.collector.parse.frame.SyslogFrame;
import io.selfheal.collector.parse.rule.RuleEngine;
import io.selfheal.collector.parse.sshd.SshdScanner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns the lines of one source into events: frame, then the hand-written way where there is one, then the rules.
 * Never throws, whatever the bytes; keeps scratch buffers, so it is not thread-safe: one per source.
 */
public final class LineParser {
    private static final ParseResult BLANK = new ParseResult.Ignored("syslog", "a blank line");
    private static final ParseResult NO_JSON = new ParseResult.Unparsed("begins as JSON but is no JSON object");
    private static final ParseResult NO_ENTRY = new ParseResult.Unparsed("a journal entry without message or time");

    private final SourceType type;
    private final boolean fastSshd;
    private final boolean fastAccess;
    private final Frame frame;
    private final RuleEngine rules;
    private final SshdScanner sshd;
    private final AccessScanner access;

    public LineParser(ParserSet set, SourceContext source, EventIdentity ids) {
        if (!set.knows(source.type())) {
            throw new IllegalArgumentException("no parser knows the source type '" + source.type() + "'");
        }
        this.type = source.type();
        this.fastSshd = set.fastPaths();
        this.fastAccess = set.fastPaths() && set.rules().reads(type, AccessScanner.DATASET);
        this.frame = new Frame(source, ids);
        this.rules = new RuleEngine(set.rules(), frame);
        this.sshd = new SshdScanner(frame);
        this.access = new AccessScanner(frame);
    }

    /**
     * Parses one line.
     *
     * @param line the view; not kept
     * @param readAt when it was read: the year of stamps that have none is chosen so that they are at most a day later
     */
    public ParseResult parse(LogLine line, Instant readAt) {
        long readAtMillis = readAt.toEpochMilli();
        frame.begin(line, readAtMillis);
        if (frame.from() == frame.to()) {
            return BLANK;
        }
        if (frame.bytes()[frame.from()] == '{') {
            return json();
        }
        if (SyslogFrame.read(frame)) {
            return framed();
        }
        frame.begin(line, readAtMillis);
        return unframed();
    }

    private ParseResult framed() {
        String program = frame.program();
        ParseResult result = fastSshd && program != null && SshdScanner.reads(program) ? sshd.scan() : null;
        return result == null ? rules.program(frame) : result;
    }

    private ParseResult unframed() {
        ParseResult result = fastAccess ? access.scan() : null;
        return result == null ? rules.source(frame, type) : result;
    }

    private ParseResult json() {
        @Nullable JsonFields fields = JsonFields.read(frame.bytes(), frame.from(), frame.to());
        if (fields == null) {
            return NO_JSON;
        }
        if (!JournalFrame.isJournal(fields)) {
            return rules.json(fields, type);
        }
        return JournalFrame.read(frame, fields) ? framed() : NO_ENTRY;
    }
}
