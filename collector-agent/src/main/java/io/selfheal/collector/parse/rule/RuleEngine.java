package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.parse.frame.Frame;
import io.selfheal.collector.parse.frame.JsonFields;
import io.selfheal.collector.parse.frame.Logfmt;
import io.selfheal.collector.parse.pattern.BoundedText;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs the patterns. The message is matched as Latin-1, one character a byte, so that a group's place is a place in
 * the bytes and any byte can be matched; texts are decoded from the bytes afterwards. Not thread-safe.
 */
public final class RuleEngine {
    private static final ParseResult NO_JSON_RULE = new ParseResult.Unparsed("no rule of JSON knows this line");
    private static final ParseResult AMBIGUOUS =
            new ParseResult.Unparsed("a key stands twice, one of them may be the client's");
    private static final String SYSTEMD = "systemd";
    /** A host has some dozens of programs. */
    private static final int MOST_NAMES = 512;

    private final RuleBook book;
    private final Map<String, String> names = new HashMap<>();
    private final Fields fields;
    private final EventAssembler assembler;
    private final @Nullable RuleMatcher[] matchers;
    private final BoundedText text = new BoundedText();
    private final Map<String, ParseResult> ignored = new HashMap<>();
    private final Literals.Found found = new Literals.Found();
    private @Nullable JsonFields inner;
    private boolean innerRead;
    private int innerFrom;
    private boolean givenUp;

    public RuleEngine(RuleBook book, Frame frame) {
        this.book = book;
        this.fields = new Fields(frame.texts());
        this.assembler = new EventAssembler(fields, frame);
        this.matchers = new @Nullable RuleMatcher[book.size()];
    }

    /** Another line: all patterns together may read it only so often. */
    public void begin() {
        text.allow(BoundedText.READS);
        givenUp = false;
    }

    /** Whether a rule was given up on the line, so that what it would have said is not known. */
    public boolean hasGivenUp() {
        return givenUp;
    }

    /** What the rules of the frame's program make of its message. */
    public ParseResult program(Frame frame) {
        String program = frame.program();
        if (SYSTEMD.equals(program) && frame.pid() > 1) {
            return ignored(SYSTEMD, "a user's own manager, whose units are that user's");
        }
        Candidates candidates = book.ofProgram(program == null ? null : nameOf(program));
        ParseResult result = match(candidates, frame);
        if (result != null) {
            return result;
        }
        return candidates.ignoreUnmatched()
                ? ignored(candidates.dataset(), "nothing that its rules look for")
                : unparsed(candidates.dataset());
    }

    /** Whether any rules are for the frame's program in particular. */
    public boolean knowsProgram(Frame frame) {
        String program = frame.program();
        return program != null && book.knows(nameOf(program));
    }

    /** What the rules for lines without a header of such a source make of the line. */
    public ParseResult source(Frame frame, SourceType type) {
        Candidates candidates = book.ofSource(type);
        ParseResult result = match(candidates, frame);
        return result == null ? unparsed(type.wireName()) : result;
    }

    /** What the rules for JSON and logfmt make of the line; those that such a source names come first. */
    public ParseResult json(JsonFields json, SourceType type) {
        JsonIndex own = book.jsonRules(type);
        ParseResult result = own == null ? null : own.first(json, rule -> tryJson(rule, json));
        if (result == null) {
            result = book.jsonRules().first(json, rule -> tryJson(rule, json));
        }
        return result == null ? NO_JSON_RULE : result;
    }

    private @Nullable ParseResult tryJson(Rule rule, JsonFields json) {
        if (!rule.json().fits(json)) {
            return null;
        }
        ParseResult result = apply(rule, json);
        return result != null && rule.json().ambiguous(json) ? AMBIGUOUS : result;
    }

    private @Nullable ParseResult apply(Rule rule, JsonFields json) {
        fields.clear(rule.constants());
        fill(rule, json);
        if (rule.matching() == null) {
            return result(rule);
        }
        String key = JsonMapping.keyOf(json, rule.json().read());
        if (key == null) {
            return null;
        }
        byte[] bytes = json.utf8(key);
        text.set(bytes, 0, bytes.length);
        return Candidates.worthTrying(rule, bytes, bytes.length) && matches(rule, bytes) ? result(rule) : null;
    }

