package io.selfheal.standalone.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code selfheal rules} as a rule writer uses it: on real files, with real mistakes. */
class RulesCommandTest {
    private static final String PARSER = """
            dataset: lockd
            programs: [lockd]
            event: authentication
            set: {service: lockd}
            rules:
              - name: refused
                starts: 'refused '
                pattern: '^refused (?<user>[^ ]{1,64}) from (?<source>%{ADDR})$'
                action: login
                outcome: failure
                examples:
                  - message: refused bob from 203.0.113.7
                    expect: {user: bob, source: 203.0.113.7, service: lockd}
                near_miss:
                  - refused bob
            """;
    private static final String SCENARIO = """
            version: "3"
            scenarios:
              - id: lock-picking
                description: "three refusals within a minute"
                when: {action: login, failed_login: true, service: lockd}
                threshold: {count: 3, window: 1m}
                score: 70
                class: brute_force
                technique: T1110.001
                examples:
                  - name: three
                    fires: true
                    events:
                      - {action: login, service: lockd, user: bob, repeat: 3, every: 10s}
                  - name: two
                    fires: false
                    events:
                      - {action: login, service: lockd, user: bob, repeat: 2, every: 10s}
            """;

    @TempDir
    private Path folder;

    private record Result(int status, String out, String err) {}

    private static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new RulesCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Result(status, out.toString(), err.toString());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void whatShipsPassesItsOwnTests() {
        Result result = run("test", "--no-own-rules");

        assertThat(result.status()).as(result.out()).isZero();
        assertThat(result.out()).contains("ok    parser", "ok    scenario", "ok    signature", "all as they should be");
    }

    @Test
    void rightFilesPass() throws IOException {
        Path parser = write("lockd.yaml", PARSER);
        Path scenario = write("lock-picking.yaml", SCENARIO);

        Result result = run("test", parser.toString(), scenario.toString());

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("ok    parser     " + parser + ": 1 rules, 1 examples, 1 near misses")
                .contains("ok    scenario   " + scenario + ": 1 rules, 1 examples, 1 near misses");
    }

