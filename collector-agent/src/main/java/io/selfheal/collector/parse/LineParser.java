package io.selfheal.collector.parse;

import io.selfheal.collector.parse.access.AccessScanner;
import io.selfheal.collector.parse.frame.Frame;
import io.selfheal.collector.parse.frame.JournalFrame;
import io.selfheal.collector.parse.frame.JsonFields;
import io.selfheal.collector.parse.frame.Logfmt;
import io.selfheal.collector.parse.frame.SyslogFrame;
import io.selfheal.collector.parse.rule.RuleEngine;
import io.selfheal.collector.parse.scan.ByteScan;
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

    private static final int DATE_LENGTH = 10;

    private final ParserSet set;
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
        this.set = set;
        this.type = source.type();
        this.fastSshd = set.fastSshd();
        this.fastAccess = set.fastAccess() && set.rules().reads(type, AccessScanner.DATASET);
        this.frame = new Frame(source, ids);
        this.rules = new RuleEngine(set.rules(), frame);
        this.sshd = new SshdScanner(frame);
        this.access = new AccessScanner(frame);
    }

    /** What it parses with. */
    public ParserSet set() {
        return set;
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
            return json(line, readAtMillis);
        }
        if (SyslogFrame.read(frame)) {
            return framed(line, readAtMillis);
        }
        frame.begin(line, readAtMillis);
        return unframed();
    }

    private ParseResult framed(LogLine line, long readAtMillis) {
        String program = frame.program();
        ParseResult result = fastSshd && program != null && SshdScanner.reads(program) ? sshd.scan() : null;
        if (result != null) {
            return result;
        }
        result = fields();
        if (result == null) {
            result = rules.program(frame);
        }
        return result instanceof ParseResult.Parsed ? result : ofItsSource(result, line, readAtMillis);
    }

    /**
     * What looked like a header may be a program's own stamp: {@code 2026-11-21 10:00:00 WARN …}, with a blank where
     * syslog has a T. And where a source was named, a program that no rule names may be it under another name, a
     * container's or a unit's; where none was, any program's text would be read as any other's, so that one who
     * chooses a text chooses a source.
     */
    private ParseResult ofItsSource(ParseResult ofProgram, LogLine line, long readAtMillis) {
        if (type.equals(SourceType.SYSLOG) || rules.knowsProgram(frame)) {
            return ofProgram;
        }
        boolean tagged = frame.program() != null;
        ParseResult result = type.isBuiltIn() ? ofProgram : unframed();
        if (!(result instanceof ParseResult.Parsed) && hasOwnStamp(line, tagged)) {
            frame.begin(line, readAtMillis);
            result = unframed();
        }
        return result instanceof ParseResult.Unparsed ? ofProgram : result;
    }

    /** Beginning with a date that a blank ends, or with any date if no program stands behind it. */
    private static boolean hasOwnStamp(LogLine line, boolean tagged) {
        return line.length() > DATE_LENGTH
                && ByteScan.isDigit(line.bytes()[line.from()])
                && (!tagged || line.bytes()[line.from() + DATE_LENGTH] == ' ');
    }

    private ParseResult unframed() {
        ParseResult result = fastAccess ? access.scan() : null;
        if (result == null) {
            result = fields();
        }
        return result == null ? rules.source(frame, type) : result;
    }

    /** What a message that consists of fields means; null if it is no such message, or no rule knows it. */
    private @Nullable ParseResult fields() {
        byte[] b = frame.bytes();
        int from = frame.from();
        int to = frame.to();
        JsonFields fields = null;
        if (from < to && b[from] == '{') {
            fields = JsonFields.read(b, from, to);
        } else if (Logfmt.begins(b, from, to)) {
            fields = Logfmt.read(b, from, to);
        }
        ParseResult result = fields == null ? null : rules.json(fields, type);
        return result instanceof ParseResult.Unparsed ? null : result;
    }

    private ParseResult json(LogLine line, long readAtMillis) {
        @Nullable JsonFields fields = JsonFields.read(frame.bytes(), frame.from(), frame.to());
        if (fields == null) {
            return NO_JSON;
        }
        if (!JournalFrame.isJournal(fields)) {
            return rules.json(fields, type);
        }
        return JournalFrame.read(frame, fields) ? framed(line, readAtMillis) : NO_ENTRY;
    }
}
