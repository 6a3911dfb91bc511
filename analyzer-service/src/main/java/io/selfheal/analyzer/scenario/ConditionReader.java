package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Builds a {@link Condition} from the section {@code when} of a scenario. All keys of a section must hold. */
final class ConditionReader {
    private static final Map<String, EventAction> ACTIONS = Arrays.stream(EventAction.values())
            .collect(Collectors.toUnmodifiableMap(EventAction::wireName, Function.identity()));
    private static final Map<String, EventOutcome> OUTCOMES =
            Map.of("success", EventOutcome.SUCCESS, "failure", EventOutcome.FAILURE, "unknown", EventOutcome.UNKNOWN);
    private static final Pattern STATUS = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
    private static final Map<String, TextField> FIELDS = names(TextField.values());
    private static final Map<String, TextTest.Chars> CHARS = names(TextTest.Chars.values());
    private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
    private static final Pattern SYSTEM = Pattern.compile("(?:AS)?([0-9]{1,10})");
    private static final int MAX_DEPTH = 5;

    private ConditionReader() {}

    /**
     * A condition and the actions for which it can hold.
     *
     * @param condition the filter
     * @param actions all actions where the section names none
     */
    record Filter(Condition condition, Set<EventAction> actions) {}

    static Filter read(YamlSection in) throws RuleException {
        Set<EventAction> actions =
                in.has("action") ? EnumSet.copyOf(in.someOf("action", ACTIONS)) : EnumSet.allOf(EventAction.class);
        return new Filter(condition(in, 0), actions);
    }

    private static Condition condition(YamlSection in, int depth) throws RuleException {
        if (depth > MAX_DEPTH) {
            throw in.wrong("any", "is nested too deep; allowed: " + MAX_DEPTH + " levels");
        }
        List<Condition> parts = new ArrayList<>();
        if (in.has("action")) {
            parts.add(new Condition.ActionIs(Set.copyOf(in.someOf("action", ACTIONS))));
        }
        if (in.has("status")) {
            parts.add(new Condition.StatusIn(ranges(in)));
        }
        if (in.has("failed_login")) {
            parts.add(new Condition.FailedLogin(in.flag("failed_login")));
        }
        if (in.has("outcome")) {
            parts.add(new Condition.OutcomeIs(in.oneOf("outcome", OUTCOMES)));
        }
        if (in.has("invalid_user")) {
            parts.add(new Condition.InvalidUser(in.flag("invalid_user")));
        }
        if (in.has("flagged")) {
            parts.add(new Condition.Flagged(in.integer("flagged", 1, 100)));
        }
        if (in.has("heard")) {
            parts.add(in.oneOf("heard", Map.of("true", new Condition.Heard())));
        }
        if (in.has("ip_version")) {
            parts.add(new Condition.IpVersion(in.oneOf("ip_version", Map.of("4", 4, "6", 6))));
        }
        if (in.has("signature_family")) {
            parts.add(new Condition.FamilyIs(Set.copyOf(in.texts("signature_family"))));
        }
        if (in.has("without")) {
            parts.add(new Condition.Lacks(in.someOf("without", FIELDS)));
        }
        if (in.has("source_port")) {
            parts.add(new Condition.PortIn(true, ports(in, "source_port")));
        }
        if (in.has("port")) {
            parts.add(new Condition.PortIn(false, ports(in, "port")));
        }
        if (in.has("as")) {
            parts.add(new Condition.SystemIn(systems(in)));
        }
        for (TextField field : TextField.values()) {
            String key = field.name().toLowerCase(Locale.ROOT);
            if (field == TextField.COUNTRY && in.has(key)) {
                parts.add(new Condition.TextIs(field, countries(in)));
            } else if (in.has(key)) {
                parts.add(new Condition.TextIs(field, text(in, key)));
            }
        }
        if (in.has("any")) {
            List<Condition> any = new ArrayList<>();
            for (YamlSection section : in.sections("any")) {
                any.add(condition(section, depth + 1));
            }
            parts.add(new Condition.AnyOf(any));
        }
        if (in.has("not")) {
            parts.add(new Condition.Not(condition(in.section("not"), depth + 1)));
        }
        if (in.has("expression")) {
            if (depth > 0) {
                throw in.wrong("expression", "stands inside of any or not; allowed: beside them, once");
            }
            parts.add(new Condition.Holds(expression(in)));
        }
        in.done();
        return parts.isEmpty()
                ? new Condition.Always()
                : parts.size() == 1 ? parts.getFirst() : new Condition.All(parts);
    }