    @Test
    void anExampleThatComesOutOtherwiseIsNamedWithItsPlace() throws IOException {
        Path parser = write("lockd.yaml", PARSER.replace("{user: bob,", "{user: rob,"));
        Path scenario = write("lock-picking.yaml", SCENARIO.replace("count: 3", "count: 2"));

        Result result = run("test", parser.toString(), scenario.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains(parser + ":12:9: lockd/refused")
                .contains("expected  user: 'rob'")
                .contains("came out  user: 'bob'")
                .contains(scenario + ":15:9: lock-picking")
                .contains("expected  does not fire")
                .contains("came out  fired")
                .contains("2 failed, 0 files refused");
    }

    @Test
    void aWrongFileIsRefusedWithItsPlaceWhileTheOthersAreTested() throws IOException {
        Path parser = write("lockd.yaml", PARSER.replace("outcome: failure", "outcome: bad"));
        Path scenario = write("lock-picking.yaml", SCENARIO);

        Result result = run("test", parser.toString(), scenario.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains(parser + ":10:14: unknown value 'bad'; allowed: success, failure, unknown")
                .contains("ok    scenario");
    }

    @Test
    void resultsAreJsonWhenAskedFor() throws IOException {
        Path parser = write("lockd.yaml", PARSER.replace("{user: bob,", "{user: rob,"));

        Result result = run("test", "--json", parser.toString());

        assertThat(result.out().lines())
                .first()
                .asString()
                .startsWith("{\"type\":\"file\",\"kind\":\"parser\",\"file\":\"" + parser)
                .contains("\"line\":12,\"column\":9", "\"expected\":\"user: 'rob'\"");
        assertThat(result.out().lines())
                .last()
                .asString()
                .startsWith("{\"type\":\"summary\"")
                .contains("\"failures\":1");
    }

    @Test
    void wrongUseIsTold() {
        assertThat(run("test", "--rules", "/nowhere").status()).isEqualTo(2);
        assertThat(run("test", "--colour").status()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        Result result = run("test", "/nowhere.yaml");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("/nowhere.yaml: does not exist");
    }

    @Test
    void theListShowsWhatIsInForce() throws IOException {
        write("lockd.yaml", PARSER);
        Path scenario = write("lock-picking.yaml", SCENARIO);
        write("off.yaml", "version: \"1\"\nscenarios:\n  - {id: ssh-brute-force-slow, disabled: true}\n");

        Result text = run("list", "--rules", folder.toString());
        Result json = run("list", "--json", "--rules", folder.toString());

        assertThat(text.status()).as(text.err()).isZero();
        assertThat(text.out())
                .containsPattern("parser +lockd/refused +1 +- +" + folder + "/lockd.yaml:6:5")
                .containsPattern("scenario +lock-picking +3 +T1110.001 +" + scenario + ":3:5")
                .contains("sshd/failed", "ssh-brute-force ")
                .doesNotContain("ssh-brute-force-slow");
        assertThat(json.out())
                .contains(
                        "{\"kind\":\"scenario\",\"id\":\"lock-picking\",\"version\":\"3\",\"technique\":\"T1110.001\","
                                + "\"file\":\"" + scenario + "\",\"line\":3,\"column\":5}");
    }

    @Test
    void lintSaysWhatIsMissing() throws IOException {
        Path scenario =
                write("lock-picking.yaml", SCENARIO.replace("T1110.001", "T11").replace("fires: false", "fires: true"));

        Result result = run("lint", scenario.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains(scenario + ":3:5: lock-picking: technique: 'T11' is no ATT&CK id")
                .contains(scenario + ":3:5: lock-picking: no-near-miss: ")
                .contains("2 findings");
        assertThat(run("lint", write("right.yaml", SCENARIO).toString()).status())
                .isZero();
    }

    @Test
    void lintThatCouldNotReadAFileSaysSoInItsLastLine() throws IOException {
        Path half = write("half.yaml", SCENARIO.substring(0, 40));
        Path right = write("right.yaml", SCENARIO);

        Result one = run("lint", half.toString(), right.toString());
        Result two = run("lint", half.toString(), folder.resolve("missing.yaml").toString());
        Result listed = run("list", "--rules", folder.toString());

        assertThat(one.status()).isEqualTo(1);
        assertThat(one.out()).startsWith(half + ":");
        assertThat(one.out().lines()).last().isEqualTo("0 findings, 1 file refused, its rules were not looked at");
        assertThat(two.out().lines()).last().isEqualTo("0 findings, 2 files refused, their rules were not looked at");
        assertThat(listed.status()).isEqualTo(1);
        assertThat(listed.err()).startsWith("rules list: not taken: " + half);
    }

    @Test
    void lintFindsParsersThatAreSlowOrNeverReached() throws IOException {
        String more = """
              - name: again
                starts: 'refused '
                pattern: '^refused bob from (?<source>%{ADDR})$'
                action: login
                examples: [refused bob from 203.0.113.8]
              - name: slow
                starts: 'slow '
                pattern: '^slow (?:[a-z]+ ?)+!$'
                ignore: nothing
                examples: ['slow motion picture!']
            """;
        Path parser = write("lockd.yaml", PARSER + more);

        Result text = run("lint", parser.toString());
        Result json = run("lint", "--json", parser.toString());

        assertThat(text.status()).isEqualTo(1);
        assertThat(text.out())
                .contains("lockd/again: unreachable: all its examples are taken by lockd/refused")
                .contains("lockd/slow: slow: ")
                .contains("2 findings");
        assertThat(json.out().lines())
                .first()
                .asString()
                .startsWith("{\"type\":\"finding\",\"check\":\"unreachable\",\"rule\":\"lockd/again\"");
        assertThat(json.out().lines()).last().asString().contains("\"findings\":2");
    }

    @Test
    void whatShipsIsReachedAndItsParsersAreFaultless() {
        Result result = run("lint", "--no-own-rules");

        assertThat(result.out())
                .doesNotContain("parsers/")
                .doesNotContain(": unreachable: ", ": unanchored: ", ": technique: ", ": no-example: ");
    }
}
