package io.selfheal.analyzer.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.event.EventAction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What editors are told of scenarios and signatures by the JSON Schemas beside them is what the readers take. */
class RuleSchemaTest {
    private static final String SCENARIO = """
            version: "1"
            scenarios:
              - id: x
                description: "x"
                key: source
                when: {action: login, status: 400-499, path: {starts: /a}}
                threshold: {count: 5, window: 10m}
                score: 50
                class: brute_force
                technique: T1110
                cooldown: 1h
                examples:
                  - {name: n, fires: true, events: [{action: login, every: 5s}]}
            """;
    private static final String SIGNATURE = """
            version: "1"
            signatures:
              - id: x
                family: x
                class: xss
                technique: T1190
                score: 50
                where: [path]
                literals: [a]
                pattern: 'ab'
                reason: x
                examples: ["/a"]
                near_misses: [{url: /b, agent: c}]
            """;
    private static final Pattern ALLOWED = Pattern.compile("'zzz' is unknown; allowed: (.*)");
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String SCENARIO_TEXT = resource("/scenarios/scenario.schema.json");
    private static final String SIGNATURE_TEXT = resource("/signatures/signature.schema.json");
    private static final Schema SCENARIOS = REGISTRY.getSchema(SCENARIO_TEXT, InputFormat.JSON);
    private static final Schema SIGNATURES = REGISTRY.getSchema(SIGNATURE_TEXT, InputFormat.JSON);