    /** A text or a list means equal; a section may say more: see {@link TextTest}. */
    private static TextTest text(YamlSection in, String key) throws RuleException {
        if (!in.isSection(key)) {
            return TextTest.ofWhole(lower(in.texts(key)));
        }
        YamlSection tests = in.section(key);
        TextTest test = new TextTest(
                tests.has("equals") ? lower(tests.texts("equals")) : Set.of(),
                tests.has("starts") ? tests.texts("starts") : List.of(),
                tests.has("ends") ? tests.texts("ends") : List.of(),
                tests.has("contains") ? tests.texts("contains") : List.of(),
                tests.has("chars") ? tests.oneOf("chars", CHARS) : null,
                tests.has("length") ? length(tests) : null);
        tests.done();
        return test;
    }

    private static <E extends Enum<E>> Map<String, E> names(E[] values) {
        return Arrays.stream(values)
                .collect(Collectors.toUnmodifiableMap(v -> v.name().toLowerCase(Locale.ROOT), Function.identity()));
    }

    /** Only whole codes: a country that is written out would never match, and nobody would notice. */
    private static TextTest countries(YamlSection in) throws RuleException {
        for (String code : in.texts("country")) {
            if (!COUNTRY.matcher(code).matches()) {
                throw in.wrong("country", "'" + code + "' is no country; allowed: two letters (ISO 3166-1), like DE");
            }
        }
        return text(in, "country");
    }

    private static Set<Long> systems(YamlSection in) throws RuleException {
        Set<Long> numbers = new HashSet<>();
        for (String text : in.texts("as")) {
            Matcher matcher = SYSTEM.matcher(text);
            long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
            if (number < 1 || number > 0xFFFF_FFFFL) {
                throw in.wrong(
                        "as", "'" + text + "' is no autonomous system; allowed: 1 to 4294967295, also as AS64500");
            }
            numbers.add(number);
        }
        return numbers;
    }

    private static Set<String> lower(List<String> texts) {
        Set<String> lower = new HashSet<>();
        texts.forEach(text -> lower.add(text.toLowerCase(Locale.ROOT)));
        return lower;
    }

    private static Condition.Range length(YamlSection in) throws RuleException {
        String text = in.text("length");
        Matcher matcher = NUMBERS.matcher(text);
        if (!matcher.matches()) {
            throw in.wrong("length", "'" + text + "' is no length; allowed: a number or a range like 7-12");
        }
        return range(matcher);
    }

    private static List<Condition.Range> ports(YamlSection in, String key) throws RuleException {
        List<Condition.Range> ranges = new ArrayList<>();
        for (String text : in.texts(key)) {
            Matcher matcher = NUMBERS.matcher(text);
            if (!matcher.matches() || range(matcher).to() > 65_535) {
                throw in.wrong(key, "'" + text + "' is no port; allowed: 1 to 65535, or a range like 1024-65535");
            }
            ranges.add(range(matcher));
        }
        return ranges;
    }

    private static Condition.Range range(Matcher matcher) {
        int from = Integer.parseInt(matcher.group(1));
        return new Condition.Range(from, matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2)));
    }

    private static Expression expression(YamlSection in) throws RuleException {
        try {
            return Expression.of(in.text("expression"));
        } catch (Expression.WrongException e) {
            throw in.wrongWithin(
                    "expression",
                    e.line(),
                    e.column(),
                    e.getMessage() + "; allowed: a CEL expression that is true or false, over "
                            + ExpressionField.allowedNames());
        }
    }

    private static List<Condition.Range> ranges(YamlSection in) throws RuleException {
        List<Condition.Range> ranges = new ArrayList<>();
        for (String text : in.texts("status")) {
            Matcher matcher = STATUS.matcher(text);
            if (!matcher.matches()) {
                throw in.wrong("status", "'" + text + "' is no status; allowed: 100 to 599, or a range like 400-499");
            }
            ranges.add(range(matcher));
        }
        return ranges;
    }
}
