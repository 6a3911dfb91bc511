package io.selfheal.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.analyzer.check.RuleExamples;
import io.selfheal.analyzer.policy.PolicyFile;
import io.selfheal.analyzer.rules.RuleCompiler;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.rule.ParserCompiler;
import io.selfheal.collector.parse.rule.ParserExamples;
import io.selfheal.responder.care.CareConfig;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.schemas.rules.RuleRefusedException;
import io.selfheal.schemas.rules.RuleTestReport;
import io.selfheal.standalone.SelfHealCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents show works: every command line is one that the command takes, every YAML file is accepted. */
class DocumentExamplesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|yaml)\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    /** The checkout's own: the script runs them before the command is reached. */
    private static final Set<String> OF_THE_SCRIPT = Set.of("test", "bench", "package", "install-services");

    /**
     * A fenced block.
     *
     * @param document where it stands
     * @param language {@code sh} or {@code yaml}
     */
    record Example(Path document, String language, String text) {}

    private static List<Example> examples() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        List<Example> examples = new ArrayList<>();
        for (Path document : documents) {
            Matcher block = BLOCK.matcher(Files.readString(document));
            while (block.find()) {
                examples.add(new Example(document.normalize(), block.group(1), block.group(2)));
            }
        }
        return examples;
    }

    private static Stream<Example> commandBlocks() throws IOException {
        return examples().stream().filter(example -> example.language().equals("sh"));
    }

    private static Stream<Example> yamlBlocks() throws IOException {
        return examples().stream().filter(example -> example.language().equals("yaml"));
    }

    @Test
    void thereAreExamplesOfBothKinds() throws IOException {
        assertThat(commandBlocks()).hasSizeGreaterThan(5);
        assertThat(yamlBlocks()).hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @MethodSource("commandBlocks")
    void everyCommandLineIsOneThatTheCommandTakes(Example example) {
        for (String line : example.text().lines().toList()) {
            List<String> words = words(line);
            boolean ours = words.getFirst().endsWith("selfheal");
            if (!ours || OF_THE_SCRIPT.contains(words.get(1))) {
                assertThat(words.getFirst()).as(line).isIn("selfheal", "./selfheal", "./mvnw");
                continue;
            }
            String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
            assertThatCode(() -> SelfHealCommand.check(arguments))
                    .as("%s: %s", example.document(), line)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("yamlBlocks")
    void everyYamlFileIsAccepted(Example example) {
        String name = example.text().lines().findFirst().orElse("").replaceFirst("^# ", "");
        assertThatCode(() -> {
                    switch (name) {
                        case "collector.yaml" -> YamlConfig.parse(name, example.text(), CollectorConfig.class);
                        case "responder.yaml" -> YamlConfig.parse(name, example.text(), ResponderConfig.class);
                        case "care.yaml" -> YamlConfig.parse(name, example.text(), CareConfig.class);
                        case "policy.yaml" ->
                            PolicyFile.read(name, example.text().getBytes(StandardCharsets.UTF_8));
                        default -> {
                            assertThat(name)
                                    .as("a YAML block begins with the name of its file")
                                    .matches("(parsers|scenarios|signatures)/.*\\.yaml");
                            rulesPass(name, example.text());
                        }
                    }
                })
                .as("%s", example)
                .doesNotThrowAnyException();
    }

    /** A rule file of a document is taken over those that ship, and its examples come out as it says. */
    private static void rulesPass(String name, String text) throws RuleRefusedException {
        List<RuleTestReport> reports;
        if (name.startsWith("parsers/")) {
            ParserCompiler compiler = new ParserCompiler();
            ParserSet parsers = compiler.compose(List.of(compiler.read(name, text)));
            reports = new ParserExamples(parsers).test(name::equals);
        } else {
            RuleCompiler compiler = new RuleCompiler();
            RuleSet rules = compiler.compose(List.of(compiler.read(name, text)));
            reports = new RuleExamples(rules).test(name::equals);
        }
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.failures()).isEmpty());
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words;
    }
}