    static Stream<RuleFile> shipped() throws RuleException {
        return RuleSet.shipped().files().stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void whatShipsIsValid(RuleFile file) {
        assertThat(errors(file.text())).as(file.name()).isEmpty();
    }

    @Test
    void theyNameTheKeysOfFilters() {
        assertThat(keys(SCENARIO_TEXT, "$defs", "filter", "properties")).isEqualTo(allowed(when("{zzz: 1}")));
        Set<String> part = allowed(when("{any: [{zzz: 1}]}"));
        part.remove("expression"); // allowed only at the top, which another message says
        assertThat(keys(SCENARIO_TEXT, "$defs", "part", "properties")).isEqualTo(part);
        Map<?, ?> test = (Map<?, ?>) ((List<?>) at(SCENARIO_TEXT, "$defs", "test", "anyOf")).get(1);
        assertThat(sorted((Map<?, ?>) Objects.requireNonNull(test.get("properties"))))
                .isEqualTo(allowed(when("{path: {zzz: 1}}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threshold | count: 1, window: 1m",
                "leaky_bucket | capacity: 1, leak: 1s",
                "distinct_count | field: user.name, count: 1, window: 1m",
                "sequence | count: 1, window: 1m, then: {action: login}",
                "absence | of: {action: login}, window: 1m",
                "first_seen | field: user.name, learning: 1d, sightings: 1, remember: 1d",
                "travel | speed: 1, distance: 1, window: 1m, countries: 1h",
            })
    void theyNameTheKeysOfPaces(String pace, String needed) {
        String wrong = SCENARIO.replace("threshold: {count: 5, window: 10m}", pace + ": {" + needed + ", zzz: 1}");
        String right = wrong.replace(", zzz: 1", "").replace("key: source", "key: user");

        assertThat(keys(SCENARIO_TEXT, "$defs", "scenario", "properties", pace, "properties"))
                .isEqualTo(allowed(wrong));
        bothTake(right);
        for (String key : needed.replaceAll("\\{[^}]*}", "x").split(", ", -1)) {
            if (!key.startsWith("countries")) {
                bothRefuse(
                        right.replace(needed, needed.replace(key.replaceAll(":.*", ":"), "zz" + key.charAt(0) + ":")));
            }
        }
    }

    @Test
    void theyNameTheKeysOfScenariosTheirExamplesAndEvents() {
        assertThat(keys(SCENARIO_TEXT, "properties")).isEqualTo(allowed(SCENARIO + "zzz: 1\n"));
        assertThat(keys(SCENARIO_TEXT, "$defs", "scenario", "properties"))
                .isEqualTo(allowed(SCENARIO.replace("score:", "zzz: 1\n    blame: sources\n    score:")));
        assertThat(keys(SCENARIO_TEXT, "$defs", "example", "properties"))
                .isEqualTo(allowed(SCENARIO.replace("name: n", "name: n, zzz: 1")));
        Set<String> event = new TreeSet<>();
        for (EventAction action : EventAction.values()) {
            String with = SCENARIO.replace("[{action: login", "[{zzz: 1, action: " + action.wireName());
            event.addAll(allowed(with));
            event.addAll(allowed(with.replace("zzz: 1", "zzz: 1, country: DE")));
        }
        assertThat(keys(SCENARIO_TEXT, "$defs", "event", "properties")).isEqualTo(event);
    }

    @Test
    void theyNameTheKeysOfSignatures() {
        assertThat(keys(SIGNATURE_TEXT, "properties")).isEqualTo(allowed(SIGNATURE + "zzz: 1\n"));
        assertThat(keys(SIGNATURE_TEXT, "$defs", "signature", "properties"))
                .isEqualTo(allowed(SIGNATURE.replace("score:", "zzz: 1\n    score:")));
        Map<?, ?> sample = (Map<?, ?>) ((List<?>) at(SIGNATURE_TEXT, "$defs", "sample", "anyOf")).get(1);
        assertThat(sorted((Map<?, ?>) Objects.requireNonNull(sample.get("properties"))))
                .isEqualTo(allowed(SIGNATURE.replace("url:", "zzz: 1, url:")));
    }

    @Test
    void theyNameTheSameValues() {
        values("class: brute_force", "class: zzz", "class");
        values("key: source", "key: zzz", "key");
        values("score: 50", "type: zzz", "type");
        values("count: 5", "count: 5, per: zzz", "threshold", "properties", "per");
        assertThat(enumOf("filter", "properties", "action")).isEqualTo(allowedValues(when("{action: zzz}")));
        assertThat(enumOf("filter", "properties", "outcome")).isEqualTo(allowedValues(when("{outcome: zzz}")));
        assertThat(enumOf("filter", "properties", "without")).isEqualTo(allowedValues(when("{without: zzz}")));
    }

    private static void values(String part, String wrong, String... path) {
        String[] all = Stream.concat(Stream.of("scenario", "properties"), Arrays.stream(path))
                .toArray(String[]::new);
        assertThat(enumOf(all)).isEqualTo(allowedValues(SCENARIO.replace(part, wrong)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "scenarios: | scenario:",
                "id: x | ident: x",
                "id: x | id: [x]",
                "description: \"x\" | summary: x",
                "key: source | key: planet",
                "when: | if:",
                "action: login | action: logon",
                "action: login | acton: login",
                "status: 400-499 | status: 4xx",
                "status: 400-499 | failed_login: perhaps",
                "status: 400-499 | ip_version: 5",
                "status: 400-499 | port: ssh",
                "status: 400-499 | as: Example",
                "status: 400-499 | country: France",
                "status: 400-499 | without: [colour]",
                "status: 400-499 | any: [{colour: red}]",
                "status: 400-499 | not: {expression: 'user.name == \"a\"'}",
                "status: 400-499 | any: login",
                "starts: /a | begins: /a",
                "starts: /a | chars: greek",
                "starts: /a | length: long",
                "count: 5 | count: 500",
                "count: 5 | count: five",
                "window: 10m | window: 10 minutes",
                "window: 10m | window: 10m, apart: 1m, per: user.name",
                "threshold: {count: 5, window: 10m} | reset: {action: login}",
                "score: 50 | score: 101",
                "score: 50 | scores: 50",
                "score: 50 | type: nothing",
                "score: 50 | {type: unknown, score: 50}",
                "class: brute_force | class: bruteforce",
                "cooldown: 1h | cooldown: 1 hour",
                "cooldown: 1h | blame: everybody",
                "cooldown: 1h | blame_score: 10",
                "cooldown: 1h | disabled: maybe",
                "examples: | example:",
                "name: n, | names: n,",
                "fires: true | fires: often",
                "every: 5s | every: 5",
                "every: 5s | repeat: 0",
                "every: 5s | location: Berlin",
            })
    void bothRefuseSuchScenarios(String part, String other) {
        assertThat(SCENARIO).contains(part);
        bothRefuse(SCENARIO.replaceFirst(
                Pattern.quote(part),
                Matcher.quoteReplacement(other.replace("{type: unknown, score: 50}", "score: 50\n    type: unknown"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "signatures: | signature:",
                "id: x | name: x",
                "family: x | kin: x",
                "class: xss | class: html",
                "score: 50 | score: high",
                "where: [path] | where: [body]",
                "literals: [a] | literals: [A]",
                "literals: [a] | literals: ['']",
                "literals: [a] | literal: [a]",
                "pattern: 'ab' | pattern: [[ab]]",
                "pattern: 'ab' | pattern: []",
                "where: [path] | begins: abc",
                "where: [path] | begins: '[a][b]'",
                "signatures: | words: {Fruit: [apple]}, signatures:",
                "signatures: | words: {fruit: []}, signatures:",
                "signatures: | words: {fruit: [Apple]}, signatures:",
                "reason: x | because: x",
                "examples: | example:",
                "url: /b | uri: /b",
            })
    void bothRefuseSuchSignatures(String part, String other) {
        assertThat(SIGNATURE).contains(part);
        bothRefuse(SIGNATURE.replaceFirst(
                Pattern.quote(part), Matcher.quoteReplacement(other.replace("}, signatures", "}\nsignatures"))));
    }

    @Test
    void bothTakeWhatIsRight() {
        bothTake(SCENARIO);
        bothTake(SIGNATURE);
        bothTake(SIGNATURE
                .replace("pattern: 'ab'", "begins: '[a\\\\d]'\n    pattern: ['ab', 'a{{fruit}}']")
                .replace("signatures:", "words: {fruit: [apple, pear]}\nsignatures:"));
        bothTake("version: 1\nscenarios: [{id: ssh-brute-force, disabled: true}]\n");
        bothTake("version: 1\nsignatures: [{id: x, disabled: true}]\n");
    }

    private static void bothTake(String yaml) {
        assertThat(errors(yaml)).as(yaml).isEmpty();
        assertThatCode(() -> read(yaml)).as(yaml).doesNotThrowAnyException();
    }

    private static void bothRefuse(String yaml) {
        assertThat(errors(yaml)).as(yaml).isNotEmpty();
        assertThatThrownBy(() -> read(yaml)).as(yaml).isInstanceOf(RuleException.class);
    }

    private static String when(String filter) {
        return SCENARIO.replaceFirst("when: .*", Matcher.quoteReplacement("when: " + filter));
    }

    /** The keys that the reader names when it meets another. */
    private static Set<String> allowed(String yaml) {
        Matcher matcher =
                ALLOWED.matcher(String.valueOf(catchThrowable(() -> read(yaml)).getMessage()));
        assertThat(matcher.find()).as(yaml).isTrue();
        return new TreeSet<>(List.of(matcher.group(1).split(", ", -1)));
    }

    private static Set<String> allowedValues(String yaml) {
        String message = String.valueOf(catchThrowable(() -> read(yaml)).getMessage());
        assertThat(message).contains("'zzz' is unknown; allowed: ");
        return new TreeSet<>(List.of(message.replaceFirst(".*allowed: ", "").split(", ", -1)));
    }

    private static Set<String> enumOf(String... path) {
        Object node = at(SCENARIO_TEXT, "$defs");
        for (String key : path) {
            node = Objects.requireNonNull(((Map<?, ?>) node).get(key), key);
        }
        Object several = ((Map<?, ?>) node).get("anyOf");
        Map<?, ?> one = (Map<?, ?>) (several instanceof List<?> list ? list.getFirst() : node);
        Set<String> values = new TreeSet<>();
        ((List<?>) Objects.requireNonNull(one.get("enum"))).forEach(value -> values.add(String.valueOf(value)));
        return values;
    }

    private static RuleFile read(String yaml) throws RuleException {
        return RuleFile.read("own.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> errors(String yaml) {
        Schema schema = yaml.contains("\nsignature") ? SIGNATURES : SCENARIOS;
        Object written = withoutAliases(new Load(LoadSettings.builder().build()).loadFromString(yaml));
        String text = new Dump(DumpSettings.builder().build()).dumpToString(written);
        return schema.validate(text, InputFormat.YAML).stream()
                .map(Object::toString)
                .toList();
    }

    /** The validator's reader knows no aliases: what they stand for is written out. */
    private static Object withoutAliases(Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(key, withoutAliases(value)));
                yield copy;
            }
            case List<?> list ->
                new ArrayList<>(
                        list.stream().map(RuleSchemaTest::withoutAliases).toList());
            default -> node;
        };
    }

    private static Set<String> keys(String schema, String... path) {
        return sorted((Map<?, ?>) at(schema, path));
    }

    private static Set<String> sorted(Map<?, ?> map) {
        Set<String> keys = new TreeSet<>();
        map.keySet().forEach(key -> keys.add(String.valueOf(key)));
        return keys;
    }

    private static Object at(String schema, String... path) {
        Object node = new Load(LoadSettings.builder().build()).loadFromString(schema);
        for (String key : path) {
            node = Objects.requireNonNull(((Map<?, ?>) node).get(key), key);
        }
        return node;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(RuleSet.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }
}
