package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.parse.frame.Frame;
import io.selfheal.collector.parse.frame.JsonFields;
import io.selfheal.collector.parse.frame.Logfmt;
import io.selfheal.schemas.event.SecurityEvent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs the patterns. The message is matched as Latin-1, one character a byte, so that a group's place is a place in
 * the bytes and any byte can be matched; texts are decoded from the bytes afterwards. Not thread-safe.
 */
public final class RuleEngine {
    private static final ParseResult NO_JSON_RULE = new ParseResult.Unparsed("no rule of JSON knows this line");
    private static final ParseResult AMBIGUOUS =
            new ParseResult.Unparsed("a key stands twice, one of them may be the client's");
    private static final List<String> OPEN_ENDS = List.of(".*$", ".*)?$");

    /** A host has some dozens of programs. */
    private static final int MOST_NAMES = 512;

    private final RuleBook book;
    private final Map<String, String> names = new HashMap<>();
    private final Fields fields;
    private final EventAssembler assembler;
    private final @Nullable Matcher[] matchers;
    private final Map<String, ParseResult> ignored = new HashMap<>();
    private final Candidates.Found found = new Candidates.Found();
    private @Nullable JsonFields inner;
    private boolean innerRead;
    private int innerFrom;

    public RuleEngine(RuleBook book, Frame frame) {
        this.book = book;
        this.fields = new Fields(frame.texts());
        this.assembler = new EventAssembler(fields, frame);
        this.matchers = new @Nullable Matcher[book.size()];
    }

    /** What the rules of the frame's program make of its message. */
    public ParseResult program(Frame frame) {
        String program = frame.program();
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
        if (rule.pattern() == null) {
            return result(rule);
        }
        String key = JsonMapping.keyOf(json, rule.json().read());
        if (key == null) {
            return null;
        }
        byte[] text = Objects.requireNonNull(json.get(key)).getBytes(StandardCharsets.UTF_8);
        return Candidates.worthTrying(rule, text, text.length)
                        && matches(rule, BoundedText.of(new String(text, StandardCharsets.ISO_8859_1)), text, 0)
                ? result(rule)
                : null;
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
        CharSequence subject = null;
        for (Candidates.Entry entry : candidates.beginningWith(bytes[from])) {
            Rule rule = entry.rule();
            if (!candidates.worthTrying(entry, bytes, from, to, found) || (frame.cut() && !readsCutLines(rule))) {
                continue;
            }
            if (subject == null) {
                subject = BoundedText.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            }
            fields.clear(rule.constants());
            boolean matches =
                    matches(rule, subject, bytes, from) && (rule.fieldsGroup() == 0 || readsInner(rule, bytes, from));
            ParseResult result = matches ? result(rule) : null;
            if (result != null) {
                return result;
            }
        }
        return null;
    }

    /** Whether the fields in the matched message are what the rule wants; read once, though several rules may ask. */
    private boolean readsInner(Rule rule, byte[] bytes, int from) {
        Matcher matcher = Objects.requireNonNull(matchers[rule.number()]);
        int start = from + matcher.start(rule.fieldsGroup());
        if (!innerRead || innerFrom != start) {
            int end = from + matcher.end(rule.fieldsGroup());
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

    /** Whether the pattern matches; its groups are fields then. */
    private boolean matches(Rule rule, CharSequence subject, byte[] bytes, int from) {
        Matcher matcher = matcher(rule, subject);
        try {
            if (!matcher.matches()) {
                return false;
            }
        } catch (BoundedText.Exhausted e) {
            return false;
        }
        List<Rule.Group> groups = rule.groups();
        for (int i = 0; i < groups.size(); i++) {
            Rule.Group group = groups.get(i);
            int start = matcher.start(group.number());
            if (start >= 0) {
                fields.put(group.field(), bytes, from + start, from + matcher.end(group.number()));
            }
        }
        return true;
    }

    /** The result of a rule that matched; null if its fields make no event. */
    private @Nullable ParseResult result(Rule rule) {
        String why = rule.ignored();
        if (why != null) {
            return ignored(rule.dataset(), why);
        }
        SecurityEvent event = assembler.assemble(rule);
        return event == null ? null : new ParseResult.Parsed(event);
    }

    private Matcher matcher(Rule rule, CharSequence subject) {
        Matcher matcher = matchers[rule.number()];
        Pattern pattern = rule.pattern();
        if (matcher == null && pattern != null) {
            matcher = pattern.matcher(subject);
            matchers[rule.number()] = matcher;
            return matcher;
        }
        if (matcher == null) {
            throw new IllegalStateException("the rule " + rule.fullName() + " has no pattern");
        }
        return matcher.reset(subject);
    }

    /** A line whose end is missing is read only by patterns that take nothing from the end. */
    private static boolean readsCutLines(Rule rule) {
        Pattern pattern = rule.pattern();
        return pattern != null && OPEN_ENDS.stream().anyMatch(pattern.pattern()::endsWith);
    }

    private ParseResult ignored(String dataset, String reason) {
        return ignored.computeIfAbsent(dataset + '\n' + reason, key -> new ParseResult.Ignored(dataset, reason));
    }

    private ParseResult unparsed(String dataset) {
        return new ParseResult.Unparsed("no rule of " + dataset + " knows this line");
    }
}
