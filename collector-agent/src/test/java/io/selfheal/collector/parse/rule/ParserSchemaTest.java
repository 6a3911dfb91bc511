package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What editors are told of parser files by {@code parser.schema.json} is what the reader takes. */
class ParserSchemaTest {
    private static final String RULES = """
            dataset: lockd
            version: "1"
            programs: [lockd]
            event: authentication
            set: {service: lockd}
            time: rfc3339
            unmatched: ignored
            longest: 1000
            rules:
              - name: refused
                starts: 'refused '
                pattern: '^refused (?<user>[^ ]{1,64}) from (?<source>%{ADDR})$'
                action: login
                outcome: failure
                examples:
                  - message: refused bob from 203.0.113.7
                    expect: {user: bob}
                near_miss:
                  - refused bob
              - name: told
                where: {level: warn}
                json: {user: [user, account.name]}
                action: login
            """;
    private static final String TEXT = resource("parser.schema.json");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT, InputFormat.JSON);

    static Stream<String> shipped() {
        return resource("order.txt").lines();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void whatShipsIsValid(String file) {
        assertThat(errors(resource(file))).isEmpty();
    }

    @Test
    void theTwoNameTheSameKeysAndValues() {
        assertThat(keys("properties")).isEqualTo(RuleFileReader.KEYS);
        assertThat(keys("$defs", "rule", "properties")).isEqualTo(RuleReader.KEYS);
        Map<?, ?> example = (Map<?, ?>) ((List<?>) at("$defs", "example", "anyOf")).get(1);
        assertThat(((Map<?, ?>) Objects.requireNonNull(example.get("properties"))).keySet())
                .isEqualTo(RuleReader.EXAMPLE_KEYS);
        assertThat(values("$defs", "field", "enum"))
                .isEqualTo(names(Arrays.stream(Field.values()).map(Field::wireName)));
        assertThat(values("$defs", "rule", "properties", "action", "enum"))
                .isEqualTo(names(Arrays.stream(EventAction.values()).map(EventAction::wireName)));
        assertThat(values("$defs", "rule", "properties", "outcome", "enum")).isEqualTo(lower(EventOutcome.values()));
        for (String whose : List.of("rule", "file")) {
            String[] path = whose.equals("rule") ? new String[] {"$defs", "rule"} : new String[] {};
            assertThat(values(join(path, "properties", "event", "enum"))).isEqualTo(lower(EventKind.values()));
            assertThat(values(join(path, "properties", "time", "enum"))).isEqualTo(lower(StampForm.values()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataset: lockd\ndisabled: true\n",
                "dataset: lockd\nrules: [{name: refused, disabled: true}]\n",
                "dataset: lockd\nsources: [lockd]\nheaderless: true\nrules: [{name: a, contains: [a, b], pattern: ^ab$,"
                        + " ignore: dull}]\n",
            })
    void bothTake(String right) {
        assertThat(errors(right)).isEmpty();
        assertThatCode(() -> RuleFileReader.read("own.yaml", right)).doesNotThrowAnyException();
    }

    @Test
    void bothTakeTheRuleThatIsChangedBelow() {
        bothTake(RULES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dataset: lockd | colour: red",
                "dataset: lockd | dataset: Lock Daemon",
                "dataset: lockd | dataset: [lockd]",
                "version: `1` | version: {a: 1}",
                "programs: [lockd] | program: lockd",
                "programs: [lockd] | programs: {a: b}",
                "programs: [lockd] | sources: [journal]",
                "programs: [lockd] | headerless: true",
                "event: authentication | event: login",
                "set: {service: lockd} | set: {colour: red}",
                "set: {service: lockd} | set: lockd",
                "time: rfc3339 | time: iso",
                "unmatched: ignored | unmatched: dropped",
                "unmatched: ignored | disabled: maybe",
                "unmatched: ignored | fragments: [a]",
                "longest: 1000 | longest: 10",
                "longest: 1000 | longest: 100000",
                "rules: | rule:",
                "name: refused | named: refused",
                "name: refused | name: [refused]",
                "starts: 'refused ' | begins: 'refused '",
                "starts: 'refused ' | starts: ''",
                "pattern: '^refused | pattern: 'refused",
                "pattern: '^refused | patern: '^refused",
                "action: login | action: logon",
                "action: login | ignored: dull",
                "outcome: failure | outcome: failed",
                "message: refused | msg: refused",
                "message: refused bob from 203.0.113.7 | line: a, message: b",
                "expect: {user: bob} | expected: {user: bob}",
                "expect: {user: bob} | expect: bob",
                "near_miss: | near_misses:",
                "where: {level: warn} | where: warn",
                "where: {level: warn} | read: {a: b}",
                "json: {user: [user, account.name]} | json: {account: user}",
                "json: {user: [user, account.name]} | json: [user]",
            })
    void bothRefuse(String part, String other) {
        String right = part.replace('`', '"');
        assertThat(RULES).contains(right);
        String wrong = RULES.replaceFirst(
                Pattern.quote(right),
                Matcher.quoteReplacement(other.replace("line: a, message: b", "line: a\n        message: b")));

        assertThat(errors(wrong)).as(wrong).isNotEmpty();
        assertThatThrownBy(() -> RuleFileReader.read("own.yaml", wrong)).isInstanceOf(RuleFileException.class);
    }

    private static List<String> errors(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML).stream()
                .map(Object::toString)
                .toList();
    }

    private static Set<String> keys(String... path) {
        Set<String> keys = new HashSet<>();
        ((Map<?, ?>) at(path)).keySet().forEach(key -> keys.add(String.valueOf(key)));
        return keys;
    }

    private static Set<String> values(String... path) {
        return names(((List<?>) at(path)).stream().map(String::valueOf));
    }

    private static Object at(String... path) {
        Object node = new Load(LoadSettings.builder().build()).loadFromString(TEXT);
        for (String key : path) {
            node = Objects.requireNonNull(((Map<?, ?>) node).get(key), key);
        }
        return node;
    }

    private static String[] join(String[] path, String... more) {
        return Stream.concat(Arrays.stream(path), Arrays.stream(more)).toArray(String[]::new);
    }

    private static Set<String> lower(Enum<?>[] constants) {
        return names(Arrays.stream(constants).map(constant -> constant.name().toLowerCase(Locale.ROOT)));
    }

    private static Set<String> names(Stream<String> names) {
        return new HashSet<>(names.toList());
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(RuleBook.class.getResourceAsStream("/parsers/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }
}
