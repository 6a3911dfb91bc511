package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong rule file is refused with file, line, column, what is wrong and what is allowed. */
class RuleFileReaderTest {
    private static final String RIGHT = """
            dataset: demo
            programs: [demo]
            event: authentication
            rules:
              - name: failed
                starts: 'Failed '
                pattern: '^Failed (?<user>.*) from (?<source>%{ADDR})$'
                action: login
                outcome: failure
            """;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("dataset: demo", "dataset: De mo", "demo.yaml:1:10: 'De mo' is no dataset"),
                Arguments.of("programs:", "programms:", "demo.yaml:2:1: unknown key 'programms'; allowed: dataset"),
                Arguments.of("programs: [demo]\n", "", "demo.yaml:1:1: nothing reaches these rules"),
                Arguments.of(
                        "event: authentication",
                        "event: login",
                        "demo.yaml:3:8: unknown value 'login'; allowed: authentication, http"),
                Arguments.of("action: login", "action: hack", "demo.yaml:8:13: unknown action 'hack'; allowed: login"),
                Arguments.of(
                        "outcome: failure", "outcome: bad", "demo.yaml:9:14: unknown value 'bad'; allowed: success"),
                Arguments.of("'^Failed", "'Failed", "demo.yaml:7:14: the pattern must be anchored"),
                Arguments.of("%{ADDR})$'", "%{ADDR})'", "demo.yaml:7:14: the pattern must be anchored"),
                Arguments.of("%{ADDR}", "%{IP}", "demo.yaml:7:14: unknown fragment at '%{IP})$'"),
                Arguments.of("(?<user>", "(?<usr>", "demo.yaml:7:14: unknown field 'usr'; allowed: agent, bytes"),
                Arguments.of(".*)", ".*", "demo.yaml:7:14: the pattern is wrong"),
                Arguments.of(
                        "    starts: 'Failed '\n", "", "demo.yaml:5:5: the rule 'failed' needs 'starts' or 'contains'"),
                Arguments.of("starts: 'Failed '", "starts: ''", "demo.yaml:6:13: an empty literal"),
                Arguments.of("- name: failed", "- nam: failed", "demo.yaml:5:5: unknown key 'nam'"),
                Arguments.of(
                        "event:", "longest: 10\nevent:", "demo.yaml:3:10: '10' is no length; allowed: 100 to 65536"),
                Arguments.of("event:", "sources: [Web site]\nevent:", "demo.yaml:3:11: 'web site' is no source type"),
                Arguments.of("event:", "sources: [auto]\nevent:", "demo.yaml:3:11: 'auto' is the collector's own"),
                Arguments.of("event:", "headerless: true\nevent:", "demo.yaml:3:13: lines without a header need"),
                Arguments.of(
                        "    starts: 'Failed '\n",
                        "    where: {kind: x}\n",
                        "demo.yaml:5:5: the rule 'failed' reads JSON: its 'pattern' needs 'read'"),
                Arguments.of(
                        "    pattern: '^Failed (?<user>.*) from (?<source>%{ADDR})$'\n",
                        "", "demo.yaml:5:5: the rule 'failed' needs 'pattern' or 'json'"),
                Arguments.of(
                        "event:",
                        "unmatched: maybe\nevent:",
                        "demo.yaml:3:12: unknown value 'maybe'; allowed: unparsed, ignored"),
                Arguments.of("rules:", "rules: [", "demo.yaml:"),
                Arguments.of(RIGHT, "", "demo.yaml:1:1: the file is empty"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysWhereAndWhatIsWrong(String right, String wrong, String message) {
        String yaml = RIGHT.replace(right, wrong);

        assertThatThrownBy(() -> RuleBook.of("demo.yaml", yaml))
                .isInstanceOf(RuleFileException.class)
                .hasMessageStartingWith(message);
    }
}
