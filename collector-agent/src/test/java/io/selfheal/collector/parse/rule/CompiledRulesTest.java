package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an agent loads is what the YAML says. */
class CompiledRulesTest {
    @Test
    void theCompiledRulesAreThoseOfTheYaml() throws IOException {
        List<RuleFile> yaml = ShippedRules.fromYaml();
        List<RuleFile> compiled = CompiledRules.read(
                new Unpacker(resource("/parsers/compiled-rules")), CompiledRules.samplesOf(ShippedRules::fromYaml));

        assertThat(described(compiled)).isEqualTo(described(yaml)).hasSizeGreaterThan(300);
    }

    @Test
    void theBuildHasLeftThemBesideTheYamlThatItSaw() throws IOException {
        Packer again = new Packer();
        CompiledRules.write(ShippedRules.fromYaml(), again);

        byte[] expected = again.take(ShippedRules.checksum());

        assertThat(Arrays.equals(resource("/parsers/compiled-rules"), expected)).isTrue();
    }

    @Test
    void textsOfAnyAlphabetAndNoTextComeBack() {
        Packer packer = new Packer();
        packer.text("ünïx");
        packer.text("日本 \uD83D\uDE00");
        packer.text(null);
        packer.text("");
        packer.number(65_534);

        Unpacker in = new Unpacker(packer.take(-7));

        assertThat(in.sum()).isEqualTo(-7);
        assertThat(in.text()).isEqualTo("ünïx");
        assertThat(in.text()).isEqualTo("日本 \uD83D\uDE00");
        assertThat(in.textOrNull()).isNull();
        assertThat(in.text()).isEmpty();
        assertThat(in.number()).isEqualTo(65_534);
        assertThatThrownBy(() -> packer.number(65_535)).hasMessage("65535 cannot be packed; allowed: 0 to 65534");
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = CompiledRulesTest.class.getResourceAsStream(name)) {
            assertThat(in).as("the build writes %s", name).isNotNull();
            return in.readAllBytes();
        }
    }

    /** Everything about each rule as text: arrays and patterns do not compare by what they hold. */
    private static List<String> described(List<RuleFile> files) {
        List<String> all = new ArrayList<>();
        for (RuleFile file : files) {
            all.add(String.join(
                    " ",
                    file.name() + " " + file.dataset() + " " + file.version() + " " + file.programs(),
                    new TreeSet<>(file.sources()) + " " + file.headerless() + " " + file.ignoreUnmatched(),
                    file.disabled().toString()));
            for (Rule rule : file.rules()) {
                RulePattern pattern = rule.matching();
                all.add(String.join(
                        "\n",
                        rule.number() + " " + rule.place() + " " + rule.fullName(),
                        texts(rule.starts()) + " " + texts(rule.contains()) + " " + rule.longest(),
                        pattern == null ? "" : pattern.text(),
                        rule.json().fields() + " " + rule.json().where().keySet() + " "
                                + rule.json().read(),
                        rule.json().where().values().stream()
                                .map(values -> values.stream().sorted().toList())
                                .toList()
                                .toString(),
                        rule.kind() + " " + rule.action() + " " + rule.outcome() + " " + rule.constants() + " "
                                + rule.stamp() + " " + rule.ignored(),
                        rule.examples() + " " + rule.nearMisses()));
            }
        }
        return all;
    }

    private static List<String> texts(List<byte[]> literals) {
        return literals.stream()
                .map(literal -> new String(literal, StandardCharsets.ISO_8859_1))
                .toList();
    }
}