    private void fill(Rule rule, JsonFields json) {
        for (Map.Entry<Field, List<String>> mapping : rule.json().fields().entrySet()) {
            String key = JsonMapping.keyOf(json, mapping.getValue());
            if (key != null) {
                fields.put(mapping.getKey(), Objects.requireNonNull(json.get(key)));
            }
        }
    }

    /**
     * The name by which the rules know a program: of {@code /usr/sbin/named}, {@code postfix-out/smtpd},
     * {@code openvpn@server} and {@code auth-worker(4711)} the part that tells.
     */
    private String nameOf(String program) {
        if (book.knows(program)) {
            return program;
        }
        String known = names.get(program);
        if (known == null) {
            known = ProgramName.of(program, book::knows);
            if (names.size() < MOST_NAMES) {
                names.put(program, known);
            }
        }
        return known;
    }

    private @Nullable ParseResult match(Candidates candidates, Frame frame) {
        byte[] bytes = frame.bytes();
        int from = frame.from();
        int to = frame.to();
        if (from == to) {
            return ignored(candidates.dataset(), "an empty message");
        }
        if (to - from > candidates.longest()) {
            return null;
        }
        found.begin();
        innerRead = false;
        text.set(bytes, from, to);
        Candidates.Choice choice = candidates.beginningWith(bytes[from]);
        for (Candidates.Entry entry : choice.entries()) {
            Rule rule = entry.rule();
            if (!candidates.worthTrying(choice, entry, bytes, from, to, found)
                    || (frame.cut() && !readsCutLines(rule))) {
                continue;
            }
            fields.clear(rule.constants());
            boolean matches = matches(rule, bytes) && (!rule.readsInnerFields() || readsInner(rule, bytes));
            ParseResult result = matches ? result(rule) : null;
            if (result != null) {
                return result;
            }
        }
        return null;
    }

    /** Whether the fields in the matched message are what the rule wants; read once, though several rules may ask. */
    private boolean readsInner(Rule rule, byte[] bytes) {
        RuleMatcher matcher = Objects.requireNonNull(matchers[rule.number()]);
        int start = matcher.innerStart();
        if (!innerRead || innerFrom != start) {
            int end = matcher.innerEnd();
            inner = bytes[start] == '{' ? JsonFields.read(bytes, start, end) : Logfmt.read(bytes, start, end);
            innerFrom = start;
            innerRead = true;
        }
        if (inner == null || !rule.json().fits(inner) || rule.json().ambiguous(inner)) {
            return false;
        }
        fill(rule, inner);
        return true;
    }

    /**
     * Whether the pattern matches; its groups are fields then. A pattern that reads too often, or calls itself too
     * deep, is given up: the line was made for that.
     */
    private boolean matches(Rule rule, byte[] bytes) {
        try {
            RuleMatcher matcher = matcher(rule);
            if (!matcher.matches()) {
                return false;
            }
            matcher.fill(fields, bytes);
            return true;
        } catch (BoundedText.Exhausted | StackOverflowError e) {
            givenUp = true;
            return false;
        }
    }

    /** The result of a rule that matched; null if its fields make no event. */
    private @Nullable ParseResult result(Rule rule) {
        String why = rule.ignored();
        if (why != null) {
            assembler.note(rule);
            return ignored(rule.dataset(), why);
        }
        SecurityEvent event = assembler.assemble(rule);
        return event == null ? null : new ParseResult.Parsed(event);
    }

    private RuleMatcher matcher(Rule rule) {
        RuleMatcher matcher = matchers[rule.number()];
        if (matcher == null) {
            matcher = new RuleMatcher(Objects.requireNonNull(rule.matching(), rule::fullName), text);
            matchers[rule.number()] = matcher;
        }
        return matcher;
    }

    /** A line whose end is missing is read only by patterns that take nothing from the end. */
    private static boolean readsCutLines(Rule rule) {
        RulePattern pattern = rule.matching();
        return pattern != null && pattern.readsCutLines();
    }

    private ParseResult ignored(String dataset, String reason) {
        return ignored.computeIfAbsent(dataset + '\n' + reason, key -> new ParseResult.Ignored(dataset, reason));
    }

    private ParseResult unparsed(String dataset) {
        return new ParseResult.Unparsed("no rule of " + dataset + " knows this line");
    }
}
