package io.selfheal.collector.parse;

import io.selfheal.collector.parse.access.AccessScanner;
import io.selfheal.collector.parse.frame.ContainerFrame;
import io.selfheal.collector.parse.frame.Frame;
import io.selfheal.collector.parse.frame.JournalFrame;
import io.selfheal.collector.parse.frame.JsonFields;
import io.selfheal.collector.parse.frame.Logfmt;
import io.selfheal.collector.parse.frame.SyslogFrame;
import io.selfheal.collector.parse.frame.Wrapping;
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
    /** Mail headers in Exim's rejectlog, say: a client's text, which could be any program's line but for the blank. */
    private static final ParseResult GOES_ON = new ParseResult.Unparsed("a header behind a blank: no line begins here");

    private static final ParseResult PART = new ParseResult.Ignored("container", "a part of a line; the rest follows");
    private static final ParseResult NO_JSON = new ParseResult.Unparsed("begins as JSON but is no JSON object");
    private static final ParseResult NO_ENTRY = new ParseResult.Unparsed("a journal entry without message or time");
    private static final ParseResult OF_A_USER = new ParseResult.Ignored("journal", "a user may have written it");
    private static final ParseResult NO_PROGRAM = new ParseResult.Unparsed("no rules for this program");
    private static final ParseResult TOO_DEEP = new ParseResult.Unparsed("a line in a line in a line in a line");
    /** A web server's line in a container's log that a shipper wrapped: deeper is not real. */
    private static final int DEEPEST = 3;

    private final ParserSet set;
    private final SourceType type;
    private final boolean named;
    private final boolean fastSshd;
    private final boolean fastAccess;
    private final Frame frame;
    private final ContainerFrame container = new ContainerFrame();
    private final RuleEngine rules;
    private final SshdScanner sshd;
    private final AccessScanner access;

    public LineParser(ParserSet set, SourceContext source, EventIdentity ids) {
        if (!set.knows(source.type())) {
            throw new IllegalArgumentException("no parser knows the source type '" + source.type() + "'");
        }
        this.set = set;
        this.type = source.type();
        this.named = !type.isBuiltIn();
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
        frame.begin(line, readAt.toEpochMilli());
        rules.begin();
        ParseResult result = entered(0);
        return rules.hasGivenUp() && !(result instanceof ParseResult.Parsed) ? ParseResult.GIVEN_UP : result;
    }

    private ParseResult entered(int depth) {
        boolean goesOn = frame.goesOn() && frame.from() < frame.to();
        return goesOn ? GOES_ON : line(depth);
    }

    /** A line that nobody knows may stand behind a container's name, or between codes for colours. */
    private ParseResult line(int depth) {
        ParseResult result = asItStands(depth);
        if (!(result instanceof ParseResult.Unparsed) || depth == DEEPEST || !Wrapping.unwrap(frame)) {
            return result;
        }
        ParseResult inner = line(depth + 1);
        return inner instanceof ParseResult.Unparsed ? result : inner;
    }

    private ParseResult asItStands(int depth) {
        if (frame.from() == frame.to()) {
            return BLANK;
        }
        if (frame.bytes()[frame.from()] == '{') {
            return json(depth);
        }
        if (named) {
            ParseResult own = headerless();
            if (!(own instanceof ParseResult.Unparsed)) {
                return own;
            }
            frame.restart();
        }
        ContainerFrame.Content content = container.readCri(frame);
        if (content != ContainerFrame.Content.OTHER) {
            return contained(content, depth);
        }
        if (SyslogFrame.read(frame)) {
            return framed(depth);
        }
        frame.restart();
        return headerless();
    }

    private ParseResult contained(ContainerFrame.Content content, int depth) {
        if (content == ContainerFrame.Content.PART) {
            return PART;
        }
        return depth < DEEPEST ? entered(depth + 1) : TOO_DEEP;
    }

    private ParseResult framed(int depth) {
        String program = frame.program();
        boolean ofSshd = program != null && SshdScanner.reads(program);
        if (ofSshd && SshdScanner.mayBeCut(frame)) {
            frame.setCut();
        }
        ParseResult result = fastSshd && ofSshd ? sshd.scan() : null;
        if (result == null) {
            result = fields();
        }
        if (result == null) {
            result = rules.program(frame);
        }
        if (result instanceof ParseResult.Parsed || frame.from() == frame.to()) {
            return result;
        }
        if (frame.bytes()[frame.from()] == '{') {
            ParseResult inner = depth < DEEPEST ? json(depth + 1) : TOO_DEEP;
            return inner instanceof ParseResult.Unparsed ? result : inner;
        }
        if (rules.knowsProgram(frame)) {
            return result;
        }
        ParseResult other = ofItsSource(program);
        return other instanceof ParseResult.Unparsed ? result : other;
    }

    /**
     * Where a source was named, a program that no rule names may be it under another name, a container's or a unit's;
     * where none was, any program's text would be read as any other's, so that one who chooses a text chooses a
     * source. And what looked like a header may be a program's own stamp: {@code 2026-11-21 10:00:00 WARN …}, with a
     * blank where syslog has a T: then the line is read as a whole first, lest a number be taken for a host.
     */
    private ParseResult ofItsSource(@Nullable String program) {
        if (program == null && frame.isHeaderDoubtful()) {
            frame.restart();
            ParseResult whole = headerless();
            if (!(whole instanceof ParseResult.Unparsed)) {
                return whole;
            }
            frame.restart();
            SyslogFrame.read(frame);
        }
        ParseResult message = program == null || named ? headerless() : null;
        if (message != null && !(message instanceof ParseResult.Unparsed)) {
            return message;
        }
        boolean doubtful = program == null || frame.isHeaderDoubtful();
        frame.restart();
        return doubtful ? headerless() : NO_PROGRAM;
    }

    private ParseResult headerless() {
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

    private ParseResult json(int depth) {
        @Nullable JsonFields fields = JsonFields.read(frame.bytes(), frame.from(), frame.to());
        if (fields == null) {
            return NO_JSON;
        }
        if (JournalFrame.isJournal(fields)) {
            if (!JournalFrame.read(frame, fields)) {
                return NO_ENTRY;
            }
            if (JournalFrame.isOfAUser(fields) && !rules.knowsProgram(frame)) {
                return OF_A_USER;
            }
            return frame.program() == null ? contained(ContainerFrame.Content.LINE, depth) : framed(depth);
        }
        ContainerFrame.Content content = container.readJson(frame, fields);
        return content == ContainerFrame.Content.OTHER ? rules.json(fields, type) : contained(content, depth);
    }
}
